"""The lives of topics as one picture: births, renames, merges, splits and ends over time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from voc.story.atlas.lettering import INK, LINE, PAPER, SERIF, SOFT, cut, picture, text, width
from voc.story.atlas.types import Atlas, Life
from voc.story.colours import THEMES
from voc.story.wording import counted, day

WIDTH = 1600
_EDGE, _TOP, _ROW = 64, 150, 34
_LABELS = 330
_MOST = 40
_SPANS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826)
_BORN, _MERGED, _SPLIT = THEMES[0], THEMES[1], THEMES[2]


def lineage_svg(atlas: Atlas) -> str:
    """Draw a lane per topic over time. Topics that came from each other lie side by side; topics
    that were only born come last, and where there are many, the largest of them."""
    name = f"{atlas.title}: lives of the topics"
    head = [text(_EDGE, 62, "Lives of the topics", 30, bold=True, family=SERIF)]
    if not atlas.lives or atlas.as_of is None:
        said = "No topic has been born yet." if not atlas.lives else "No time is known."
        return picture(WIDTH, 130, name, [*head, text(_EDGE, 92, said, 16, fill=SOFT)])
    lives = ordered(atlas.lives)
    shown, hidden = lives[:_MOST], lives[_MOST:]
    head.append(text(_EDGE, 92, _summary(lives, hidden), 16, fill=SOFT))
    axis = _Axis(min(life.born_at for life in lives), atlas.as_of)
    lanes = {life.id: _TOP + _ROW * (n + 0.5) for n, life in enumerate(shown)}
    height = _TOP + _ROW * len(shown) + 40
    parts = [*head, *_key(), *axis.drawn(_TOP - 8, height - 30)]
    for life in shown:
        parts += _links(life, lanes, axis)
    for life in shown:
        parts += _lane(life, lanes[life.id], axis)
    return picture(WIDTH, height, f"{name}. {_summary(lives, hidden)}", parts)


def ordered(lives: Sequence[Life]) -> list[Life]:
    """Order lives by family: those that something has happened to first, earliest first."""
    by_id = {life.id: life for life in lives}
    family: dict[str, str] = {}

    def visit(life: Life, head: str) -> None:
        if life.id in family:
            return
        family[life.id] = head
        for other in lives:
            kin = {*other.parents, *other.successors}
            if life.id in kin or other.id in life.parents or other.id in life.successors:
                visit(by_id[other.id], head)

    for life in sorted(lives, key=lambda one: (one.born_at, one.id)):
        visit(life, life.id)
    changed = {family[life.id] for life in lives if life.has_changed}
    size = {head: 0 for head in family.values()}
    for life in lives:
        size[family[life.id]] += life.n_records

    def place(life: Life) -> tuple[bool, int, str, bool, datetime, str]:
        head = family[life.id]
        return head not in changed, -size[head], head, bool(life.parents), life.born_at, life.id

    return sorted(lives, key=place)


class _Axis:
    """Place times between the left edge and the labels."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first = first
        self.span = max(last - first, timedelta(days=1))

    def x(self, at: datetime) -> float:
        share = (at - self.first) / self.span
        return _EDGE + 12 + (WIDTH - 2 * _EDGE - _LABELS - 12) * min(max(share, 0.0), 1.0)

    def drawn(self, top: float, bottom: float) -> list[str]:
        step = next((s for s in _SPANS if self.span.days / s <= 9), _SPANS[-1])
        ticks = [self.first + timedelta(days=step) * n for n in range(self.span.days // step + 1)]
        parts = []
        for at in ticks:
            parts += [
                f'<path d="M{self.x(at):.1f} {top:.1f}V{bottom:.1f}" stroke="{LINE}" stroke-width="1"/>',
                text(self.x(at), bottom + 18, f"{at.day} {at:%b %Y}", 12.5, fill=SOFT, anchor="middle"),
            ]
        return parts


def _lane(life: Life, y: float, axis: _Axis) -> list[str]:
    end = life.ended_at or axis.first + axis.span
    born, ended = axis.x(life.born_at), axis.x(end)
    colour = INK if life.ended_at is None else "#8d8981"
    parts = [
        f'<path d="M{born:.1f} {y:.1f}H{ended:.1f}" stroke="{colour}" stroke-width="2.5" stroke-linecap="round"/>',
        f'<circle cx="{born:.1f}" cy="{y:.1f}" r="5.5" fill="{_BORN}" stroke="{PAPER}" stroke-width="1.5"/>',
    ]
    edge = born
    for (_, old), (at, _) in zip(life.labels, life.labels[1:], strict=False):
        x = axis.x(at)
        told = cut(f"“{old}”", 12.5, max(x - edge - 16, 60))
        parts += [
            f'<path d="M{x:.1f} {y - 7:.1f}v14" stroke="{INK}" stroke-width="2.5"/>',
            text(max(x - 6, edge + 10 + width(told, 12.5)), y - 6, told, 12.5, fill=SOFT, anchor="end", halo=3),
        ]
        edge = x
    if life.state == "retired":
        parts.append(f'<path d="M{ended - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10" stroke="{INK}" stroke-width="2"/>')
    # A topic that ended is named where it ended; what follows in time is empty there.
    x = axis.x(axis.first + axis.span) + 14 if life.ended_at is None else ended + 14
    room = WIDTH - _EDGE / 2 - x
    active = life.ended_at is None
    label = life.label if active else f"{life.label} ({life.state})"
    parts.append(text(x, y + 5, cut(label, 14.5, room, bold=active), 14.5, bold=active, fill=INK if active else SOFT, halo=4))
    return parts


def _links(life: Life, lanes: Mapping[str, float], axis: _Axis) -> list[str]:
    """Draw what a topic became: a merge runs into another lane, a split opens new ones."""
    parts = []
    y = lanes[life.id]
    ends = [(other, life.ended_at, _MERGED if life.state == "merged" else _SPLIT) for other in life.successors]
    for other, at, colour in ends:
        if other in lanes and at is not None:
            x, to = axis.x(at), lanes[other]
            parts.append(
                f'<path d="M{x - 14:.1f} {y:.1f}C{x:.1f} {y:.1f} {x - 6:.1f} {to:.1f} {x + 8:.1f} {to:.1f}"'
                f' stroke="{colour}" stroke-width="2.5" fill="none"/>'
            )
    return parts


def _key() -> list[str]:
    entries = (
        (f'<circle cx="6" cy="-5" r="5.5" fill="{_BORN}"/>', "born"),
        (f'<path d="M6 -12v14" stroke="{INK}" stroke-width="2.5"/>', "renamed (its old label before)"),
        (f'<path d="M0 -8C8 -8 4 -1 12 -1" stroke="{_MERGED}" stroke-width="2.5" fill="none"/>', "merged into"),
        (f'<path d="M0 -8C8 -8 4 -1 12 -1" stroke="{_SPLIT}" stroke-width="2.5" fill="none"/>', "split into"),
        (f'<path d="M1 -10l10 10m0 -10l-10 10" stroke="{INK}" stroke-width="2"/>', "retired"),
    )
    parts, x = [], float(_EDGE)
    for mark, told in entries:
        parts += [f'<g transform="translate({x:.1f} 122)">{mark}</g>', text(x + 20, 122, told, 13, fill=SOFT)]
        x += 20 + width(told, 13) + 28
    return parts


def _summary(lives: Sequence[Life], hidden: Sequence[Life]) -> str:
    renames = sum(len(life.labels) - 1 for life in lives)
    counts = (
        counted(len(lives), "birth"),
        counted(renames, "rename"),
        counted(sum(life.state == "merged" for life in lives), "merge"),
        counted(sum(life.state == "split" for life in lives), "split"),
        counted(sum(life.state == "retired" for life in lives), "retirement"),
    )
    first = min(life.born_at for life in lives)
    told = f"{', '.join(counts)} since {day(first)}."
    if hidden:
        told += f" {counted(len(hidden), 'topic')} more are not drawn."
    return told
