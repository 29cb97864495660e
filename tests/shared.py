"""Where the shared measuring data lie, when they are there."""

import csv
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
GOLD = REPOSITORY.parent / "shared" / "data"


def gold_passages(journey: str) -> list[dict[str, str]]:
    """Read the labelled passages of a journey."""
    with (GOLD / f"gold_{journey}_passages.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
