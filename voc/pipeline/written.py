"""Find what people name in a command: a topic by its id's beginning, passages by their record."""

from collections.abc import Collection, Sequence

from voc.domain.registry import Registry
from voc.domain.topic import PassageRef, Topic
from voc.errors import Conflict, NotFound
from voc.pipeline.settle import whereabouts
from voc.store import Store


def known(registry: Registry, written: str) -> str:
    """Find the id of the topic, theme or proposal that begins so.

    Raises:
        NotFound: none does.
        Conflict: several do.
    """
    every = (*registry.topics, *registry.themes, *registry.proposals)
    found = [id_ for id_ in every if written and id_.upper().startswith(written.upper())]
    if not found:
        raise NotFound(f"No topic's id begins with {written!r}.", hint="`voc topics` lists them.")
    exact = [id_ for id_ in found if len(id_) == len(written)]
    if len(found) > 1 and not exact:
        raise Conflict(f"{len(found)} ids begin with {written!r}.", hint="Write more of it.")
    return (exact or found)[0]


def known_topic(registry: Registry, written: str) -> str:
    """Find the id of the topic that begins so.

    Raises:
        NotFound: none does, or what does is a theme or a proposal.
        Conflict: several do.
    """
    id_ = known(registry, written)
    if id_ not in registry.topics:
        kind = "theme" if id_ in registry.themes else "proposal of a review"
        raise NotFound(f"{id_} is a {kind}, no topic.", hint="`voc topics` lists the topics.")
    return id_


def passages(
    store: Store, written: Sequence[str], *, among: Collection[PassageRef] = ()
) -> list[PassageRef]:
    """Find passages, written as RECORD or RECORD/ORDINAL; RECORD is those of its passages that are
    among some, or all where none is.

    Raises:
        NotFound: one of them is not there.
    """
    wanted = [tuple(one.partition("/")[::2]) for one in written]
    table = store.registry.of_records({record for record, _ in wanted})
    found = []
    for record, ordinal in wanted:
        own = [
            table.ref(row)
            for row in range(len(table))
            if table.record_ids[row] == record and ordinal in ("", str(table.ordinals[row]))
        ]
        if not own:
            raise NotFound(
                f"There is no passage {record}{'/' if ordinal else ''}{ordinal}.",
                hint="Write RECORD or RECORD/ORDINAL; the ordinals of a record begin with 0.",
            )
        found += [ref for ref in own if not ordinal and ref in among] or own
    return found


def members(
    store: Store, registry: Registry, topic: Topic, record_ids: Collection[str]
) -> set[PassageRef]:
    """Find the passages of records that a topic holds, or what became of it; or that wait for it,
    where it is proposed."""
    ends = {topic.id, *registry.leads_to(topic.id)}
    where = whereabouts(store, registry, record_ids)
    return {ref for ref, id_ in where.items() if id_ in ends}
