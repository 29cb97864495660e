"""What was erased: how it is kept out from then on, and what is left of the stories it was in."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from voc.domain.claim import Claim, Story
from voc.domain.identity import KeyKind, Keys, namespace
from voc.domain.snapshot import Quote, Snapshot

ERASED_TEXT = "[This quote was erased.]"
CAVEAT = (
    "Quotes were erased after this story was told. Its figures still count the records they were "
    "of; the next night counts without them."
)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Keep one key of a customer who was erased. `alone`: it is shared, so that only rows that
    have no surer key are this customer's."""

    key: str
    kind: KeyKind
    customer_id: str
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Hold one line of the audit: whom (`customer_id`) or what (all `before` a time) was erased,
    how much, and the time of the newest record at that time."""

    customer_id: str | None = None
    before: datetime | None = None
    requested_on: date | None = None
    newest: datetime | None = None
    n_records: int = 0
    n_revisions: int = 0
    n_passages: int = 0
    n_quotes: int = 0


@dataclass(frozen=True, slots=True)
class Erased:
    """Know what must not come back: customers by their tombstones, and all `before` a time."""

    before: datetime | None = None
    tombstones: Mapping[str, Tombstone] = field(default_factory=dict)
    spaces: Mapping[str, Mapping[str, Collection[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, tombstones: Collection[Tombstone], before: datetime | None) -> "Erased":
        """Sort the keys of each customer by what they can be compared with."""
        spaces: dict[str, dict[str, set[str]]] = {}
        for stone in tombstones:
            of_customer = spaces.setdefault(stone.customer_id, {})
            of_customer.setdefault(namespace(stone.kind, stone.key), set()).add(stone.key)
        return cls(before, {stone.key: stone for stone in tombstones}, spaces)

    def __bool__(self) -> bool:
        return bool(self.before or self.tombstones)

    def covers(self, keys: Keys, occurred_at: datetime | None = None) -> bool:
        """Tell whether a row is one that was erased: by its time, or by a key of a customer from
        whom it doesn't differ in a surer key."""
        if self.before and occurred_at and occurred_at < self.before:
            return True
        found = ((kind, self.tombstones.get(key)) for kind, key in keys)
        return any(stone and not self._differs(keys, stone) for _, stone in found)

    def _differs(self, keys: Keys, stone: Tombstone) -> bool:
        surer = [(kind, key) for kind, key in keys if kind.rank < stone.kind.rank]
        if stone.alone:
            return bool(surer)
        known = self.spaces[stone.customer_id]
        return any(key not in known.get(namespace(kind, key), (key,)) for kind, key in surer)


def story_without(story: Story, record_ids: Collection[str]) -> Story:
    """Put a note in the place of the quotes of these records."""
    claims = tuple(_claim_without(claim, record_ids) for claim in story.claims)
    if claims == story.claims:
        return story
    caveats = (*(caveat for caveat in story.caveats if caveat != CAVEAT), CAVEAT)
    return story.model_copy(update={"claims": claims, "caveats": caveats})


def snapshot_without(snapshot: Snapshot, record_ids: Collection[str]) -> Snapshot:
    """Leave out the quotes of these records."""
    quotes = tuple(quote for quote in snapshot.quotes if quote.record_id not in record_ids)
    return snapshot.model_copy(update={"quotes": quotes})


def _claim_without(claim: Claim, record_ids: Collection[str]) -> Claim:
    return claim.model_copy(
        update={
            name: tuple(_without(quote, record_ids) for quote in getattr(claim, name))
            for name in ("evidence", "counter_evidence")
        }
    )


def _without(quote: Quote, record_ids: Collection[str]) -> Quote:
    if quote.record_id not in record_ids:
        return quote
    midnight = quote.occurred_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return quote.model_copy(update={"record_id": "", "text": ERASED_TEXT, "occurred_at": midnight})


def snapshot_relabelled(
    snapshot: Snapshot, topic_id: str, label: str, keywords: tuple[str, ...]
) -> Snapshot:
    """Give a topic another label, and no keywords but these."""
    topics = tuple(
        topic.model_copy(
            update={"label": label, "keywords": tuple(w for w in topic.keywords if w in keywords)}
        )
        if topic.id == topic_id
        else topic
        for topic in snapshot.topics
    )
    return snapshot.model_copy(update={"topics": topics})


def story_relabelled(story: Story, old: str, new: str) -> Story:
    """Put a topic's new label in the place of the old one, which a story writes in quotation marks,
    and sometimes cut short."""
    document = story.model_dump_json()
    for label in (old, " ".join(old.split()[:5])):
        written = re.compile(re.escape(_in_json(label)), re.IGNORECASE)
        document = written.sub(lambda _: _in_json(new), document)
    return Story.model_validate_json(document)


def _in_json(label: str) -> str:
    return json.dumps(f"“{label}”", ensure_ascii=False)[1:-1]
