"""The two periods that a voice is compared over."""

from datetime import date, timedelta

WEEKS = 13
Days = tuple[date, date]


def periods(first_day: date, last_day: date) -> tuple[Days, Days]:
    """Choose the current and the previous period, both ends included.

    They are the last 13 full weeks (Monday to Sunday) and the 13 before; the very first week may
    lack days. A voice that covers less is cut into two equal halves (an odd first day is left
    out; the one day of a one-day voice is compared with the empty day before).

    Raises:
        ValueError: the last day lies before the first.
    """
    if last_day < first_day:
        raise ValueError(f"The last day, {last_day}, lies before the first, {first_day}.")
    end = last_day - timedelta(days=(last_day.weekday() + 1) % 7)
    start = monday(first_day)
    length = timedelta(weeks=WEEKS)
    if end - 2 * length + timedelta(days=1) < start:
        length = timedelta(days=max(1, ((last_day - first_day).days + 1) // 2))
        end = last_day
    return _ending(end, length), _ending(end - length, length)


def monday(day: date) -> date:
    """Find the Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def _ending(end: date, length: timedelta) -> Days:
    return end - length + timedelta(days=1), end
