"""Find the records that repeat another: retweets, cross-posts, copies with a few words changed.

Records are compared one after the other, in the order in which they came; how they are batched
changes nothing. One that repeats an earlier record is marked as a duplicate of the earliest that
repeats none itself. Any other stands for itself, and the later ones that repeat it become its
duplicates, together with their own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from voc.domain.duplicate import WINDOW, Sketches, Utterance, may_repeat
from voc.errors import NotFound
from voc.nlp.clean import normal_text
from voc.nlp.duplicates import N_KEYS, KeyIndex, are_alike, is_comparable, keys
from voc.store import Store

BATCH = 20_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compare_new(store: Store, *, at_least: int = 1) -> Counter[str]:
    """Compare what waits, if it is that much. Give what to add to the counts of an IngestReport:
    what was stored or revised and turned out to be a duplicate counts as such.

    The caller holds the store's lock.
    """
    counts: Counter[str] = Counter()
    while store.count_uncompared() >= at_least:
        counts += _compare(store, [_Said.of(one) for one in store.uncompared(BATCH)])
    new, revised = counts["new"], counts["revised"]
    return Counter(stored=-new, revised=-revised, duplicate=new + revised)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """Hold an utterance and its normal text: "" where only an equal one can be like it."""

    id: str
    utterance: Utterance
    text: str
    shared_as: str | None

    @classmethod
    def of(cls, utterance: Utterance) -> "_Said":
        text = normal_text(utterance.verbatim)
        # What may be shared word for word is told by its digest.
        shared_as = utterance.normal_digest if utterance.is_social else None
        return cls(utterance.id, utterance, text if is_comparable(text) else "", shared_as)

    def is_like(self, other: "_Said") -> bool:
        if self.shared_as is not None and self.shared_as == other.shared_as:
            return True
        return bool(self.text and other.text) and are_alike(self.text, other.text)


def _compare(store: Store, waiting: Sequence[_Said]) -> Counter[str]:
    sketches = _sketch(waiting)
    index = KeyIndex(sketches)
    places = _Places()
    near = _stored_near(store, sketches, index, places)
    common, leading = index.common(), defaultdict[int, list[str]](list)
    for row, one in enumerate(waiting):
        shared = common.get(row, ())
        here = [id_ for key in shared for id_ in leading.get(key, ())]
        if places.place(one, {*here, *near.get(row, ())}):
            for key in shared:
                leading[key].append(one.id)
    originals = places.changed()
    kept = [
        row
        for row, one in enumerate(waiting)
        if originals.get(one.id) is None and sketches.keys[row].any()
    ]
    return store.settle_duplicates([one.id for one in waiting], originals, sketches.rows(kept))


def _stored_near(
    store: Store, sketches: Sketches, index: KeyIndex, places: "_Places"
) -> dict[int, list[str]]:
    """Map rows to the stored records that share a key with them, and learn these."""
    near: dict[int, list[str]] = {}
    days, window = sketches.days, WINDOW.days
    for stored in store.sketches(int(days.min()) - window, int(days.max()) + window):
        for theirs, row in zip(*(rows.tolist() for rows in index.near(stored)), strict=True):
            near.setdefault(row, []).append(stored.record_ids[theirs])
    unknown = sorted({id_ for ids in near.values() for id_ in ids})
    places.learn(_Said.of(one) for one in store.utterances(unknown))
    return near


class _Places:
    """Give utterances their places among those that stand for themselves."""

    def __init__(self) -> None:
        self._leading: dict[str, _Said] = {}
        self._original: dict[str, str] = {}
        self._repeating: defaultdict[str, list[str]] = defaultdict(list)

    def learn(self, stored: Iterable[_Said]) -> None:
        """Learn of stored records that stand for themselves."""
        self._leading |= {one.id: one for one in stored}

    def place(self, one: _Said, near: Iterable[str]) -> bool:
        """Give one its place among those near it; tell whether it stands for itself."""
        others = [self._leading[id_] for id_ in near if id_ in self._leading]
        alike = [other.utterance for other in others if one.is_like(other)]
        earlier = [other for other in alike if may_repeat(one.utterance, other)]
        if earlier:
            self._follow(one.id, min(earlier, key=lambda other: other.place).id)
            return False
        self._leading[one.id] = one
        for other in alike:
            if may_repeat(other, one.utterance):
                del self._leading[other.id]
                self._follow(other.id, one.id)
        return True

    def changed(self) -> dict[str, str]:
        """Map those that no longer stand for themselves to those that they repeat. What repeats
        such a stored one goes with it."""
        return self._original

    def _follow(self, id_: str, original: str) -> None:
        for one in (id_, *self._repeating.pop(id_, ())):
            self._original[one] = original
            self._repeating[original].append(one)


def _sketch(waiting: Sequence[_Said]) -> Sketches:
    long = [row for row, one in enumerate(waiting) if one.text]
    found = np.zeros((len(waiting), N_KEYS), dtype=np.uint32)
    found[long] = keys([waiting[row].text for row in long])
    for row, one in enumerate(waiting):
        # What is too short to be alike another may still be shared as it is.
        if not one.text and one.utterance.is_social:
            found[row, 0] = int(one.utterance.normal_digest[:8], 16)
    return Sketches(
        [one.id for one in waiting],
        found,
        np.array([len(one.text) for one in waiting], dtype=np.int64),
        np.array([(one.utterance.occurred_at - _EPOCH).days for one in waiting], dtype=np.int64),
    )


def split(store: Store, record_ids: Sequence[str]) -> list[str]:
    """Let duplicates stand for themselves for good; of one that others repeat, all these. Give
    their ids.

    Raises:
        NotFound: a record isn't stored, or neither repeats another nor is repeated.
    """
    with store.night_lock():
        apart: dict[str, None] = {}
        for id_ in record_ids:
            own = [id_] if store.record(id_)[0].duplicate_of else store.repeating(id_)
            if not own:
                raise NotFound(
                    f"Record {id_!r} is no duplicate, and has none.",
                    hint="`voc duplicates list` shows which have.",
                )
            apart |= dict.fromkeys(own)
        store.keep_apart(apart)
        compare_new(store)
    return list(apart)


def join(store: Store, record_ids: Sequence[str]) -> list[str]:
    """Undo `split`: compare these records again as all others are; in the place of one that isn't
    kept apart itself, those that are and say the same. Give their ids.

    Raises:
        NotFound: a record isn't stored, or neither it nor what says the same is kept apart.
    """
    with store.night_lock():
        apart = store.kept_apart()
        joined: dict[str, None] = {}
        for id_ in record_ids:
            own = [id_] if id_ in apart else _alike(store, id_, apart)
            if not own:
                raise NotFound(
                    f"Record {id_!r} isn't kept apart.",
                    hint="`voc duplicates list --apart` shows which are.",
                )
            joined |= dict.fromkeys(own)
        store.rejoin(joined)
        compare_new(store)
    return list(joined)


def _alike(store: Store, record_id: str, among: Sequence[str]) -> list[str]:
    said = {one.id: _Said.of(one) for one in store.utterances([record_id, *among])}
    one = said.get(record_id)
    return [id_ for id_ in among if one and one.is_like(said[id_])]
