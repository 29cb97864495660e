"""Nights of a company whose subjects lie apart by construction: no model reads its texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from tests.nlp.topics.planted import DIMENSIONS, NOISE, SUBJECTS
from tests.store.store_examples import MONDAY, a_passage, a_record, an_analysis
from voc.domain.analysis import Analyses, Vectors
from voc.domain.topic import TopicPolicy
from voc.nlp.topics import nearest
from voc.pipeline.analyse import NOTHING_KNOWN
from voc.pipeline.discover import find_topics
from voc.pipeline.reanchor import is_stale, reanchor
from voc.pipeline.review import is_due, review
from voc.pipeline.settle import known_topics
from voc.store import Store, create_or_migrate, open_store

NAMES = tuple(SUBJECTS)
CHATTER = "chatter"


def _silent(_step: str, _done: int, _total: int | None) -> None:
    pass


def _word(*numbers: int) -> str:
    """Spell numbers as a word, so that no two texts are the same."""
    return "".join(
        chr(ord("a") + int(digit)) for number in numbers for digit in f"x{number:03}"[1:]
    )


@dataclass
class Company:
    """Hold a store, and say something new every night; `turn` rotates what the model reads."""

    store: Store
    policy: TopicPolicy = field(default_factory=TopicPolicy)
    day: int = 0
    space: str = "first@1"
    turn: Vectors = field(default_factory=lambda: np.eye(DIMENSIONS, dtype=np.float32))
    subjects: dict[str, str] = field(default_factory=dict)
    misread: dict[str, str] = field(default_factory=dict)  # subject to the topic it is taken for

    @classmethod
    def at(cls, folder: Path, **fields: Any) -> "Company":
        url = f"sqlite:///{folder / 'voc.db'}"
        create_or_migrate(url)
        return cls(open_store(url), **fields)

    @property
    def models(self) -> Any:
        return SimpleNamespace(encoder=None, languages={"en"}, space=self.space)

    def vector(self, record_id: str) -> Vectors:
        """Read a record: near the axis of its subject, the same each time."""
        seed = int.from_bytes(record_id.encode()) % (2**32 - 5)
        row = NOISE * np.random.default_rng(seed).standard_normal(DIMENSIONS)
        if self.subjects[record_id] != CHATTER:
            row[NAMES.index(self.subjects[record_id])] += 1.0
        turned = (row / np.linalg.norm(row)).astype(np.float32) @ self.turn
        return turned.astype(np.float16).astype(np.float32)

    def read(self, record_ids: list[str], version: str = "v1") -> None:
        """Analyse records, against the topics that are known where the model is the same."""
        vectors = np.stack([self.vector(id_) for id_ in record_ids])
        stale = is_stale(self.store.topics(), self.space)
        known = NOTHING_KNOWN if stale else known_topics(self.store)
        found, shares = nearest(vectors, known.exemplars)
        analyses = []
        for id_, at, share in zip(record_ids, found.tolist(), shares.tolist(), strict=True):
            length = len(self.store.record(id_)[0].verbatim)
            topic = known.topic_ids[at] if at >= 0 else None
            assigned = known.assigned_ids[at] if at >= 0 else None
            if wrong := self.misread.get(self.subjects[id_]):
                topic, assigned, share = wrong, wrong, 0.4
            passage = a_passage(
                0, length, topic_id=topic, assigned_id=assigned, topic_confidence=share
            )
            analyses.append(an_analysis(id_, passage))
        self.store.save_analyses(Analyses(records=tuple(analyses), vectors=vectors), version)

    def night(self, **said: int) -> None:
        """Take in so many records per subject, in words like its texts, and run the night."""
        records = []
        for subject, n in said.items():
            name = subject.replace("_", " ")
            for number in range(n):
                id_ = f"{subject}-{self.day}-{number}"
                self.subjects[id_] = name
                at = MONDAY + timedelta(days=self.day, minutes=number)
                texts = SUBJECTS.get(name, (_word(number, self.day), _word(self.day)))
                text = f"{texts[(number + self.day) % len(texts)]} {_word(self.day, number)}"
                records.append(a_record(id_, text, occurred_at=at, customer_id=id_))
        self.store.upsert_records(records)
        self.read([record.id for record in records])
        reanchor(self.store, lambda: self.models, self.space)
        find_topics(self.store, lambda: self.models, policy=self.policy, on_progress=_silent)
        if is_due(self.store.topic_events(), self.store.newest(), self.policy):
            review(self.store, lambda: self.models, policy=self.policy, on_progress=_silent)
        self.day += 1

    def topic_of(self, record_id: str) -> str | None:
        table = self.store.registry.of_records([record_id])
        return table.topic_ids[0]

    def topics(self) -> dict[str, str | None]:
        """Map each record to its topic."""
        table = self.store.passages()
        return dict(zip(table.record_ids, table.topic_ids, strict=True))

    def named(self) -> Mapping[str, str]:
        """Map each subject to the active topic that most of its records are in."""
        votes: dict[str, dict[str, int]] = {}
        for record, topic in self.topics().items():
            if topic:
                own = votes.setdefault(self.subjects[record], {})
                own[topic] = own.get(topic, 0) + 1
        return {name: max(own, key=lambda id_: own[id_]) for name, own in votes.items()}
