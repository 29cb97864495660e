"""Net promoter score: promoters (9–10) minus detractors (0–6) on a 0–10 scale, in points."""

from voc.metrics.balance import Split, balance, balance_change
from voc.metrics.estimate import Change, Estimate


def nps(*, promoters: int, passives: int, detractors: int) -> Estimate:
    """Estimate NPS in points of −100..100, (P − D)/n × 100, with its adjusted Wald interval.

    Raises:
        ValueError: there are no scores.
    """
    return balance(Split(promoters, passives, detractors))


def nps_change(current: Split, previous: Split) -> Change:
    """Test a change of NPS; a split holds promoters, passives and detractors.

    Raises:
        ValueError: one period has no scores.
    """
    return balance_change(current, previous)
