"""What is proposed, with its evidence and expected effect, for a person to decide."""

from dataclasses import dataclass

from voc.domain.registry import Registry
from voc.domain.topic import PassageRef, Proposal, Topic, TopicState
from voc.store import Store

N_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold one proposal as a person reads it: what, why, what then, and what customers said."""

    id: str
    kind: str
    what: str
    why: str
    effect: str
    examples: list[str]


def open_proposals(store: Store) -> list[Shown]:
    """List the topics that are proposed, and what the last review proposes, largest first."""
    registry = store.registry.load()
    sizes = store.registry.sizes()
    births = [topic for topic in registry.topics.values() if topic.state is TopicState.PROPOSED]
    births.sort(key=lambda topic: (-sizes[topic.id], topic.id))
    changes = [one for one in registry.proposals.values() if _is_open(one, registry)]
    return [
        *(_birth(store, topic, sizes[topic.id]) for topic in births),
        *(_change(store, registry, one, sizes[one.topic_ids[0]]) for one in changes),
    ]


def _is_open(proposal: Proposal, registry: Registry) -> bool:
    states = [registry.topics[id_].state for id_ in proposal.topic_ids]
    return proposal.state == "open" and set(states) == {TopicState.ACTIVE}


def _birth(store: Store, topic: Topic, n_passages: int) -> Shown:
    channels = ", ".join(f"{channel} {n}" for channel, n in topic.channels.items())
    return Shown(
        topic.id,
        "new topic",
        f"“{topic.label}” ({', '.join(topic.keywords[:5])})",
        f"{topic.n_records} records of {topic.n_customers} customers on {topic.n_days} days "
        f"({channels}) are like each other and like no known topic",
        f"{n_passages} passages without a topic count to it{_moving(topic)}",
        _texts(store, topic.representatives),
    )


def _moving(topic: Topic) -> str:
    return f", and {len(topic.pinned)} that were taken for other topics" if topic.pinned else ""


def _change(store: Store, registry: Registry, proposal: Proposal, n_passages: int) -> Shown:
    labels = [f"“{registry.topics[id_].label}”" for id_ in proposal.topic_ids]
    parts = ", ".join(f"“{part.get('label', '')}”" for part in proposal.parts)
    what, effect = {
        "merge": (
            " into ".join(labels),
            f"{n_passages} passages of {labels[0]} count to the other",
        ),
        "split": (labels[0], f"its {n_passages} passages count to {parts}"),
        "retire": (labels[0], f"{n_passages} passages count to no topic"),
        "refound": (labels[0], "it is anchored where its passages are now; none moves"),
    }[proposal.kind]
    examples = _texts(store, registry.topics[proposal.topic_ids[0]].representatives)
    return Shown(proposal.id, proposal.kind, what, proposal.reason, effect, examples)


def _texts(store: Store, refs: tuple[PassageRef, ...]) -> list[str]:
    table = store.registry.of_records({ref.record_id for ref in refs})
    found = {table.ref(row): table.texts[row] for row in range(len(table))}
    return [found[ref] for ref in refs if ref in found][:N_EXAMPLES]
