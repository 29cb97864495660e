"""Train the sentiment and type heads from models/training/*.jsonl into models/heads/.

Run `python models/train_heads.py` after changing the training lines or the embedding model.
"""

import json
from pathlib import Path

from platformdirs import user_cache_path

from voc.nlp.embed import load_encoder
from voc.nlp.head import fit_head
from voc.resources.models import head_file, load_manifest

HERE = Path(__file__).parent
SENTIMENTS = {"neg": "negative", "neu": "neutral", "pos": "positive"}


def main() -> None:
    """Embed the training lines once and fit both heads on them."""
    lines = [
        json.loads(line)
        for path in sorted((HERE / "training").glob("*.jsonl"))
        if path.stem != "mixed"
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    manifest = load_manifest("all-minilm-l6-v2")
    vectors = load_encoder(manifest, cache=user_cache_path("voc") / "models")(
        [line["text"] for line in lines]
    )
    head_file("sentiment").parent.mkdir(exist_ok=True)
    fit_head(vectors, [SENTIMENTS[line["sentiment"]] for line in lines], strength=1.0).save(
        head_file("sentiment")
    )
    fit_head(vectors, [line["type"] for line in lines], strength=1.0).save(head_file("type"))


if __name__ == "__main__":
    main()
