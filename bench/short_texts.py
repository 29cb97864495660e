"""Read the labelled short texts of a folder, and embed them."""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TEXT_COLUMNS = (
    "text", "feedback", "utterance", "question", "comment", "snippet", "sentence",
    "first_utterance",
)  # fmt: skip
LABEL_COLUMNS = (
    "category", "intent", "label", "subcategory", "class", "topic", "negativereason",
)  # fmt: skip
SHORT, FEWEST = 40, 500
_MARKUP = re.compile(r"<cust_|__cust>|__\w+__")


@dataclass(frozen=True)
class TextFile:
    """Hold the texts of one file and its label columns."""

    name: str
    texts: list[str]
    labels: dict[str, list[str]]


def read_files(data: Path) -> Iterator[TextFile]:
    """Read every CSV file with a text column; texts of mark-up lose it."""
    for path in sorted([*data.glob("*.csv"), *data.glob("*.csv.gz")]):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        column = next((name for name in TEXT_COLUMNS if rows and name in rows[0]), None)
        if column is None:
            continue
        rows = [row for row in rows if (row[column] or "").strip()]
        texts = [_MARKUP.sub(" ", row[column]).strip() for row in rows]
        if len(rows) < FEWEST or np.median([len(text.split()) for text in texts]) > SHORT:
            continue
        labels = {
            name: [(row[name] or "").strip() for row in rows]
            for name in LABEL_COLUMNS
            if name in rows[0]
        }
        yield TextFile(path.name.split(".")[0], texts, labels)


def embedded(file: TextFile, kept: Path) -> np.ndarray:
    """Embed the texts of a file, or read their vectors where they are kept."""
    path = kept / f"{file.name}.npy"
    if path.is_file() and len(vectors := np.load(path)) == len(file.texts):
        return vectors
    from voc.pipeline.models import load_embedding
    from voc.settings import ModelChoice

    choice = ModelChoice()
    vectors = load_embedding(choice.embedding, cache=choice.cache)(file.texts)
    np.save(path, vectors)
    return vectors
