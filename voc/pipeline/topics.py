"""Find topics in texts without a workspace or database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from voc.domain.analysis import Vectors
from voc.errors import CorpusTooSmall, SourceFormat
from voc.nlp.clean import Rules, redact_many, repair
from voc.nlp.topics import (
    MIN_PASSAGES,
    Embed,
    FoundTopic,
    PassageSet,
    Reason,
    look,
    place,
    theme_name,
    topic_vectors,
)
from voc.pipeline.births import topic_id
from voc.pipeline.lines import TextLine, WholeFile

# Lines carry no time: their topics are born at the beginning of it.
_NO_TIME = datetime.fromtimestamp(0, UTC)
# Names are found by lists and cues alone: the model would take longer than all else.
_RULES = Rules(model=False)


@dataclass(frozen=True, slots=True)
class Discovery:
    """Hold one result per text and the topics, largest first; and the redacted texts and vectors
    that they came from, in the order of the results."""

    results: list[dict[str, Any]]
    topics: list[dict[str, Any]]
    texts: Sequence[str]
    vectors: Vectors


def discover_texts(given: WholeFile, source: Embed | Vectors) -> Discovery:
    """Find the topics of a file's texts, each one passage, which is repaired and redacted first.

    A text outside the groups found goes to its nearest topic where it lies within that topic's
    radius; else it has none, and the result says why. The order of the lines doesn't matter.
    `source` embeds the texts, or is (lines, dimensions): a unit row for each line of the file, also
    for those that were refused or are blank.

    Raises:
        CorpusTooSmall: there are fewer than 50 texts.
        SourceFormat: `source` has another number of rows, or one row for all texts.
    """
    _check_enough(given)
    passages = _passages(given, source)
    seen = look(passages, embed=None if isinstance(source, np.ndarray) else source)
    placed, sure = place(passages.vectors, seen.topics)
    counts = [int((placed == number).sum()) for number in range(len(seen.topics))]
    topics = _topics(seen.topics, counts, given.texts)
    reasons = {i: one.reason for one in seen.dissolved for i in one.members}
    results = [
        _in_topic(line, topics[number], share)
        if number >= 0
        else _apart(line, reasons.get(row, Reason.FAR))
        for row, (line, number, share) in enumerate(
            zip(given.texts, placed.tolist(), sure.tolist(), strict=True)
        )
    ]
    ranked = sorted(zip(topics, counts, strict=True), key=lambda pair: (-pair[1], pair[0]["id"]))
    return Discovery(results, [topic for topic, _ in ranked], passages.texts, passages.vectors)


def _passages(given: WholeFile, source: Embed | Vectors) -> PassageSet:
    """Make each text a passage, a record of its own unless others have its id."""
    cleaned = redact_many([repair(line.text) for line in given.texts], rules=_RULES)
    said = tuple(its.text for its in cleaned)
    meaning = _rows(source, given) if isinstance(source, np.ndarray) else source(said)
    return PassageSet(
        texts=said,
        vectors=topic_vectors(meaning, range(len(said))),
        record_ids=tuple(str(line.id) for line in given.texts),
        customer_ids=(None,) * len(said),
    )


def _check_enough(given: WholeFile) -> None:
    n, refused = len(given.texts), len(given.problems)
    if n < MIN_PASSAGES:
        besides = f" ({refused:,} {'was' if refused == 1 else 'were'} refused)" if refused else ""
        raise CorpusTooSmall(
            f"{n} texts{besides} are too few to find topics in.",
            hint=f"At least {MIN_PASSAGES} are needed.",
        )


def _rows(vectors: Vectors, given: WholeFile) -> Vectors:
    """Give the vectors of the texts; those of lines that hold none are passed over."""
    if len(vectors) != given.n_lines:
        others = given.n_lines - len(given.texts)
        besides = f", the {others:,} that were refused or are blank too" if others else ""
        raise SourceFormat(
            f"There are {len(vectors):,} embeddings for {given.n_lines:,} lines.",
            hint=f"Give one row per line{besides}, in the same order.",
        )
    rows = vectors[list(given.places)]
    if len({line.text for line in given.texts}) > 1 and (rows == rows[0]).all():
        raise SourceFormat(
            "The embeddings of all texts are the same.", hint="Check how they were made."
        )
    return rows


def _topics(
    found: Sequence[FoundTopic], counts: Sequence[int], lines: Sequence[TextLine]
) -> list[dict[str, Any]]:
    keys = [topic_id(_NO_TIME, [str(lines[i].id) for i in topic.members]) for topic in found]
    parents, names = _themes(found, keys), _theme_names(found, counts)
    return [
        {
            "id": key,
            "label": topic.label,
            "keywords": topic.keywords,
            "theme": parents[topic.theme],
            "theme_label": names[topic.theme],
            "n": n,
            "representatives": [lines[i].id for i in topic.representatives],
        }
        for topic, key, n in zip(found, keys, counts, strict=True)
    ]


def _themes(found: Sequence[FoundTopic], keys: Sequence[str]) -> dict[int, str]:
    members: dict[int, list[str]] = {}
    for topic, key in zip(found, keys, strict=True):
        members.setdefault(topic.theme, []).append(key)
    return {theme: topic_id(_NO_TIME, own) for theme, own in members.items()}


def _theme_names(found: Sequence[FoundTopic], counts: Sequence[int]) -> dict[int, str]:
    sized = sorted(zip(counts, found, strict=True), key=lambda pair: (-pair[0], pair[1].label))
    labels: dict[int, list[str]] = {}
    for _, topic in sized:
        labels.setdefault(topic.theme, []).append(topic.label)
    shared = {topic.theme: topic.theme_label for topic in found}
    return {theme: theme_name(shared[theme], own) for theme, own in labels.items()}


def _in_topic(line: TextLine, topic: dict[str, Any], share: float) -> dict[str, Any]:
    where = {"topic_id": topic["id"], "theme_id": topic["theme"]}
    return {"id": line.id, **where, "confidence": round(share, 4)}


def _apart(line: TextLine, reason: Reason) -> dict[str, Any]:
    nowhere = {"topic_id": None, "theme_id": None, "confidence": None}
    return {"id": line.id, **nowhere, "reason": reason.value}
