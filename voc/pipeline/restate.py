"""Restate: how topics' numbers for a past period changed since they were published, and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from voc.domain.restatement import Cause, Change, Restated
from voc.errors import NotFound, SettingsInvalid, SnapshotMissing
from voc.store import Store


@dataclass(frozen=True, slots=True)
class Restatement:
    """Hold a period, the snapshot that published its numbers, and what became of them."""

    first: date
    last: date
    snapshot_id: str
    as_of: datetime
    topics: list[Restated]


def restate(store: Store, first: date, last: date, *, since: str = "") -> Restatement:
    """Split what changed into new data, late data, taxonomy and model; exactly.

    Compared is with the snapshot whose id begins with `since`; without one, with the first that was
    taken when the period was over, or else with the first of all.

    Raises:
        NotFound: no snapshot's id begins so.
        SnapshotMissing: there is none.
        SettingsInvalid: the period ends before it begins.
    """
    if last < first:
        raise SettingsInvalid(f"The period ends on {last}, before it begins on {first}.")
    sequence, id_, as_of = _published(store, last, since)
    return Restatement(
        first, last, id_, as_of, restated(store.registry.changes(first, last), sequence)
    )


def restated(changes: Iterable[tuple[int, Change, int]], sequence: int) -> list[Restated]:
    """Sum the changes per topic: those up to a snapshot were published, later ones have a cause."""
    published: Counter[str] = Counter()
    since: Counter[tuple[str, Cause]] = Counter()
    topics = set()
    for at, change, n in changes:
        topics.add(change.topic_id)
        if at <= sequence:
            published[change.topic_id] += n
        else:
            since[change.topic_id, change.cause] += n
    return [
        Restated(
            topic_id=id_,
            published=published[id_],
            **{cause.value: since[id_, cause] for cause in Cause},
        )
        for id_ in sorted(topics)
    ]


def _published(store: Store, last: date, since: str) -> tuple[int, str, datetime]:
    known = store.registry.snapshots()
    if not known:
        raise SnapshotMissing("Nothing was published yet.", hint="Run `voc night`.")
    if since:
        chosen = [one for one in known if one[1].startswith(since)]
        if not chosen:
            raise NotFound(
                f"No snapshot's id begins with {since!r}.", hint="`voc status` shows the latest."
            )
        return chosen[-1]
    over = datetime.combine(last + timedelta(days=1), time(), UTC)
    return next((one for one in known if one[2] >= over), known[0])
