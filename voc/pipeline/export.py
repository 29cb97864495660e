"""Export a workspace's topics to other tools."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.domain.topic import Topic
from voc.errors import CorpusTooSmall, SourceUnavailable
from voc.nlp.topics import unit
from voc.nlp.topics.bertopic_files import OUTLIERS, NumberedTopic, bertopic_files
from voc.pipeline.publish import write_whole
from voc.pipeline.said import Said, examples, said
from voc.store import Store

IDS_FILE = "voc-ids.json"


def export_bertopic(store: Store, folder: Path) -> int:
    """Write the active topics as a folder that `BERTopic.load` opens; give their number.

    BERTopic numbers topics by size, ours keep their ids: `voc-ids.json` maps its numbers to them,
    and lists the passage behind each of its documents, in its order.

    Raises:
        CorpusTooSmall: there are no topics yet.
        SourceUnavailable: the folder can't be written.
    """
    heard = said(store)
    registry = store.registry.load()
    sizes = Counter(id_ for id_ in heard.topic_ids if id_)
    known = [topic for topic in registry.active() if sizes[topic.id]]
    if not known:
        raise CorpusTooSmall("There are no topics to export.", hint="Run `voc night` first.")
    known.sort(key=lambda topic: (-sizes[topic.id], topic.id))
    number = {topic.id: n for n, topic in enumerate(known)}
    topic_of = np.array([number.get(id_ or "", OUTLIERS) for id_ in heard.topic_ids], np.int64)
    files = bertopic_files(_numbered(known, heard, topic_of), heard.texts, topic_of)
    themes = {theme.id: theme.label for theme in registry.themes.values()}
    ids = {
        "topics": {
            n: {"id": topic.id, "label": topic.label, "theme": themes.get(topic.theme_id or "")}
            for n, topic in enumerate(known)
        },
        "passages": list(heard.keys),
    }
    files[IDS_FILE] = json.dumps(ids, ensure_ascii=False, indent=1).encode() + b"\n"
    _write(files, folder)
    return len(known)


def _numbered(
    known: Sequence[Topic], heard: Said, topic_of: NDArray[np.int64]
) -> list[NumberedTopic]:
    topics = [
        NumberedTopic(
            number=n,
            label=topic.label,
            keywords=topic.keywords,
            centroid=topic.centroid,
            examples=examples(heard, np.flatnonzero(topic_of == n)),
        )
        for n, topic in enumerate(known)
    ]
    loose = np.flatnonzero(topic_of == OUTLIERS)
    if not len(loose):
        return topics
    nothing = NumberedTopic(
        number=OUTLIERS,
        label="no topic",
        keywords=(),
        centroid=unit(heard.vectors[loose].mean(axis=0)),
        examples=examples(heard, loose),
    )
    return [*topics, nothing]


def _write(files: dict[str, bytes], folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SourceUnavailable(
            f"{folder} can't be made: {error.strerror}.", hint="Check the path."
        ) from error
    for name, content in files.items():
        write_whole(content, folder / name)
