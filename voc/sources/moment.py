"""Read the time at which a customer spoke, as sources write it."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from voc.domain.mapping import SourceMapping
from voc.errors import RecordRejected, SettingsInvalid
from voc.sources.date_words import in_english, with_offset

_SPACED_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$|Z$)")
_OUT_OF_CALENDAR = re.compile(r"(day|month|hour|minute|second)\b.*\b(range|in)\b")
_CLOCK = re.compile(r"%[HIcX]")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Other years are slips of a pen or of a format; one such row would bend every period.
_YEARS = range(1970, 2100)
_TICKS_PER_SECOND = {"unix": 1, "unix_ms": 1000}


class _NoSuchTime(ValueError):
    """A time is written as it should be and stands in no calendar, like the 31st of February."""


def read_moment(value: str, mapping: SourceMapping) -> datetime:
    """Read a time, as aware UTC.

    A date without a time is taken at noon UTC, so that it is the same day and week in UTC as in
    the source. An empty value is the mapping's `default_date`.

    Raises:
        RecordRejected: it is no such time, outside 1970 to 2099, or empty without a default.
        SettingsInvalid: it carries no zone and the mapping names none.
    """
    if not value:
        if mapping.default_date is None:
            raise RecordRejected(
                "There is no date.", field="occurred_at", hint="A `default_date` would stand in."
            )
        return _noon(mapping.default_date)
    try:
        found = parse(value, mapping.date_formats or ("iso",))
        _check_year(found)
        if not isinstance(found, datetime):
            return _noon(found)
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone(mapping))
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, _NoSuchTime):
            raise RecordRejected(
                "There is no such day or time in the calendar.",
                field="occurred_at",
                hint="Correct the date.",
            ) from None
        expected = " or ".join(mapping.date_formats) or "ISO 8601"
        raise RecordRejected(
            f"The date is not written as {expected}.",
            field="occurred_at",
            hint="Correct it, or name its form in `date_formats`.",
        ) from None  # what it comes from shows the value


def zone(mapping: SourceMapping) -> tzinfo:
    """Get the zone of times that carry none.

    Raises:
        SettingsInvalid: the mapping names none, or one that is not known.
    """
    hint = 'Set `timezone` in the source\'s mapping, for example "Europe/London".'
    if mapping.timezone is None:
        columns = ", ".join(repr(name) for name in mapping.occurred_at)
        raise SettingsInvalid(f"The times in {columns} carry no time zone.", hint=hint)
    try:
        return ZoneInfo(mapping.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsInvalid(f"There is no time zone {mapping.timezone!r}.", hint=hint) from error


def parse(value: str, formats: tuple[str, ...]) -> datetime | date:
    """Read a time by the first format that fits: strptime's, `iso`, `unix` or `unix_ms`.

    Raises:
        ValueError: none fits.
        OverflowError: it lies beyond the years that a datetime can hold.
    """
    text = with_offset(value)
    # As it stands comes first: a mapping may name a form that has words of its own.
    written = dict.fromkeys((text, in_english(text)))
    problem = ValueError
    for form, wording in product(formats, written):
        try:
            return _by_format(wording, form)
        except ValueError as error:
            # The parsers tell the two apart by their messages alone.
            if _OUT_OF_CALENDAR.match(str(error)):
                problem = _NoSuchTime
    raise problem("no format fits")


def _check_year(found: date) -> None:
    if found.year not in _YEARS:
        raise RecordRejected(
            "The date lies outside 1970-01-01 to 2099-12-31.",
            field="occurred_at",
            hint="Correct it, or name its form in `date_formats`.",
        )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _iso(text: str) -> datetime | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(_SPACED_ZONE.sub("", text))


def _by_format(text: str, form: str) -> datetime | date:
    if form == "iso":
        return _iso(text)
    if form in _TICKS_PER_SECOND:
        return _EPOCH + timedelta(seconds=float(text) / _TICKS_PER_SECOND[form])
    found = datetime.strptime(text, form)
    return found if _CLOCK.search(form) else found.date()
