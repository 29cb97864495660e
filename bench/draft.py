"""Measure what a static model would lose as a draft of the encoder: model2vec, distilled from it.

`python bench/draft.py [--data DIR] [--texts N] [--model FOLDER]` distils the default model, or
takes what was distilled before, and prints two tables: speed, and what is lost of neighbours,
stages and topics on small samples. It needs `pip install model2vec skeletoken`, which voc doesn't
use (docs/decisions/0016).
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from baselines import regressed
from engine import topic_ari
from labelled import gold, read
from understand import SHARED, scored, table

from voc.domain.analysis import Vectors
from voc.nlp.embed.plain import plain
from voc.pipeline.models import load_embedding
from voc.resources.models import load_manifest, source_folder
from voc.settings import ModelChoice

NEAREST, DIMENSIONS = 10, 256
Encode = Callable[[Sequence[str]], Vectors]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--model", type=Path, default=None)
    given = parser.parse_args()
    choice = ModelChoice()
    encoders: dict[str, Encode] = {
        "voc, meaning and tone": load_embedding(choice.embedding, cache=choice.cache),
        "model2vec": draft(given.model),
    }
    tweets = [plain(row["text"]) for row in read(given.data / "airline_tweets.csv")[: given.texts]]
    table("| encoder | texts/s | texts/processor s |")
    for name, encode in encoders.items():
        print(f"| {name} | {' | '.join(speed(encode, tweets))} |", flush=True)
    table("| what | n | " + " | ".join(encoders) + " |")
    own, other = (nearest(encode(tweets)) for encode in encoders.values())
    shared = np.mean([len({*a} & {*b}) / NEAREST for a, b in zip(own, other, strict=True)])
    print(f"| of a tweet's {NEAREST} nearest, the same | {len(tweets):,} | 1 | {shared:.2f} |")
    for journey in ("airline", "telecom"):
        labelled = gold(given.data, journey, "stage")
        cells = [scored(labelled, regressed(labelled, encode)) for encode in encoders.values()]
        print(f"| {labelled.name}, regression | {len(labelled.texts)} | {' | '.join(cells)} |")
    questions = read(given.data / "banking77_train.csv")[::5]
    cells = [f"{topic_ari(questions, encode):.3f}" for encode in encoders.values()]
    print(f"| banking77, topics, ARI | {len(questions):,} | {' | '.join(cells)} |")


def draft(folder: Path | None) -> Encode:
    """Load a static model, or distil it."""
    if folder:
        from model2vec import StaticModel

        model = StaticModel.from_pretrained(folder)
    else:
        from model2vec.distill import distill

        published = source_folder(load_manifest(ModelChoice().embedding))
        model = distill(str(published), pca_dims=DIMENSIONS, device="cpu")

    def encode(texts: Sequence[str]) -> Vectors:
        vectors: Vectors = np.asarray(model.encode([plain(t) for t in texts]), np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    return encode


def speed(encode: Encode, texts: Sequence[str]) -> list[str]:
    """Time texts of which none was read before."""
    encode(texts[:64])
    begun, spent = time.perf_counter(), time.process_time()
    encode(texts)
    clock, processor = time.perf_counter() - begun, time.process_time() - spent
    return [f"{len(texts) / clock:,.0f}", f"{len(texts) / processor:,.0f}"]


def nearest(vectors: Vectors) -> list[list[int]]:
    """List each row's nearest others."""
    near = vectors @ vectors.T
    np.fill_diagonal(near, -np.inf)
    return np.argsort(-near, axis=1, kind="stable")[:, :NEAREST].tolist()


if __name__ == "__main__":
    main()
