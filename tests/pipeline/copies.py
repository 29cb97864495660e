"""Records that say things, an editor that makes copies of texts, and who repeats whom."""

import hashlib
import random
import string
from datetime import UTC, datetime, timedelta
from typing import Any

from voc.domain.record import Channel, FeedbackRecord
from voc.nlp.clean import normal_digest
from voc.store import RecordFilter, Store

MONDAY = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def a_saying(id: str, verbatim: str, *, days: float = 0, **fields: Any) -> FeedbackRecord:
    """Make a post, some days after Monday."""
    at = MONDAY + timedelta(days=days)
    values: dict[str, Any] = {
        "source": "x",
        "external_id": id.upper(),
        "channel": Channel.SOCIAL,
        "solicited": False,
        "occurred_at": at,
        "language": "en",
        "content_digest": hashlib.sha256(f"{at} {verbatim}".encode()).hexdigest(),
        "normal_digest": normal_digest(verbatim),
    }
    return FeedbackRecord(id=id, verbatim=verbatim, **(values | fields))


def originals(store: Store) -> dict[str, str | None]:
    """Map all records to the ones that they repeat."""
    listed = store.list_records(RecordFilter(), limit=1_000_000)
    return {record.id: record.duplicate_of for record, _ in sorted(listed, key=lambda it: it[0].id)}


def edited(text: str, *, share: float, by_word: bool, words: list[str], rng: random.Random) -> str:
    """Replace, leave out or add a share of a text's words, or of its characters."""
    parts = text.split(" ") if by_word else list(text)
    for _ in range(max(1, round(share * len(parts)))):
        place = rng.randrange(len(parts))
        new = rng.choice(words) if by_word else rng.choice(string.ascii_lowercase)
        kind = rng.choice(["replace", "leave out", "add"])
        if kind == "replace":
            parts[place] = new
        elif kind == "add":
            parts.insert(place, new)
        elif len(parts) > 1:
            del parts[place]
    return (" " if by_word else "").join(parts)
