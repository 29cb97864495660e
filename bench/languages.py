"""Measure sentiment by language, of the default model in spite of its mark, and of another model.

`python bench/languages.py [--data DIR] [--texts N] [--model MANIFEST]` prints tables over
DIR/multilingual_tweets.csv, N tweets of each language. Nothing is fitted on them, but the layers of
tone learned from four in five of the English ones (models/train_tone.py): English is the fifth that
is left. A model without tone gets regressions on its vectors, from what models/training and
journeys/lessons teach in English; the default model's meaning gets the same beside it.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from labelled import LONG, SEED, Labelled, gold, read
from understand import SHARED, records, scored, table

from voc.nlp.embed import Encoder
from voc.pipeline.models import load_embedding, load_models
from voc.resources.journeys import load_journey, load_lessons
from voc.settings import ModelChoice

TRAINING = Path(__file__).parents[1] / "models" / "training"
Guess = Callable[[Sequence[str]], Sequence[str]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--model", default="", help="manifest or folder of another model")
    given = parser.parse_args()
    choice = ModelChoice()
    models = load_models(load_journey("airline"), embedding=choice.embedding, cache=choice.cache)
    encoders = {"default model's meaning, regression": models.encoder}
    if given.model:
        encoders["other model, regression"] = load_embedding(given.model, cache=choice.cache)
    guesses: dict[str, Guess] = {
        "default model": lambda texts: [r.sentiment_label.value for r in records(texts, models)],
        **{name: sentiments(encoder) for name, encoder in encoders.items()},
    }
    table("| macro-F1 of sentiment | n | " + " | ".join(guesses) + " |")
    for labelled in by_language(given.data, given.texts):
        cells = [scored(labelled, guess(labelled.texts)) for guess in guesses.values()]
        print(f"| {labelled.name} | {len(labelled.texts)} | {' | '.join(cells)} |", flush=True)
    table("| regression on a map's lessons | n | " + " | ".join(encoders) + " |")
    for name in ("airline", "telecom"):
        labelled = gold(given.data, name, "stage")
        cells = [scored(labelled, stages(name, own)(labelled.texts)) for own in encoders.values()]
        print(f"| {labelled.name} | {len(labelled.texts)} | {' | '.join(cells)} |", flush=True)
    speeds(encoders, [row["text"] for row in read(given.data / "airline_tweets.csv")[:1000]])


def by_language(data: Path, n: int) -> list[Labelled]:
    """Draw tweets of each language; of English, those that no training has seen."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in read(data / "multilingual_tweets.csv"):
        found.setdefault(row["language"], []).append(row)
    found["english"] = found.get("english", [])[::5]
    drawn = []
    for language, rows in found.items():
        order = np.random.default_rng(SEED).permutation(len(rows))[:n].tolist()
        texts, labels = ([rows[i][key] for i in order] for key in ("text", "sentiment"))
        drawn.append(Labelled(language, texts, labels, [set()] * len(texts)))
    return drawn


def sentiments(encoder: Encoder) -> Guess:
    """Learn sentiment from what is written in English for the default model."""
    taught: dict[str, str] = {}
    for path in sorted(TRAINING.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            taught |= {part["text"]: LONG[part["sentiment"]] for part in row.get("parts", [row])}
    return fitted(encoder, taught)


def stages(journey: str, encoder: Encoder) -> Guess:
    """Learn a map's stages from its lessons."""
    return fitted(encoder, {one.text: one.stage for one in load_lessons(load_journey(journey))})


def fitted(encoder: Encoder, taught: dict[str, str]) -> Guess:
    """Fit a regression on a model's vectors."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=4.0, max_iter=1000, class_weight="balanced")
    model.fit(encoder(list(taught)), list(taught.values()))
    return lambda texts: [str(label) for label in model.predict(encoder(texts))]


def speeds(encoders: dict[str, Encoder], texts: list[str]) -> None:
    """Time the encoders on the same texts."""
    table("| encoder | texts/s | texts/processor s |")
    for name, encoder in encoders.items():
        encoder(texts[:64])
        begun, spent = time.perf_counter(), time.process_time()
        encoder(texts)
        clock, processor = time.perf_counter() - begun, time.process_time() - spent
        print(f"| {name} | {len(texts) / clock:,.0f} | {len(texts) / processor:,.0f} |")


if __name__ == "__main__":
    main()
