"""The touchpoints that customers, asked right after them, rate above all others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from voc.domain.claim import Claim
from voc.domain.snapshot import Cell
from voc.metrics.balance import Split, balance, balance_change
from voc.metrics.estimate import Change, Estimate
from voc.metrics.movement import base
from voc.metrics.share import share, share_change
from voc.story.claims.compose import compose, figures_of
from voc.story.figures import Figures, split
from voc.story.naming import touchpoint_name
from voc.story.strands import ALL, Strand, when
from voc.story.wording import based, level, number, percent

Rating = Literal["nps", "csat"]


@dataclass(frozen=True, slots=True)
class Rated:
    """Compare how one touchpoint is rated with all others that are rated on the same rule."""

    touchpoint: str
    measure: Rating
    here: Estimate
    elsewhere: Estimate
    change: Change
    customers: int

    @property
    def p_value(self) -> float:
        """Give the two-sided p value of the difference."""
        return self.change.p_value


def look(figures: Figures) -> list[Rated]:
    """Compare the touchpoints of solicited feedback that have a base, over all of its time."""
    cells = [
        cell
        for cell in figures.snapshot.cells
        if (cell.scope, cell.span, cell.channel) == ("touchpoint", "whole", "*") and cell.solicited
    ]
    measures: tuple[Rating, ...] = ("csat", "nps")
    return [rated for measure in measures for rated in _rated(cells, measure)]


def _rated(cells: Iterable[Cell], measure: Rating) -> list[Rated]:
    asked = [cell for cell in cells if _n(cell, measure)]
    found = []
    for cell in asked:
        others = [other for other in asked if other is not cell]
        customers = min(cell.n_customers, _n(cell, measure))
        n_elsewhere = sum(_n(other, measure) for other in others)
        if base(customers).allows_claim and base(n_elsewhere).allows_claim:
            found.append(_compared(cell, others, measure, customers))
    return found


def _n(cell: Cell, measure: Rating) -> int:
    return cell.n_csat if measure == "csat" else split(cell, "nps").n


def _compared(cell: Cell, others: list[Cell], measure: Rating, customers: int) -> Rated:
    if measure == "csat":
        top, n = sum(o.top_boxes for o in others), sum(o.n_csat for o in others)
        here, elsewhere = share(cell.top_boxes, of=cell.n_csat), share(top, of=n)
        change = share_change((cell.top_boxes, cell.n_csat), (top, n))
    else:
        own, splits = split(cell, "nps"), [split(other, "nps") for other in others]
        rest = Split(*(sum(counts) for counts in zip(*splits, strict=True)))
        here, elsewhere = balance(own), balance(rest)
        change = balance_change(own, rest)
    return Rated(cell.key, measure, here, elsewhere, change, customers)


def claims(found: Iterable[Rated], figures: Figures) -> list[Claim]:
    """Claim, per rule of rating, the touchpoint rated furthest above the others."""
    best: dict[Rating, Rated] = {}
    for rated in sorted(found, key=lambda rated: (-rated.change.difference, rated.touchpoint)):
        good = rated.here.value > (0.5 if rated.measure == "csat" else 0.0)
        if good and rated.change.difference > 0:
            best.setdefault(rated.measure, rated)
    return [_claim(rated, figures) for rated in best.values()]


def _claim(rated: Rated, figures: Figures) -> Claim:
    asked = Strand(True, ALL, "whole", figures.days("whole", solicited=True))
    return compose(
        figures.snapshot,
        kind="praised_touchpoint",
        scope="touchpoint",
        key=rated.touchpoint,
        days=asked.days,
        solicited=True,
        sentence=f"Of the touchpoints that customers rate by {rated.measure.upper()}, "
        f"“{touchpoint_name(rated.touchpoint)}” is rated best{when(asked, figures)}: "
        f"{_level(rated)}.",
        figures={
            "measure": rated.measure,
            **figures_of("level", rated.here),
            **figures_of("elsewhere", rated.elsewhere),
            "p_value": rated.p_value,
        },
        messages={True: "positive"},
        base=rated.customers,
    )


def _level(rated: Rated) -> str:
    if rated.measure == "nps":
        return f"{level(rated.here)}, against {based(rated.elsewhere)} at all others"
    here, rest = rated.here, rated.elsewhere
    return (
        f"{percent(here.value)} (95% interval {percent(here.low)} to {percent(here.high)}, "
        f"n = {number(here.n)}), against {percent(rest.value)} (n = {number(rest.n)}) at all others"
    )
