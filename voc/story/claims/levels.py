"""Where the company stands: NPS, CSAT and net sentiment, each strand for itself."""

from voc.domain.claim import Claim
from voc.metrics.balance import balance
from voc.metrics.estimate import Estimate
from voc.metrics.movement import base
from voc.metrics.share import share
from voc.story.claims.compose import compose, figures_of
from voc.story.figures import Figures, Measure, n_customers, split
from voc.story.strands import ALL, Strand, strands, when
from voc.story.wording import level, number, percent

NEUTRAL = {"nps": 0.0, "net_sentiment": 0.0, "csat": 0.5}


def claims(figures: Figures) -> list[Claim]:
    """Claim the level of each strand that has a base for it; NPS goes before what a model read."""
    found: list[Claim | None] = []
    for strand in strands(figures):
        by_score = _balance(figures, strand, "nps") if strand.solicited else None
        found.append(by_score or _balance(figures, strand, "net_sentiment"))
        if strand.solicited and not by_score:
            found.append(_csat(figures, strand))
    return [claim for claim in found if claim]


def _balance(figures: Figures, strand: Strand, measure: Measure) -> Claim | None:
    cell = strand.cell(figures, "all", "")
    customers = n_customers(cell, measure)
    if cell is None or not base(customers).allows_claim:
        return None
    estimate = balance(split(cell, measure))
    text = f"{_opening(strand, measure)} {level(estimate)}{when(strand, figures)}."
    return _claim(figures, strand, measure, estimate, text, customers)


def _opening(strand: Strand, measure: Measure) -> str:
    if measure == "nps":
        return "NPS stands at"
    if strand.channel != ALL:
        return f"The net sentiment of {strand.name} is"
    if strand.solicited:
        return "The net sentiment of survey comments is"
    return "What customers say unasked has a net sentiment of"


def _csat(figures: Figures, strand: Strand) -> Claim | None:
    cell = strand.cell(figures, "all", "")
    customers = min(cell.n_csat, cell.n_customers) if cell else 0
    if cell is None or not base(customers).allows_claim:
        return None
    estimate = share(cell.top_boxes, of=cell.n_csat)
    text = (
        f"CSAT is {percent(estimate.value)}{when(strand, figures)}: that share of customers chose "
        f"one of the top two boxes (95% interval {percent(estimate.low)} to "
        f"{percent(estimate.high)}, n = {number(estimate.n)})."
    )
    return _claim(figures, strand, "csat", estimate, text, customers)


def _claim(
    figures: Figures, strand: Strand, measure: str, estimate: Estimate, text: str, customers: int
) -> Claim:
    message = "positive" if estimate.value > NEUTRAL[measure] else "negative"
    return compose(
        figures.snapshot,
        kind="score_level",
        scope="all",
        key="",
        days=strand.days,
        solicited=strand.solicited,
        channel=strand.channel,
        sentence=text,
        figures={"measure": measure, **figures_of("level", estimate)},
        messages={strand.solicited: message},
        base=customers,
    )
