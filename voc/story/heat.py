"""The journey as a heat map: each stage in each strand, now and against the period before."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.domain.claim import Claim
from voc.domain.snapshot import Scope
from voc.metrics.balance import balance
from voc.metrics.movement import Base
from voc.story.claims import movements
from voc.story.claims.movements import measure_of
from voc.story.colours import background, ink_on
from voc.story.figures import Figures, Measure, base_of, split
from voc.story.strands import ALL, CHANNELS, Strand, strands, when
from voc.story.wording import interval, listed, points

FEW = (Base.SUPPRESSED, Base.NO_CLAIM)


@dataclass(frozen=True, slots=True)
class Column:
    """Head one strand: what it is, when it was heard, how it is measured, and whether its periods
    could be compared anywhere."""

    solicited: bool
    title: str
    when: str
    measure: str
    has_change: bool


@dataclass(frozen=True, slots=True)
class Heat:
    """Hold one cell of the map; `real` links a change that is more than chance to its claim."""

    base: Base
    value: str = ""
    detail: str = ""
    n: int = 0
    background: str = ""
    ink: str = ""
    change: str = ""
    real: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Hold one stage of the map, or all feedback."""

    name: str
    goal: str
    priority: bool
    cells: tuple[Heat, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Hold the map."""

    columns: tuple[Column, ...]
    rows: tuple[HeatRow, ...]


def heat_map(figures: Figures, claims: Sequence[Claim]) -> HeatMap:
    """Draw the stages in the order of the journey, and all feedback below them."""
    columns = strands(figures)

    def row(name: str, goal: str, priority: bool, scope: Scope, key: str) -> HeatRow:
        cells = (_heat(figures, scope, key, strand, claims) for strand in columns)
        return HeatRow(name, goal, priority, tuple(cells))

    rows = [row(s.name, s.goal, s.priority, "stage", s.id) for s in figures.snapshot.stages]
    rows.append(row("All feedback", "Whole records, at any stage or none.", False, "all", ""))
    return HeatMap(tuple(_column(figures, strand) for strand in columns), tuple(rows))


def _column(figures: Figures, strand: Strand) -> Column:
    asked = "Asked" if strand.solicited else "Unasked"
    names = [
        CHANNELS[channel]
        for channel in dict.fromkeys(row.channel for row in figures.snapshot.coverage)
        if any(
            row.channel == channel and row.solicited == strand.solicited
            for row in figures.snapshot.coverage
        )
    ]
    heard = strand.name if strand.channel != ALL else listed(names or [strand.name])
    return Column(
        strand.solicited,
        f"{asked}: {heard}",
        when(strand, figures).strip(),
        "NPS" if _measure(figures, strand) == "nps" else "Net sentiment",
        _is_compared(figures, strand),
    )


def _measure(figures: Figures, strand: Strand) -> Measure:
    return measure_of(figures, solicited=strand.solicited)


def _is_compared(figures: Figures, strand: Strand) -> bool:
    """Tell whether both periods of the voice lie in the strand's time and were compared."""
    spans = [figures.days(s, solicited=strand.solicited) for s in ("previous", "current")]
    (start, _), (_, end) = spans
    inside = strand.channel == ALL or strand.days[0] <= start <= end <= strand.days[1]
    return inside and any(m.solicited == strand.solicited for m in movements.look(figures))


def _heat(
    figures: Figures, scope: Scope, key: str, strand: Strand, claims: Sequence[Claim]
) -> Heat:
    measure = _measure(figures, strand)
    cell = strand.cell(figures, scope, key)
    judged = base_of(cell, measure)
    if cell is None or judged is Base.SUPPRESSED:
        return Heat(Base.SUPPRESSED)
    estimate = balance(split(cell, measure))
    coloured = judged.allows_claim
    return Heat(
        judged,
        value=points(estimate.value),
        detail=interval(estimate),
        n=estimate.n,
        background=background(estimate.value) if coloured else "",
        ink=ink_on(estimate.value) if coloured else "",
        change=_change(figures, scope, key, measure, solicited=strand.solicited),
        real=_claimed(key or "company", claims, solicited=strand.solicited),
    )


def _change(figures: Figures, scope: Scope, key: str, measure: Measure, *, solicited: bool) -> str:
    now, then = (
        figures.cell(scope, key, span, solicited=solicited) for span in ("current", "previous")
    )
    if now is None or then is None or {base_of(c, measure) for c in (now, then)} & {*FEW}:
        return ""
    levels = (round(balance(split(cell, measure)).value) for cell in (now, then))
    return points(next(levels) - next(levels))


def _claimed(subject: str, claims: Sequence[Claim], *, solicited: bool) -> str:
    voice = "solicited" if solicited else "unsolicited"
    for claim in claims:
        here = claim.kind.endswith("_movement") and claim.subject == subject
        if here and f"{voice}_change" in claim.figures:
            return claim.id
    return ""
