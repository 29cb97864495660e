"""Stages where surveys say fine and what customers say unasked says broken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

from voc.domain.claim import Claim
from voc.metrics.balance import adjusted, balance
from voc.metrics.estimate import Estimate, upper_tail
from voc.metrics.movement import base
from voc.story.claims.compose import compose, figures_of
from voc.story.figures import Figures, Measure, n_customers, split
from voc.story.strands import Strand, pair_of_voices
from voc.story.wording import counted, during, level, probability, sentence

MIN_STAGES = 3
MARGIN = 10.0  # points that stages may lie apart by nature before a gap is worth a claim


@dataclass(frozen=True, slots=True)
class Gap:
    """Hold how far a stage's two voices lie apart, in points, with the variance of that."""

    stage: str
    measure: Measure
    asked: Estimate
    unasked: Estimate
    points: float
    variance: float
    customers: int


@dataclass(frozen=True, slots=True)
class Divergence:
    """Compare a gap with the typical one of the other stages.

    Unsolicited feedback is more negative everywhere, so a gap alone is no finding. `p_value` is
    one-sided, of the gap being more than `MARGIN` wider than the weighted mean of the others.
    """

    gap: Gap
    typical: float
    p_value: float


def measure_of(figures: Figures) -> Measure:
    """Choose NPS where as many stages have a base for it, else net sentiment.

    The score is what customers answered, those who wrote nothing included, and no classifier
    stands between. That NPS and net sentiment are scales apart does no harm: a stage's gap is
    compared with the same gap at the other stages.
    """
    by_score, by_text = _gaps(figures, "nps"), _gaps(figures, "net_sentiment")
    return "nps" if by_score and len(by_score) >= len(by_text) else "net_sentiment"


def look(figures: Figures) -> list[Divergence]:
    """Compare every stage in which both voices have a base; none where there are too few, or
    where the voices speak of two times."""
    gaps = _gaps(figures, measure_of(figures))
    if len(gaps) < MIN_STAGES:
        return []
    return [_compare(gap, [other for other in gaps if other is not gap]) for gap in gaps]


def _gaps(figures: Figures, measure: Measure) -> list[Gap]:
    pair = pair_of_voices(figures)
    gaps = (_gap(figures, stage, measure, pair) for stage in figures.stages) if pair else ()
    return [gap for gap in gaps if gap]


def _gap(figures: Figures, stage: str, measure: Measure, pair: tuple[Strand, Strand]) -> Gap | None:
    asked, unasked = (strand.cell(figures, "stage", stage) for strand in pair)
    customers = min(n_customers(asked, measure), n_customers(unasked, "net_sentiment"))
    if asked is None or unasked is None or not base(customers).allows_claim:
        return None
    here, there = split(asked, measure), split(unasked, "net_sentiment")
    (asked_points, asked_variance), (points, variance) = adjusted(here), adjusted(there)
    return Gap(
        stage,
        measure,
        asked=balance(here),
        unasked=balance(there),
        points=asked_points - points,
        variance=asked_variance + variance,
        customers=customers,
    )


def _compare(gap: Gap, others: list[Gap]) -> Divergence:
    weights = [1 / other.variance for other in others]
    typical = sum(w * o.points for w, o in zip(weights, others, strict=True)) / sum(weights)
    z = (gap.points - typical - MARGIN) / sqrt(gap.variance + 1 / sum(weights))
    return Divergence(gap, typical, upper_tail(z))


def claims(found: Iterable[Divergence], figures: Figures) -> list[Claim]:
    """Claim the real divergences in which both intervals lie clear of 0."""
    return [_claim(one, figures) for one in found if one.gap.asked.low > 0 > one.gap.unasked.high]


def _claim(found: Divergence, figures: Figures) -> Claim:
    gap = found.gap
    name = "NPS" if gap.measure == "nps" else "net sentiment"
    wide = round(gap.asked.value) - round(gap.unasked.value)
    spans = [strand.days for strand in pair_of_voices(figures) or ()]
    return compose(
        figures.snapshot,
        kind="divergence",
        scope="stage",
        key=gap.stage,
        days=(min(first for first, _ in spans), max(last for _, last in spans)),
        sentence=f"{_when(spans)} two voices disagree about the "
        f"{figures.stages[gap.stage].name} stage: in surveys it does well, with {name} "
        f"{level(gap.asked)}; what customers say unasked is negative, with net sentiment "
        f"{level(gap.unasked)}. They lie {counted(wide, 'point')} apart; at the other stages "
        f"surveys are {_typical(found.typical)} ({probability(found.p_value)}).",
        figures={
            "measure": gap.measure,
            **figures_of("solicited", gap.asked),
            **figures_of("unsolicited", gap.unasked),
            "gap": gap.points,
            "typical_gap": found.typical,
            "p_value": found.p_value,
        },
        messages={False: "negative", True: "positive"},
        base=gap.customers,
    )


def _typical(points: float) -> str:
    gap = counted(abs(round(points)), "point")
    return f"typically {gap} {'better' if points >= 0 else 'worse'}"


def _when(spans: list[tuple[date, date]]) -> str:
    same = spans[0] == spans[1]
    return f"{sentence(during(*spans[0]))}, the" if same else "The"
