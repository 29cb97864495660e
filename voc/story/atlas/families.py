"""Which topics came from each other, and the order in which their lives are told."""

from collections.abc import Sequence
from datetime import datetime

from voc.story.atlas.types import Life


def ordered(lives: Sequence[Life]) -> list[Life]:
    """Order lives by family, largest first, those to which something has happened before others."""
    head = _heads(lives)
    changed = {head[life.id] for life in lives if life.has_changed}
    size: dict[str, int] = {}
    for life in lives:
        size[head[life.id]] = size.get(head[life.id], 0) + life.n_records

    def place(life: Life) -> tuple[bool, int, str, bool, datetime, str]:
        own = head[life.id]
        return own not in changed, -size[own], own, bool(life.parents), life.born_at, life.id

    return sorted(lives, key=place)


def _heads(lives: Sequence[Life]) -> dict[str, str]:
    """Map each topic to the first of its family."""
    kin: dict[str, set[str]] = {life.id: set() for life in lives}
    for life in lives:
        for other in {*life.parents, *life.successors} & kin.keys():
            kin[life.id].add(other)
            kin[other].add(life.id)
    head: dict[str, str] = {}
    for life in sorted(lives, key=lambda one: (one.born_at, one.id)):
        waiting = [life.id]
        while waiting:
            one = waiting.pop()
            if one not in head:
                head[one] = life.id
                waiting += kin[one]
    return head
