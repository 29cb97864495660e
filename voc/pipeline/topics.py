"""Find topics in texts without a workspace or database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from voc.domain.analysis import Vectors
from voc.errors import SourceFormat, SourceUnavailable
from voc.nlp.topics import (
    Embed,
    FoundTopic,
    Look,
    PassageSet,
    Reason,
    look,
    place,
    topic_vectors,
    unit,
)
from voc.pipeline.births import topic_id
from voc.pipeline.lines import LineProblem, TextLine, read_lines

# Lines carry no time: their topics are born at the beginning of it.
_NO_TIME = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Discovery:
    """Hold one result per line that could be read, the topics, and the lines that were refused;
    and the texts and vectors that they came from, in the order of the results."""

    results: list[dict[str, Any]]
    topics: list[dict[str, Any]]
    problems: list[LineProblem]
    texts: Sequence[str]
    vectors: Vectors


def read_embeddings(path: Path) -> Vectors:
    """Read one row per text from a .npy file, scaled to unit length.

    Raises:
        SourceFormat: the file holds no table of finite numbers.
        SourceUnavailable: the file can't be opened.
    """
    try:
        rows = np.load(path, allow_pickle=False)
    except OSError as error:
        raise SourceUnavailable(f"{path} can't be opened.", hint="Check the path.") from error
    except (ValueError, EOFError) as error:
        raise SourceFormat(f"{path} is no .npy file.", hint="Write it by numpy.save.") from error
    if rows.ndim != 2 or not np.issubdtype(rows.dtype, np.number) or not np.isfinite(rows).all():
        raise SourceFormat(
            f"{path} has shape {rows.shape} and type {rows.dtype}.",
            hint="Give one row of finite numbers per text.",
        )
    return unit(rows.astype(np.float32))


def discover_lines(lines: Iterable[bytes], embed: Embed, vectors: Vectors | None) -> Discovery:
    """Find the topics of lines of `{"id", "text"}`, each text one passage.

    A text outside the groups found goes to its nearest topic where it lies within that topic's
    radius; else it has none, and the result says why. The order of the lines doesn't matter.
    `vectors` (lines, dimensions), unit rows, stand in for what `embed` would give.

    Raises:
        CorpusTooSmall: there are fewer than 50 texts.
        SourceFormat: `vectors` has another number of rows.
    """
    items = [item for chunk in read_lines(lines) for item in chunk]
    texts = [item for item in items if isinstance(item, TextLine)]
    if vectors is not None and len(vectors) != len(texts):
        raise SourceFormat(
            f"There are {len(vectors):,} embeddings for {len(texts):,} texts.",
            hint="Give one row per line, in the same order.",
        )
    meaning = embed([line.text for line in texts]) if vectors is None else vectors
    ids = [str(line.id) for line in texts]
    passages = PassageSet(
        texts=tuple(line.text for line in texts),
        vectors=topic_vectors(meaning, range(len(texts))),
        record_ids=tuple(ids),
        customer_ids=(None,) * len(texts),
    )
    seen = look(passages, embed=embed if vectors is None else None)
    found = seen.topics
    keys = [topic_id(_NO_TIME, [ids[i] for i in topic.members]) for topic in found]
    parents = _themes(found, keys)
    topics = [
        _topic(topic, key, parents[topic.theme], [texts[i].id for i in topic.representatives])
        for topic, key in zip(found, keys, strict=True)
    ]
    return Discovery(
        results=_results(texts, passages.vectors, seen, topics),
        topics=topics,
        problems=[item for item in items if isinstance(item, LineProblem)],
        texts=passages.texts,
        vectors=passages.vectors,
    )


def _themes(found: Sequence[FoundTopic], keys: Sequence[str]) -> dict[int, str]:
    members: dict[int, list[str]] = {}
    for topic, key in zip(found, keys, strict=True):
        members.setdefault(topic.theme, []).append(key)
    return {theme: topic_id(_NO_TIME, own) for theme, own in members.items()}


def _topic(
    topic: FoundTopic, key: str, theme: str, representatives: Sequence[str | int]
) -> dict[str, Any]:
    return {
        "id": key,
        "label": topic.label,
        "keywords": topic.keywords,
        "theme": theme,
        "theme_label": topic.theme_label,
        "n": len(topic.members),
        "representatives": representatives,
    }


def _results(
    texts: Sequence[TextLine], vectors: Vectors, seen: Look, topics: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    placed, sure = place(vectors, seen.topics)
    reasons = {i: one.reason for one in seen.dissolved for i in one.members}
    results = []
    for row, (line, number, share) in enumerate(
        zip(texts, placed.tolist(), sure.tolist(), strict=True)
    ):
        result = {
            "id": line.id,
            "topic_id": topics[number]["id"] if number >= 0 else None,
            "theme_id": topics[number]["theme"] if number >= 0 else None,
            "confidence": round(share, 4),
        }
        if number < 0:
            result["reason"] = reasons.get(row, Reason.FAR).value
        results.append(result)
    return results
