"""Write figures, dates and counts the way an analyst would."""

from collections.abc import Sequence
from datetime import date

from voc.metrics.estimate import Change, Estimate

MINUS = "−"
VOICES = {True: "surveys", False: "unsolicited feedback"}


def points(value: float) -> str:
    """Write a score with its sign: +12, 0, −31."""
    whole = round(value)
    return f"+{whole}" if whole > 0 else f"{MINUS}{-whole}" if whole < 0 else "0"


def interval(estimate: Estimate) -> str:
    """Write a 95 % interval in points."""
    return f"95% interval {points(estimate.low)} to {points(estimate.high)}"


def level(estimate: Estimate) -> str:
    """Write an estimate in points with its interval and n."""
    return f"{points(estimate.value)} ({interval(estimate)}, n = {number(estimate.n)})"


def based(estimate: Estimate) -> str:
    """Write an estimate in points with its n."""
    return f"{points(estimate.value)} (n = {number(estimate.n)})"


def number(count: int) -> str:
    """Write a whole number with thousands separated."""
    return f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun: 1 record, 1,204 records."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """Write a share in whole per cents, and what rounds to none or all as what it is."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{100 * share:.0f}%"


def probability(p_value: float) -> str:
    """Write a p value."""
    if p_value < 0.001:
        return "p < 0.001"
    return f"p = {p_value:.3f}" if p_value < 0.01 else f"p = {p_value:.2f}"


def size(change: Change, current: Estimate, previous: Estimate) -> str:
    """Write how far two written levels lie apart, with the interval of the change in points."""
    moved = abs(round(current.value) - round(previous.value))
    low, high = sorted((change.low, change.high), key=abs)
    low = low if low * high > 0 else 0.0
    return f"{counted(moved, 'point')} (95% interval {abs(round(low))} to {abs(round(high))})"


def day(when: date) -> str:
    """Write a date: 27 April 2026."""
    return f"{when.day} {when:%B %Y}"


def days(first: date, last: date) -> str:
    """Write a span of days without repeating what both ends share."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def months(first: date, last: date) -> str:
    """Write a span in months: February 2015; March to June 2018."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%B %Y}"
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {last:%B %Y}"


def part_of_month(when: date) -> str:
    """Write roughly when: early May, mid-May, late April."""
    if when.day <= 10:
        return f"early {when:%B}"
    return f"mid-{when:%B}" if when.day <= 20 else f"late {when:%B}"


def during(first: date, last: date) -> str:
    """Write when: in the 13 weeks to 5 July 2026; from 1 to 9 May 2026."""
    n_days = (last - first).days + 1
    if n_days == 1:
        return f"on {day(first)}"
    if n_days % 7 == 0 and 28 <= n_days <= 364:
        return f"in the {n_days // 7} weeks to {day(last)}"
    return f"from {days(first, last)}"


def before(first: date, last: date) -> str:
    """Write the period before one that was written by `during`."""
    n_days = (last - first).days + 1
    if n_days % 7 == 0 and n_days >= 28:
        return f"in the {n_days // 7} weeks before"
    return f"in the {counted(n_days, 'day')} before"


def listed(items: Sequence[str]) -> str:
    """Join items: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Begin with a capital, whatever the first word was."""
    return text[:1].upper() + text[1:]


def glued(text: str) -> str:
    """Keep figures on one line with what they belong to, by no-break spaces."""
    for gap in (" = ", " < ", "95% interval "):
        text = text.replace(gap, gap.replace(" ", "\u00a0"))
    return text


def quoted(label: str) -> str:
    """Set a topic's label in quotation marks."""
    return f"“{label}”"
