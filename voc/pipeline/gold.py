"""Read a file of passages that a person has labelled."""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voc.domain.analysis import Sentiment
from voc.domain.journey import NONE, JourneyMap, Lesson
from voc.errors import SourceFormat, SourceUnavailable

_SENTIMENTS = {"neg": "negative", "neu": "neutral", "pos": "positive"}
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Gold:
    """Hold one labelled passage; a label that was left empty is None. `also` are stages that count
    as right too."""

    text: str
    stage: str | None
    also: frozenset[str]
    sentiment: str | None


def correct(journey: JourneyMap, gold: Iterable[Gold]) -> JourneyMap:
    """Add labelled passages to a map's corrections; the newest stands for each text."""
    known = {one.text: one for one in journey.corrections}
    known |= {one.text: Lesson(text=one.text, stage=one.stage) for one in gold if one.stage}
    return journey.model_copy(update={"corrections": tuple(known.values())})


def read_gold(path: Path, *, stages: Collection[str]) -> list[Gold]:
    """Read a CSV file with the columns text, stage and sentiment (one of the two will do), and
    `also`, other stages that are right, divided by spaces or commas. Rows without a text are passed
    over.

    Raises:
        SourceUnavailable: the file can't be opened.
        SourceFormat: it is no such file, a label is unknown, or nothing is labelled.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            gold, problems = _read(csv.DictReader(file, strict=True), path, {*stages, NONE})
    except OSError as error:
        raise SourceUnavailable(f"{path} can't be opened: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceFormat(f"{path} is not a CSV file in UTF-8.") from error
    if problems:
        more = f"\nand {len(problems) - _SHOWN:,} more" if len(problems) > _SHOWN else ""
        raise SourceFormat(
            f"{path} has labels that are not known:\n" + "\n".join(problems[:_SHOWN]) + more,
            hint=f"\nStages: {', '.join(stages)}, {NONE}. Sentiments: {', '.join(Sentiment)}.",
        )
    if not any(one.stage or one.sentiment for one in gold):
        raise SourceFormat(f"{path} has no labelled passage.", hint="Fill in stage or sentiment.")
    return gold


def _read(
    reader: "csv.DictReader[str]", path: Path, stages: Collection[str]
) -> tuple[list[Gold], list[str]]:
    columns = {*(reader.fieldnames or ())}
    if "text" not in columns or not columns & {"stage", "sentiment"}:
        raise SourceFormat(
            f"{path}:1: the columns text and stage or sentiment are expected, found: "
            f"{', '.join(sorted(columns)) or 'none'}."
        )
    gold: list[Gold] = []
    problems: list[str] = []
    for row in reader:
        cells = {name: (row[name] or "").strip() for name in columns}
        sentiment = cells.get("sentiment", "").lower()
        sentiment = _SENTIMENTS.get(sentiment, sentiment)
        one = Gold(
            text=cells["text"],
            stage=cells.get("stage") or None,
            also=frozenset(cells.get("also", "").replace(",", " ").split()),
            sentiment=sentiment or None,
        )
        problems += [f"{path}:{reader.line_num}: {what}" for what in _unknown(one, stages)]
        if one.text:
            gold.append(one)
    return gold, problems


def _unknown(one: Gold, stages: Collection[str]) -> Iterator[str]:
    for stage in sorted({*filter(None, [one.stage]), *one.also} - {*stages}):
        yield f"there is no stage {stage[:60]!r}"
    if one.sentiment and one.sentiment not in set(Sentiment):
        yield f"there is no sentiment {one.sentiment[:60]!r}"
