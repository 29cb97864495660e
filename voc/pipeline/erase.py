"""Erase a customer, or all that is older than a day, so that neither comes back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from voc.domain.erasure import Erasure, Tombstone
from voc.domain.identity import SHARED, Ambiguity, JoinEvent, KeyKind
from voc.errors import Conflict, NotFound
from voc.pipeline.duplicates import compare_new
from voc.pipeline.joins import apart, join_customers
from voc.pipeline.resolution import Resolution, resolve
from voc.store import Store


@dataclass(frozen=True, slots=True)
class CustomerErased:
    """Say what was erased of a customer, and by how many keys that others share more of the
    customer's records may be known: those were kept."""

    erasure: Erasure
    n_shared_keys: int


def erase_customer(
    store: Store, keys: Collection[str], *, requested_on: date | None = None
) -> CustomerErased:
    """Erase a customer everywhere in the store, in one transaction; `keys` are the ways in which
    the customer's key may be kept. Doing it again finishes what was interrupted.

    Raises:
        NotFound: nobody is known by any of them.
        Conflict: they name several customers.
        Locked: a night or an ingestion works on this store, or somebody reads it.
    """
    with store.night_lock():
        resolution = join_customers(store)
        erased_as = {stone.customer_id for stone in _stones(store, keys)}
        found = store.find_keys(keys)
        if not (erased_as or found):
            found, resolution = _find_rejected(store, keys)
        customer = _one(erased_as or _named(found, resolution))
        stones: list[Tombstone] = []
        shared: list[Ambiguity] = []
        if not erased_as:
            stones = _tombstones(customer, found, resolution)
            shared = [one for one in resolution.ambiguous if customer in one.customer_ids]
        asked = Erasure(customer_id=customer, requested_on=requested_on)
        done = store.erase_customer(asked, stones, _kept_apart(store, shared))
        compare_new(store)
        store.compact()
        alone = store.count_by_customer([one.key for one in shared])
        return CustomerErased(done, len(alone))


def erase_before(store: Store, before: datetime, *, requested_on: date | None = None) -> Erasure:
    """Erase all records from before a time, in one transaction.

    Raises:
        Conflict: nothing would be left.
        Locked: a night or an ingestion works on this store, or somebody reads it.
    """
    with store.night_lock():
        newest = store.newest()
        if newest is not None and newest < before:
            raise Conflict(
                f"The newest record is of {newest:%Y-%m-%d}: nothing would be left.",
                hint="Name an earlier day.",
            )
        done = store.erase_before(Erasure(before=before, requested_on=requested_on))
        compare_new(store)
        store.compact()
        return done


def expire(store: Store, before: datetime) -> Erasure:
    """Erase what is older than the workspace keeps. The caller holds the store's lock, and compacts
    the store when it has done the rest."""
    return store.erase_before(Erasure(before=before))


def _stones(store: Store, keys: Collection[str]) -> list[Tombstone]:
    tombstones = store.erased().tombstones
    return [tombstones[key] for key in keys if key in tombstones]


def _named(found: Mapping[str, KeyKind], resolution: Resolution) -> set[str]:
    """Choose the customers that keys name: a contact's id counts where nothing else fits."""
    surer = [key for key, kind in found.items() if kind is not KeyKind.CONTACT]
    return {resolution.owner(key) for key in surer or found}


def _find_rejected(store: Store, keys: Collection[str]) -> tuple[dict[str, KeyKind], Resolution]:
    """Find keys that rejected rows alone hold. These rows join nobody's records, but tell here
    which other keys the customer has."""
    rejected = store.rejected_keys()
    found = {key: kind for declared in rejected for kind, key in declared if key in keys}
    links, _ = store.declared_keys()
    return found, resolve([*links, *rejected], apart=apart(store.join_events()))


def _one(customers: set[str]) -> str:
    if not customers:
        raise NotFound(
            "Nobody is known by this key.",
            hint="Write it as the exports do: a customer id, an e-mail address or a phone number.",
        )
    if len(customers) > 1:
        raise Conflict(
            f"This key names {len(customers)} customers.",
            hint=f"Name one of them: {', '.join(sorted(customers))}.",
        )
    return customers.pop()


def _tombstones(
    customer: str, found: Mapping[str, KeyKind], resolution: Resolution
) -> list[Tombstone]:
    kinds = {
        key: kind
        for key, kind in {**found, **resolution.kinds}.items()
        if resolution.owner(key) == customer
    }
    shared = {one.key for one in resolution.ambiguous}
    return [
        Tombstone(key, kind, customer, alone=key in shared or key.startswith(SHARED))
        for key, kind in sorted(kinds.items())
    ]


def _kept_apart(store: Store, shared: Sequence[Ambiguity]) -> list[JoinEvent]:
    """Keep keys apart that were shared: with one customer less they would seem to be another's."""
    at = store.newest()
    if at is None:
        return []
    return [
        JoinEvent(
            kind="undone", key=one.key, customer_id=one.key, via=one.kind, at=at, actor="erasure"
        )
        for one in shared
    ]
