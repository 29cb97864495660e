"""Join customers by the keys that were declared, and take joins back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from voc.domain.identity import Ambiguity, Join, JoinEvent
from voc.errors import Conflict, NotFound
from voc.pipeline.resolution import Resolution, resolve
from voc.store import Store


def join_customers(store: Store, *, decided: Sequence[JoinEvent] = ()) -> Resolution:
    """Give each record the customer whom its keys name, and log what was `decided` and what changes
    by that, and by what has come in.

    The same declared keys give the same joins, in whatever order they came. The caller holds the
    store's lock.
    """
    links, surest = store.declared_keys()
    events = [*store.join_events(), *decided]
    resolution = resolve(links, apart=apart(events))
    joins = resolution.joins(surest)
    store.place_customers(joins, [*decided, *_changes(store, current(events), joins)])
    return resolution


@dataclass(frozen=True, slots=True)
class Overview:
    """Hold the joins that hold, the keys that are ambiguous, and those that a person undid."""

    joins: tuple[Join, ...]
    ambiguous: tuple[Ambiguity, ...]
    apart: tuple[str, ...]


def overview(store: Store) -> Overview:
    """Look at the joins without changing them."""
    events = store.join_events()
    links, surest = store.declared_keys()
    resolution = resolve(links, apart=apart(events))
    joins = resolution.joins(surest)
    held = current(events)
    return Overview(
        joins=tuple(join for key, join in sorted(joins.items()) if key in held),
        ambiguous=resolution.ambiguous,
        apart=tuple(sorted(apart(events))),
    )


def current(events: Sequence[JoinEvent]) -> dict[str, JoinEvent]:
    """Fold the log into the joins that hold, by key."""
    last = {event.key: event for event in events}
    return {key: event for key, event in last.items() if event.kind == "joined"}


def apart(events: Sequence[JoinEvent]) -> frozenset[str]:
    """Fold the log into the keys of which a person said that they join nobody."""
    said = {event.key: event.kind for event in events if event.kind in ("undone", "redone")}
    return frozenset(key for key, kind in said.items() if kind == "undone")


def undo(store: Store, keys: Collection[str]) -> JoinEvent:
    """Take a join back until it is redone. `keys` are the ways in which its key may be kept; the
    beginning of one will do.

    Raises:
        NotFound: none of them is joined to a customer.
        Conflict: several are.
        Locked: a night or an ingestion works on this store.
    """
    return _decide(store, keys, undo=True)


def redo(store: Store, keys: Collection[str]) -> JoinEvent:
    """Let a key join customers again whose join was undone; as `undo`."""
    return _decide(store, keys, undo=False)


def _decide(store: Store, keys: Collection[str], *, undo: bool) -> JoinEvent:
    with store.night_lock():
        events = store.join_events()
        undone = {event.key: event for event in events if event.key in apart(events)}
        event = _only(current(events) if undo else undone, keys)
        at = store.newest() or event.at
        decided = replace(event, kind="undone" if undo else "redone", at=at, actor="person")
        join_customers(store, decided=[decided])
        return decided


def _only(events: Mapping[str, JoinEvent], keys: Collection[str]) -> JoinEvent:
    found = [event for key, event in events.items() if key.startswith(tuple(keys))]
    if not found:
        raise NotFound(
            "No such key is joined to a customer, or was.", hint="See `voc customers list`."
        )
    if len(found) > 1:
        raise Conflict("Several keys begin so.", hint="Write more of the one that you mean.")
    return found[0]


def _changes(
    store: Store, before: Mapping[str, JoinEvent], joins: Mapping[str, Join]
) -> list[JoinEvent]:
    at = store.newest()
    if at is None:
        return []
    gone = [before[key] for key in sorted(before.keys() - joins.keys())]
    new = [join for key, join in sorted(joins.items()) if not _holds(join, before.get(key))]
    return [
        *(replace(event, kind="parted", at=at, actor="night") for event in gone),
        *(
            JoinEvent(kind="joined", key=j.key, customer_id=j.customer_id, via=j.via, at=at,
                      actor="night")
            for j in new
        ),
    ]  # fmt: skip


def _holds(join: Join, event: JoinEvent | None) -> bool:
    return event is not None and (event.customer_id, event.via) == (join.customer_id, join.via)
