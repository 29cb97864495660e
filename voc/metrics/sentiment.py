"""Net sentiment: per cent of positive minus per cent of negative records, in points."""

from voc.metrics.balance import Split, balance, balance_change
from voc.metrics.estimate import Change, Estimate


def net_sentiment(*, positive: int, neutral: int, negative: int) -> Estimate:
    """Estimate net sentiment in points of −100..100, with the interval of an NPS.

    Raises:
        ValueError: there are no records.
    """
    return balance(Split(positive, neutral, negative))


def net_sentiment_change(current: Split, previous: Split) -> Change:
    """Test a change of net sentiment; a split holds positive, neutral and negative records.

    Raises:
        ValueError: one period has no records.
    """
    return balance_change(current, previous)
