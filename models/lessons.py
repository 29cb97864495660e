"""What the layers of tone learn from: lines with labels, and journey maps with their lines."""

import csv
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from voc.nlp.embed.plain import plain

HERE = Path(__file__).parent
ASKED, SHOWN = 16, 3
SENTIMENTS = {"neg": "negative", "neu": "neutral", "pos": "positive"}


@dataclass(frozen=True)
class Line:
    """Hold one training line; `labels` names the tasks it has a label for."""

    text: str
    labels: dict[str, str]

    @property
    def held_out(self) -> bool:
        """Say whether the line is kept for measuring."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 10 == 0


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Read the rows of a file; of a sentence with two sides, each side."""
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        yield from row.get("parts", [row])


def written_lines(*, without: Collection[str]) -> Iterator[Line]:
    """Read the written lines; a file's name is the map that its stages belong to."""
    files = [*(HERE / "training").rglob("*.jsonl"), *(HERE.parent / "journeys").rglob("*.jsonl")]
    for path in sorted(files):
        for row in rows_of(path):
            labels = {"sentiment": SENTIMENTS[row["sentiment"]]}
            if "type" in row:
                labels["type"] = row["type"]
            if "stage" in row and path.stem not in without:
                labels[f"stage_{path.stem}"] = row["stage"] or "none"
            yield Line(plain(row["text"]), labels)


def tweets(path: Path) -> Iterator[Line]:
    """Read four in five of the English tweets."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == "english"]
    for number, row in enumerate(rows):
        if number % 5:
            yield Line(plain(row["text"]), {"sentiment": row["sentiment"]})


@dataclass(frozen=True)
class Map:
    """Hold a journey map as it is learned: wordings of each stage, and its lines by stage."""

    wordings: dict[str, tuple[str, ...]]
    lines: dict[str, tuple[str, ...]]

    def question(
        self, random: np.random.Generator
    ) -> tuple[list[str], list[int], list[str], list[str]]:
        """Draw texts with the places of their stages, one wording a stage, and, half of the time,
        examples of each stage in turn that are not among the texts."""
        places = [*self.wordings, "none"]
        everything = [(text, place) for place in self.lines for text in self.lines[place]]
        drawn = [everything[n] for n in random.choice(len(everything), ASKED, replace=False)]
        asked = [text for text, _ in drawn]
        wordings = [str(random.choice(self.wordings[stage])) for stage in self.wordings]
        shown: list[str] = []
        if random.random() < 0.5:
            for stage in self.wordings:
                others = [text for text in self.lines[stage] if text not in asked]
                shown += [str(text) for text in random.choice(others, SHOWN, replace=False)]
        return asked, [places.index(place) for _, place in drawn], wordings, shown


def read_maps(lines: Sequence[Line], *, without: Collection[str]) -> list[Map]:
    """Read the maps of journeys and models/training/maps, with their lines."""
    maps = []
    for path in sorted([*HERE.parent.glob("journeys/*.yaml"), *HERE.glob("training/maps/*.yaml")]):
        if path.stem in without:
            continue
        task = f"stage_{path.stem}"
        told = yaml.safe_load(path.read_text(encoding="utf-8"))["stages"]
        own = [line for line in lines if task in line.labels]
        kept = {
            place: tuple(line.text for line in own if line.labels[task] == place)
            for place in (*(stage["id"] for stage in told), "none")
        }
        maps.append(Map({stage["id"]: wordings(stage) for stage in told}, kept))
    return maps


def wordings(stage: dict[str, Any]) -> tuple[str, ...]:
    """Word a stage in several ways: whole, without its name, by its goal, and cut short."""
    name, told = stage["name"], " ".join(stage["description"].split())
    short = " ".join(told.split()[:12])
    return (
        f"{name}. {told}",
        f"{name}. {told}",
        told,
        f"{name}. {short}",
        f"{name}: {stage.get('goal', short)}",
    )
