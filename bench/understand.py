"""Measure stage and sentiment on labelled data, beside naive baselines computed in the same run.

`python bench/understand.py [--data DIR]` prints a table; DIR holds files named like those of
shared/data (gold_airline_passages.csv, gold_telecom_passages.csv, airline_tweets.csv,
nhs_survey_fft.csv). Intervals are 95 % bootstrap intervals over texts.
"""

import argparse
import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from voc.pipeline.analyse import Verbatim, analyse
from voc.pipeline.models import Models, load_models
from voc.resources.journeys import load_journey
from voc.settings import ModelChoice

SHARED = Path(__file__).parents[2] / "shared" / "data"
SAMPLE, DRAWS, SEED = 3000, 500, 7


@dataclass(frozen=True)
class Labelled:
    """Hold texts with their labels; `also` lists labels that count as right too."""

    name: str
    texts: list[str]
    labels: list[str]
    also: list[set[str]]


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold(data: Path, journey: str, column: str) -> Labelled:
    """Read labelled passages: `column` is stage or sentiment."""
    kept = [row for row in rows(data / f"gold_{journey}_passages.csv") if row[column]]
    also = [set(row["also"].split()) if column == "stage" else set() for row in kept]
    return Labelled(
        f"gold {journey} passages",
        [row["text"] for row in kept],
        [row[column] for row in kept],
        also,
    )


def tweets(data: Path) -> Labelled:
    """Draw labelled airline tweets."""
    found = rows(data / "airline_tweets.csv")
    drawn = np.random.default_rng(SEED).permutation(len(found))[:SAMPLE]
    texts = [found[n]["text"] for n in drawn]
    return Labelled(
        "airline tweets",
        texts,
        [found[n]["airline_sentiment"] for n in drawn],
        [set()] * len(drawn),
    )


def survey_comments(data: Path) -> Labelled:
    """Draw patient comments; criticality below 0 is negative, 0 neutral, above 0 positive."""
    found = []
    for row in rows(data / "nhs_survey_fft.csv"):
        if row["criticality"].lstrip("-").isdigit() and row["feedback"].strip():
            sign = np.sign(int(row["criticality"]))
            found.append((row["feedback"], ("neutral", "positive", "negative")[int(sign)]))
    drawn = np.random.default_rng(SEED).permutation(len(found))[:SAMPLE]
    texts, labels = zip(*[found[n] for n in drawn], strict=True)
    return Labelled("NHS survey comments", list(texts), list(labels), [set()] * len(drawn))


def score(labelled: Labelled, guessed: Sequence[str]) -> str:
    """Compute macro-F1 with its bootstrap interval."""
    right = [
        truth if guess in also else guess
        for truth, guess, also in zip(labelled.labels, guessed, labelled.also, strict=True)
    ]
    truth, found = np.array(labelled.labels), np.array(right)
    chance = np.random.default_rng(SEED)
    drawn = [chance.integers(0, len(truth), len(truth)) for _ in range(DRAWS)]
    values = [f1_score(truth[n], found[n], average="macro") for n in drawn]
    low, high = np.quantile(values, [0.025, 0.975])
    return f"{f1_score(truth, found, average='macro'):.3f} ({low:.3f}–{high:.3f})"


def described(models: Models, texts: Sequence[str]) -> list[str]:
    """Guess the stage whose description is nearest: the naive baseline. It never says none."""
    stages = models.journey.stages
    descriptions = models.encoder([f"{stage.name}. {stage.description}" for stage in stages])
    nearest = (models.encoder(texts) @ descriptions.T).argmax(axis=1)
    return [stages[n].id for n in nearest]


def main() -> None:
    """Measure everything and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    data = parser.parse_args().data
    choice = ModelChoice()
    models = {
        name: load_models(load_journey(name), embedding=choice.embedding, cache=choice.cache)
        for name in ("airline", "telecom")
    }
    print("| what | data | n | naive description | voc |\n|---|---|---|---|---|")
    for name, own in models.items():
        labelled = gold(data, name, "stage")
        batch = [Verbatim(str(n), text, "en") for n, text in enumerate(labelled.texts)]
        found = [record.stage or "none" for record in analyse(batch, own).records]
        naive = score(labelled, described(own, labelled.texts))
        n = len(labelled.texts)
        print(f"| stage | {labelled.name} | {n} | {naive} | {score(labelled, found)} |")
    spent, read = 0.0, 0
    for labelled in (
        gold(data, "airline", "sentiment"),
        gold(data, "telecom", "sentiment"),
        tweets(data),
        survey_comments(data),
    ):
        batch = [Verbatim(str(n), text, "en") for n, text in enumerate(labelled.texts)]
        begun = time.perf_counter()
        records = analyse(batch, models["airline"]).records
        spent, read = spent + time.perf_counter() - begun, read + len(batch)
        guessed = [record.sentiment_label.value for record in records]
        print(f"| sentiment | {labelled.name} | {len(batch)} | | {score(labelled, guessed)} |")
    print(f"\nAnalysed {read / spent:,.0f} records a second.")


if __name__ == "__main__":
    main()
