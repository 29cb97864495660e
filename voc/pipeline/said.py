"""Read what was said: every passage that counts, with its topic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.domain.record import Mark
from voc.nlp.topics import representatives, unit
from voc.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold passages side by side. `vectors` has a row for each; `topic_ids` are active topics, None
    for none; `speakers` name who said it, a record where the customer isn't known."""

    keys: Sequence[str]
    texts: Sequence[str]
    vectors: Vectors
    record_ids: Sequence[str]
    speakers: Sequence[str]
    topic_ids: Sequence[str | None]


def said(store: Store) -> Said:
    """Read the passages of all records that are no duplicates; their keys are RECORD/ORDINAL."""
    table, facts = store.passages(), store.record_facts()
    repeated = set(facts.loc[facts["mark"] == Mark.DUPLICATE.value, "id"])
    rows = [n for n, record in enumerate(table.record_ids) if record not in repeated]
    return Said(
        keys=[f"{table.record_ids[n]}/{table.ordinals[n]}" for n in rows],
        texts=[table.texts[n] for n in rows],
        vectors=table.vectors[rows],
        record_ids=[table.record_ids[n] for n in rows],
        speakers=[table.customer_ids[n] or f"record {table.record_ids[n]}" for n in rows],
        topic_ids=[table.topic_ids[n] for n in rows],
    )


def examples(heard: Said, members: NDArray[np.int64]) -> tuple[str, ...]:
    """Choose up to five passages that show what some have in common, by different people."""
    centroid = unit(heard.vectors[members].mean(axis=0))
    chosen = representatives(
        heard.vectors, members, centroid, texts=heard.texts, speakers=heard.speakers
    )
    return tuple(heard.texts[n] for n in chosen)
