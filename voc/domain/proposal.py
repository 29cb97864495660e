"""What a proposal of a review does to the registry once a person accepts it."""

from collections.abc import Mapping
from typing import Any

from voc.domain.registry import built, decoded
from voc.domain.topic import Fields, Proposal, Topic, TopicState


def effect(proposal: Proposal) -> tuple[Mapping[str, Mapping[str, Any]], list[Topic]]:
    """Give the fields that change, by id, and the topics that are new."""
    *others, last = proposal.topic_ids
    parts = [_part(fields) for fields in proposal.parts] if proposal.kind == "split" else []
    match proposal.kind:
        case "merge":
            gone: Mapping[str, Any] = {"state": TopicState.MERGED, "successors": (last,)}
        case "split":
            gone = {"state": TopicState.SPLIT, "successors": tuple(part.id for part in parts)}
        case "refound":
            gone = decoded(proposal.parts[0])
        case _:
            gone = {"state": TopicState.RETIRED, "successors": ()}
    changed = dict.fromkeys(others if proposal.kind == "merge" else [last], gone)
    return {**changed, proposal.id: {"state": "accepted"}}, parts


def _part(fields: Fields) -> Topic:
    topic = built(fields["id"], {name: value for name, value in fields.items() if name != "id"})
    assert isinstance(topic, Topic)
    return topic
