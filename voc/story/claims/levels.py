"""Where the company stands: NPS, CSAT and net sentiment, each voice for itself."""

from voc.domain.claim import Claim
from voc.domain.snapshot import Cell
from voc.metrics.balance import balance
from voc.metrics.estimate import Estimate
from voc.metrics.movement import Base, base
from voc.metrics.share import share
from voc.story.claims.compose import compose, figures_of
from voc.story.figures import Figures, Measure, base_of, split
from voc.story.wording import during, level, number, percent

NEUTRAL = {"nps": 0.0, "net_sentiment": 0.0, "csat": 0.5}
SENTENCES = {
    ("nps", True): "NPS stands at {level} {when}.",
    ("net_sentiment", True): "The net sentiment of survey comments is {level} {when}.",
    ("net_sentiment", False): "What customers say unasked has a net sentiment of {level} {when}.",
}


def claims(figures: Figures) -> list[Claim]:
    """Claim the level of each voice that has a base for it."""
    asked = figures.level("all", "", solicited=True)
    unasked = figures.level("all", "", solicited=False)
    found: list[Claim | None] = []
    if base_of(asked, "nps").allows_claim:
        found.append(_balance(figures, asked, "nps"))
    else:
        found += [_balance(figures, asked, "net_sentiment"), _csat(figures, asked)]
    found.append(_balance(figures, unasked, "net_sentiment"))
    return [claim for claim in found if claim]


def _balance(figures: Figures, cell: Cell | None, measure: Measure) -> Claim | None:
    judged = base_of(cell, measure)
    if cell is None or not judged.allows_claim:
        return None
    estimate = balance(split(cell, measure))
    when = during(*figures.days(cell.span, solicited=cell.solicited))
    text = SENTENCES[measure, cell.solicited].format(level=level(estimate), when=when)
    return _claim(figures, cell, measure, estimate, text, judged)


def _csat(figures: Figures, cell: Cell | None) -> Claim | None:
    judged = base(min(cell.n_csat, cell.n_customers)) if cell else Base.SUPPRESSED
    if cell is None or not judged.allows_claim:
        return None
    estimate = share(cell.top_boxes, of=cell.n_csat)
    when = during(*figures.days(cell.span, solicited=True))
    text = (
        f"CSAT is {percent(estimate.value)} {when}: that share of customers chose one of the top "
        f"two boxes (95% interval {percent(estimate.low)} to {percent(estimate.high)}, "
        f"n = {number(estimate.n)})."
    )
    return _claim(figures, cell, "csat", estimate, text, judged)


def _claim(
    figures: Figures, cell: Cell, measure: str, estimate: Estimate, text: str, judged: Base
) -> Claim:
    return compose(
        figures.snapshot,
        kind="score_level",
        scope="all",
        key="",
        days=figures.days(cell.span, solicited=cell.solicited),
        solicited=cell.solicited,
        sentence=text,
        figures={"measure": measure, **figures_of("level", estimate)},
        messages={cell.solicited: "positive" if estimate.value > NEUTRAL[measure] else "negative"},
        small_base=judged is Base.SMALL,
    )
