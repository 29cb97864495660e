"""Decide how an export's dates are written, and in which time zone."""

from collections import Counter

from voc.sources.guess.dates import Dates, decide, is_day_first
from voc.sources.guess.draft import Draft
from voc.sources.guess.said import in_doubt


def decide_dates(draft: Draft, values: Counter[str]) -> None:
    """Decide on the formats and the zone of the dates; what the values leave open is asked."""
    if not values:
        return
    formats = draft.known.get("date_formats", ())
    dates = decide(values, formats=formats)
    if not formats:
        _take_formats(draft, dates)
    if dates.zoneless and not draft.known.get("timezone"):
        if draft.zone:
            draft.fields["timezone"] = draft.zone
        else:
            draft.questions["timezone"] = (
                "The times carry no time zone. In which one are they? Europe/London, say."
            )


def _take_formats(draft: Draft, dates: Dates) -> None:
    if dates.doubt:
        draft.rivals = tuple(dict.fromkeys((*dates.formats, *dates.doubt)))
        shown = [(_row_of(draft, example), example) for example in dates.examples]
        draft.questions["date_formats"] = in_doubt(dates.doubt, shown)
    elif dates.formats != ("iso",):
        draft.fields["date_formats"] = dates.formats
        day_first = is_day_first(dates.formats)
        if day_first is not None:
            order = "day" if day_first else "month"
            draft.notes.append(f"The {order} comes first: other dates would not be possible.")


def _row_of(draft: Draft, date: str) -> int:
    """Find the first row with a date."""
    columns = draft.known["occurred_at"]
    return next(row.number for row in draft.rows() if draft.cell(row, columns) == date)
