"""The registry: all topics, themes and proposals, as the fold of the events that made them."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypeVar

import numpy as np

from voc.domain.topic import Fields, PassageRef, Proposal, Theme, Topic, TopicEvent, TopicState

Entity = Topic | Theme | Proposal
E = TypeVar("E", Topic, Theme, Proposal)
# Of these an event adds or takes away members, so that any one of the events can be undone.
_SETS = frozenset({"locked", "pinned", "barred"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Hold what the log of events has made, each by its id."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)

    def __getitem__(self, id_: str) -> Entity:
        for entities in (self.topics, self.themes, self.proposals):
            if id_ in entities:
                return entities[id_]
        raise KeyError(id_)

    def active(self) -> list[Topic]:
        """List the active topics by id."""
        return [topic for topic in self.topics.values() if topic.state is TopicState.ACTIVE]

    def proposed(self) -> list[Topic]:
        """List the topics that wait for a decision by id."""
        return [topic for topic in self.topics.values() if topic.state is TopicState.PROPOSED]

    def themes_in_use(self) -> list[Theme]:
        """List the themes that hold an active topic by id."""
        held = {topic.theme_id for topic in self.active()}
        return [theme for theme in self.themes.values() if theme.id in held]

    def leads_to(self, topic_id: str) -> tuple[str, ...]:
        """List the active topics to which a topic's passages go: itself, or what it became."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [topic_id]
        while waiting:
            id_ = waiting.pop(0)
            topic = self.topics.get(id_)
            if topic is None or id_ in seen:
                continue
            seen.add(id_)
            if topic.state is TopicState.ACTIVE:
                found[id_] = None
            elif topic.state is not TopicState.PROPOSED:
                waiting.extend(topic.successors)
        return tuple(found)


def fold(events: Iterable[TopicEvent]) -> Registry:
    """Compute the registry that events made, in the order of the log.

    An undone event counts as if it had not been, whatever came after it. What was founded by one is
    retired, and its passages go back to its parents: an id is never given twice.
    """
    log = list(events)
    off = undone(log)
    state: dict[str, dict[str, Any]] = {}
    withdrawn: set[str] = set()
    for event in log:
        for id_, after in event.after.items():
            known = state.get(id_)
            if known is None:
                state[id_] = dict(after)
                if event.number in off:
                    withdrawn.add(id_)
            elif event.number not in off:
                _change(known, event.before.get(id_, {}), after)
    for id_ in withdrawn:
        _withdraw(state[id_])
    return Registry(
        topics=_built(state, Topic),
        themes=_built(state, Theme),
        proposals=_built(state, Proposal),
    )


def as_of(events: Iterable[TopicEvent], at: datetime) -> Registry:
    """Compute the registry as it stood at a time."""
    return fold(event for event in events if event.at <= at)


def undone(events: Sequence[TopicEvent]) -> frozenset[int]:
    """Number the events that are undone; undoing an undoing lets the event hold again."""
    off: set[int] = set()
    for event in reversed(events):
        if event.undoes is not None and event.number not in off:
            off.add(event.undoes)
    return frozenset(off)


def _change(known: dict[str, Any], before: Fields, after: Fields) -> None:
    for name, value in after.items():
        if name in _SETS:
            gone = [one for one in before.get(name, ()) if one not in value]
            new = [one for one in value if one not in before.get(name, ())]
            held = known.get(name, [])
            kept = [one for one in held if one not in gone]
            known[name] = [*kept, *(one for one in new if one not in kept)]
        else:
            known[name] = value


def _withdraw(known: dict[str, Any]) -> None:
    if known["is"] == "topic":
        known |= {"state": TopicState.RETIRED.value, "successors": known.get("parents", [])}
    elif known["is"] == "proposal":
        known["state"] = "rejected"


def _built(state: Mapping[str, Fields], kind: type[E]) -> dict[str, E]:
    name = _name(kind)
    return {
        id_: kind(id=id_, **decoded(held))
        for id_, held in sorted(state.items())
        if held["is"] == name
    }


def _name(kind: type[Entity]) -> str:
    return kind.__name__.lower()


def founding(entity: Entity) -> dict[str, Any]:
    """Give all fields of a new topic, theme or proposal, as an event keeps them."""
    names = (one.name for one in fields(entity) if one.name != "id")
    held = encoded({name: getattr(entity, name) for name in names})
    return {"is": _name(type(entity)), **held}


def built(id_: str, held: Fields) -> Entity:
    """Make a topic, theme or proposal of its fields as an event keeps them."""
    kind = next(kind for kind in (Topic, Theme, Proposal) if _name(kind) == held["is"])
    return kind(id=id_, **decoded(held))


def changing(registry: Registry, id_: str, **after: Any) -> tuple[Fields, Fields]:
    """Give the fields of something known before and after a change, as an event keeps them."""
    entity = registry[id_]
    return encoded({name: getattr(entity, name) for name in after}), encoded(after)


_ENCODE: Mapping[str, Callable[[Any], Any]] = {
    "centroid": lambda rows: base64.b64encode(np.asarray(rows, "<f4").tobytes()).decode(),
    "founding_centroid": lambda rows: base64.b64encode(np.asarray(rows, "<f4").tobytes()).decode(),
    "born_at": datetime.isoformat,
}


def _vector(text: str) -> Any:
    return np.frombuffer(base64.b64decode(text), "<f4").astype(np.float32)


def _refs(rows: Iterable[Sequence[Any]]) -> tuple[PassageRef, ...]:
    return tuple(PassageRef(*row) for row in rows)


_DECODE: Mapping[str, Callable[[Any], Any]] = {
    "centroid": _vector,
    "founding_centroid": _vector,
    "born_at": datetime.fromisoformat,
    **dict.fromkeys(("representatives", "exemplars", "pinned", "barred"), _refs),
    **dict.fromkeys(("keywords", "locked", "parents", "successors", "topic_ids", "parts"), tuple),
}


def encoded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write fields as JSON does."""
    return {name: _ENCODE.get(name, _plain)(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value.value if isinstance(value, TopicState) else value


def decoded(held: Fields) -> dict[str, Any]:
    """Read fields as `encoded` writes them."""
    values = {name: _DECODE.get(name, _same)(value) for name, value in held.items() if name != "is"}
    if "state" in values and held.get("is") == "topic":
        values["state"] = TopicState(values["state"])
    return values


def _same(value: Any) -> Any:
    return value
