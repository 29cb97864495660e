"""What holds of a registry whatever people do to it: no merge in a circle, no two labels alike."""

from collections.abc import Callable, Sequence

from voc.domain.label import reading
from voc.domain.registry import Registry
from voc.domain.topic import Theme, Topic
from voc.errors import Conflict


def check_ends(registry: Registry) -> None:
    """Refuse what would let topics be merged in a circle.

    Raises:
        Conflict: a topic would lead to itself.
    """
    for topic in registry.topics.values():
        waiting, seen = list(topic.successors), set[str]()
        while waiting:
            id_ = waiting.pop()
            if id_ == topic.id:
                raise Conflict(
                    f"Then {topic.label!r} would be merged into itself.",
                    hint="Undo the later merge first.",
                )
            if id_ not in seen:
                seen.add(id_)
                waiting.extend(registry.topics[id_].successors)


def check_labels(before: Registry, after: Registry) -> None:
    """Refuse what would give two active topics one label, or two themes that hold some.

    Those that were alike before don't matter: a person must be able to mend them one by one.

    Raises:
        Conflict: two would be alike.
    """
    listed: tuple[Callable[[Registry], Sequence[Topic | Theme]], ...] = (
        Registry.active,
        Registry.themes_in_use,
    )
    for of in listed:
        was = {(reading(one.label), one.id) for one in of(before)}
        first: dict[str, Topic | Theme] = {}
        for one in sorted(of(after), key=lambda one: (reading(one.label), one.id) not in was):
            key = reading(one.label)
            other = first.setdefault(key, one)
            if other is not one and (key, one.id) not in was:
                kind = "topics" if isinstance(one, Topic) else "themes"
                raise Conflict(
                    f"Then two {kind} would be called {one.label!r}: {other.id} and {one.id}.",
                    hint=f"Give one another name first: `voc topics rename {other.id} LABEL`.",
                )
