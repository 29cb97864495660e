"""Decide how a column's dates are written, from all of its values: never row by row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, product

from voc.sources.moment import parse

_DAYS = (
    *("%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y"),
    *("%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%Y", "%m.%d.%Y", "%d.%m.%y"),
    *("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y"),
    *("%d-%b-%Y", "%d-%b-%y", "%d-%B-%Y", "%d/%b/%y", "%d/%b/%Y"),
)
_CLOCKS = (
    *("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p"),
    *(" %H:%M %z", " %H:%M:%S %z", ", %H:%M", ", %H:%M:%S", ", %I:%M %p", ", %I:%M:%S %p"),
    *(" %I:%M %p %z", " %I:%M:%S %p %z"),
)
_FORMATS = (
    "iso",
    *(day + clock for day, clock in product(_DAYS, _CLOCKS)),
    *("%Y-%m-%d %H:%M %z", "%Y-%m-%d %I:%M:%S %p", "%a %b %d %H:%M:%S %z %Y"),
    *("%a, %d %b %Y %H:%M:%S %z", "%A, %d %B %Y", "unix", "unix_ms"),
)
_FIRST = 200
_MOST_FORMATS = 4
# Seconds and milliseconds since 1970 are numbers: only those of these years are taken for times.
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Say how a column's dates are written. `formats` are tried in order. `doubt` are two formats
    of which the column doesn't tell one, and `examples` one value that both read with other days,
    or two of which each reads its own. `share` (0..1) of the values can be read. `zoneless`: some
    are times that carry no zone."""

    formats: tuple[str, ...] = ()
    doubt: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    share: float = 0.0
    zoneless: bool = False


def decide(values: Mapping[str, int], *, formats: Sequence[str] = ()) -> Dates:
    """Decide on the formats of a column's values, given with how often each stands there; only
    `formats` come into question, where there are any."""
    total = sum(values.values())
    candidates = [*formats] or _candidates(values)
    if not candidates:
        return Dates()
    read = {form: _read_all(values, form) for form in candidates}
    chosen, rest = list[str](), dict(values)
    doubt, examples = tuple[str, ...](), tuple[str, ...]()
    while len(chosen) < _MOST_FORMATS and rest:
        counts = Counter({form: sum(rest[v] for v in read[form] if v in rest) for form in read})
        best = max(read, key=lambda form: counts[form])
        if not counts[best]:
            break
        if not doubt and (rival := _rival(best, counts, read, rest)):
            doubt, examples = (best, rival[0]), (rival[1],)
        chosen.append(best)
        rest = {value: n for value, n in rest.items() if value not in read[best]}
    if against := _contradiction(read, given=formats):
        doubt, examples = against[:2], against[2:]
    moments = [read[form][value] for form in chosen for value in read[form]]
    return Dates(
        formats=tuple(chosen),
        doubt=doubt,
        examples=examples,
        share=1 - sum(rest.values()) / total,
        zoneless=any(isinstance(m, datetime) and m.tzinfo is None for m in moments),
    )


def _contradiction(
    read: Mapping[str, Mapping[str, date]], *, given: Sequence[str]
) -> tuple[str, ...]:
    """Find two values of which one can only have the day first, the other only the month; nothing
    where formats were given: they say what is meant."""
    only: dict[bool, tuple[str, str]] = {}
    for first in () if given else (True, False):
        others = {v for form in read if is_day_first([form]) is not first for v in read[form]}
        for form in read:
            alone = next((v for v in read[form] if v not in others), None)
            if is_day_first([form]) is first and alone is not None:
                only.setdefault(first, (form, alone))
    if len(only) < 2:
        return ()
    return (only[True][0], only[False][0], only[True][1], only[False][1])


def _candidates(values: Mapping[str, int]) -> list[str]:
    first = list(islice(values, _FIRST))
    return [form for form in _FORMATS if any(_read(value, form) is not None for value in first)]


def _rival(
    best: str,
    counts: Mapping[str, int],
    read: Mapping[str, Mapping[str, date]],
    rest: Mapping[str, int],
) -> tuple[str, str] | None:
    """Find a format that could as well be meant, and a value that it reads with another day: it
    reads all that the best one reads, or each of the two reads values that the other can't."""
    for form in read:
        both = [v for v in rest if v in read[form] and v in read[best]]
        differing = next((v for v in both if read[form][v] != read[best][v]), None)
        alone = sum(rest[v] for v in read[form] if v in rest and v not in read[best])
        if differing is not None and (counts[form] == counts[best] or alone):
            return form, differing
    return None


def _read_all(values: Iterable[str], form: str) -> dict[str, date]:
    found = ((value, _read(value, form)) for value in values)
    return {value: moment for value, moment in found if moment is not None}


def _read(value: str, form: str) -> date | None:
    try:
        found = parse(value, (form,))
    except (ValueError, OverflowError):
        return None
    if form.startswith("unix"):
        return found if found.year in _YEARS else None
    return found


def is_day_first(formats: Sequence[str]) -> bool | None:
    """Tell whether the day comes before the month; None where the formats don't say."""
    for form in formats:
        if form.startswith(("%d/%m", "%d-%m", "%d.%m")):
            return True
        if form.startswith(("%m/%d", "%m-%d", "%m.%d")):
            return False
    return None
