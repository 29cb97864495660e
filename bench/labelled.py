"""Read the labelled texts that quality is measured on: a folder shaped like shared/data."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = Path(__file__).parent / "labels"
SIGNS = {-1: "negative", 0: "neutral", 1: "positive"}
LONG = {"neg": "negative", "neu": "neutral", "pos": "positive"}
SAMPLE, SEED = 3000, 7


@dataclass(frozen=True)
class Labelled:
    """Hold texts with their labels; `also` lists labels that count as right too."""

    name: str
    texts: list[str]
    labels: list[str]
    also: list[set[str]]

    def picked(self, rows: Sequence[int], name: str) -> "Labelled":
        """Take some of the texts."""
        return Labelled(
            name,
            [self.texts[n] for n in rows],
            [self.labels[n] for n in rows],
            [self.also[n] for n in rows],
        )

    def accepted(self, guessed: Sequence[str]) -> list[str]:
        """Replace each guess that counts as right by the label."""
        return [
            truth if guess in also else guess
            for truth, guess, also in zip(self.labels, guessed, self.also, strict=True)
        ]


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold(
    data: Path,
    journey: str,
    column: str,
    *,
    half: int | None = None,
) -> Labelled:
    """Read labelled passages: `column` is stage or sentiment, `half` 0 takes the even rows, which
    were looked at while building, and 1 the odd ones."""
    rows = read(data / f"gold_{journey}_passages.csv")[half or 0 :: 1 if half is None else 2]
    kept = [row for row in rows if row[column]]
    also = [
        set(row["also"].replace(",", " ").split()) if column == "stage" else set() for row in kept
    ]
    labels = [row[column] for row in kept]
    name = {None: "", 0: ", looked at", 1: ", not looked at"}[half]
    return Labelled(f"gold {journey} passages{name}", [r["text"] for r in kept], labels, also)


def tweets(data: Path) -> Labelled:
    """Draw labelled airline tweets."""
    found = read(data / "airline_tweets.csv")
    rows = np.random.default_rng(SEED).permutation(len(found))[:SAMPLE]
    texts, labels = [r["text"] for r in found], [r["airline_sentiment"] for r in found]
    return Labelled("airline tweets", texts, labels, [set()] * len(texts)).picked(
        rows.tolist(), "airline tweets"
    )


def survey_comments(
    data: Path, name: str, *, wanted: Callable[[dict[str, str]], bool] = lambda _: True
) -> Labelled:
    """Draw patient comments of odd rows, which training never saw; the sign of the criticality
    is the label."""
    texts, labels = [], []
    for row in read(data / "nhs_survey_fft.csv"):
        graded = row["criticality"].lstrip("-").isdigit() and row["feedback"].strip()
        if graded and int(row["row_index"]) % 2 and wanted(row):
            texts.append(row["feedback"])
            labels.append(SIGNS[int(np.sign(int(row["criticality"])))])
    drawn = np.random.default_rng(SEED).permutation(len(texts))[:SAMPLE]
    return Labelled(name, texts, labels, [set()] * len(texts)).picked(drawn.tolist(), name)


def types(data: Path) -> Labelled:
    """Read the passages that were labelled by type of feedback, found by their keys."""
    found = {
        **{("airline", r["id"]): r["text"] for r in read(data / "gold_airline_passages.csv")},
        **{("telecom", r["id"]): r["text"] for r in read(data / "gold_telecom_passages.csv")},
        **{("nhs", r["row_index"]): r["feedback"] for r in read(data / "nhs_survey_fft.csv")},
    }
    rows = [row for row in read(LABELS / "types.csv") if (row["source"], row["key"]) in found]
    texts = [found[row["source"], row["key"]] for row in rows]
    return Labelled("400 passages", texts, [r["type"] for r in rows], [set()] * len(rows))


@dataclass(frozen=True)
class Sided:
    """Hold a sentence and its two sides: where each begins and ends in it, and its sentiment."""

    text: str
    sides: list[tuple[int, int, str]]


def mixed(data: Path) -> list[Sided]:
    """Read the sentences whose two sides were labelled, found by their rows."""
    tables: dict[str, list[dict[str, str]]] = {}
    sentences = []
    for line in (LABELS / "mixed.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        table = tables.setdefault(row["source"], []) or read(data / row["source"])
        tables[row["source"]] = table
        text = table[row["row"]][row["column"]][row["start"] : row["end"]]
        sentences.append(Sided(text, [(a, b, LONG[label]) for a, b, label in row["parts"]]))
    return sentences
