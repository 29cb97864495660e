"""The lives of topics as one picture: births, renames, merges, splits and ends over time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from voc.story.atlas.families import ordered
from voc.story.atlas.lettering import cut, width
from voc.story.atlas.shapes import FAINT, INK, LINE, SOFT, dot, picture, stroke, text, title
from voc.story.atlas.types import Atlas, Life
from voc.story.colours import THEMES
from voc.story.wording import counted, day

WIDTH = 1600
_TITLE = "Lives of the topics"
_EDGE, _TOP, _ROW, _LABELS = 8.0, 150.0, 34.0, 330.0
_BEND = 14.0
_MOST, _MOST_QUIET = 40, 24
_STEPS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826)  # days
_MOST_TICKS = 9
_BORN, _MERGED, _SPLIT = THEMES[:3]


class _Axis:
    """Place times between the left edge and the labels."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last
        self.span = max(last - first, timedelta(days=1))
        self.end = _EDGE + WIDTH - 2 * _EDGE - _LABELS

    def x(self, at: datetime) -> float:
        share = min(max((at - self.first) / self.span, 0.0), 1.0)
        start = _EDGE + 12
        return start + (self.end - start) * share

    def drawn(self, top: float, bottom: float) -> list[str]:
        step = next((s for s in _STEPS if self.span.days / s <= _MOST_TICKS), _STEPS[-1])
        parts = []
        for n in range(self.span.days // step + 1):
            at = self.first + timedelta(days=step * n)
            anchor, told = "middle" if n else "start", f"{at.day} {at:%b %Y}"
            parts += [
                stroke(f"M{self.x(at):.1f} {top:.1f}V{bottom:.1f}", LINE, 1),
                text(self.x(at), bottom + 18, told, 12.5, fill=SOFT, anchor=anchor),
            ]
        return parts


def lineage_svg(atlas: Atlas) -> str:
    """Draw a lane per topic over time. Topics that came from each other lie side by side; of those
    that were only born, the largest are drawn."""
    name = f"{atlas.title}: lives of the topics"
    if not atlas.lives or atlas.as_of is None:
        return picture(WIDTH, 130, name, title(_EDGE, _TITLE, "No topic has been born yet"))
    lives = ordered(atlas.lives)
    n_shown = min(max(sum(life.has_changed for life in lives), _MOST_QUIET), _MOST)
    told = _summary(lives, len(lives) - n_shown)
    axis = _Axis(min(life.born_at for life in lives), atlas.as_of)
    shown = lives[:n_shown]
    lanes = {life.id: _TOP + _ROW * (n + 0.5) for n, life in enumerate(shown)}
    height = _TOP + _ROW * len(shown) + 40
    parts = [*title(_EDGE, _TITLE, told), *_key(), *axis.drawn(_TOP - 8, height - 30)]
    begun = {life.id: axis.x(life.born_at) for life in shown}
    parts += [part for life in shown for part in _links(life, lanes, begun, axis)]
    parts += [part for life in shown for part in _lane(life, lanes[life.id], axis)]
    return picture(WIDTH, height, f"{name}. {told}", parts)


def _summary(lives: Sequence[Life], n_hidden: int) -> str:
    renames = sum(len(life.labels) - 1 for life in lives)
    ends = Counter(life.state for life in lives)
    counts = (
        counted(len(lives), "birth"),
        counted(renames, "rename"),
        counted(ends["merged"], "merge"),
        counted(ends["split"], "split"),
        counted(ends["retired"], "retirement"),
    )
    more = f"; {counted(n_hidden, 'topic')} more are not drawn" if n_hidden > 0 else ""
    return f"{', '.join(counts)} since {day(min(life.born_at for life in lives))}{more}"


def _lane(life: Life, y: float, axis: _Axis) -> list[str]:
    born, ended = axis.x(life.born_at), axis.x(life.ended_at) if life.ended_at else axis.end
    leaves = ended - _BEND if life.successors and ended - _BEND >= born else ended
    parts = [
        stroke(f"M{born:.1f} {y:.1f}H{leaves:.1f}", FAINT if life.ended_at else INK, 2.5),
        dot(born, y, 5.5, _BORN, rim=1.5),
        *_renames(life, y, axis),
    ]
    if life.state == "retired":
        parts.append(stroke(f"M{ended - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10", INK, 2))
    x, active = ended + 14, life.ended_at is None
    label = life.label if active else f"{life.label} ({life.state})"
    told = cut(label, 14.5, WIDTH - x - _EDGE, bold=active)
    ink = INK if active else SOFT
    return [*parts, text(x, y + 5, told, 14.5, bold=active, fill=ink, halo=4)]


def _renames(life: Life, y: float, axis: _Axis) -> list[str]:
    """Mark each rename, with the old label before it where it has room."""
    parts, edge = [], axis.x(life.born_at)
    for (_, old), (at, _) in zip(life.labels, life.labels[1:], strict=False):
        x = axis.x(at)
        told = cut(f"“{old}”", 12.5, max(x - edge - 16, 90))
        right = max(x - 6, edge + 10 + width(told, 12.5))
        parts += [
            stroke(f"M{x:.1f} {y - 7:.1f}v14", INK, 2.5),
            text(right, y - 6, told, 12.5, fill=SOFT, anchor="end", halo=3),
        ]
        edge = right
    return parts


def _links(
    life: Life, lanes: Mapping[str, float], begun: Mapping[str, float], axis: _Axis
) -> list[str]:
    """Draw what a topic became and came from: lines that run into and out of its lane."""
    own = life.id
    colour = _MERGED if life.state == "merged" else _SPLIT
    ways = [(own, one, life.ended_at or axis.last, colour) for one in life.successors]
    ways += [(one, own, life.born_at, _SPLIT) for one in life.parents]
    return [
        stroke(_way(lanes[start], lanes[end], axis.x(at), begun[start]), ink, 2.5)
        for start, end, at, ink in ways
        if start in lanes and end in lanes
    ]


def _way(start: float, end: float, x: float, begun: float) -> str:
    """Bend from one lane into another at a time; a lane that ends as it begins has no room before
    that time, and is left in a bow after it."""
    if x - _BEND < begun:
        bow = x + _BEND
        return f"M{x:.1f} {start:.1f}C{bow:.1f} {start:.1f} {bow:.1f} {end:.1f} {x:.1f} {end:.1f}"
    bend = f"C{x:.1f} {start:.1f} {x - 6:.1f} {end:.1f} {x + 8:.1f} {end:.1f}"
    return f"M{x - _BEND:.1f} {start:.1f}{bend}"


def _key() -> list[str]:
    bend = "M0 -8C8 -8 4 -1 12 -1"
    entries = (
        (dot(6, -5, 5.5, _BORN), "born"),
        (stroke("M6 -12v14", INK, 2.5), "renamed (its old label before)"),
        (stroke(bend, _MERGED, 2.5), "merged into"),
        (stroke(bend, _SPLIT, 2.5), "split into"),
        (stroke("M1 -10l10 10m0 -10l-10 10", INK, 2), "retired"),
    )
    parts, x = [], _EDGE
    for mark, told in entries:
        parts.append(f'<g transform="translate({x:.1f} 122)">{mark}</g>')
        parts.append(text(x + 20, 122, told, 13, fill=SOFT))
        x += 48 + width(told, 13)
    return parts
