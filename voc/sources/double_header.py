"""Join a header of two rows: groups above, as merged cells leave them, and names below."""

from collections.abc import Sequence

from voc.sources.header import is_amount

# SurveyMonkey's second row is read by its own reader.
SURVEYMONKEY = frozenset({"Respondent ID", "Collector ID"})
_LONGEST = 200
_MOSTLY = 0.8


def has_second(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the second row of a table names its columns too: it names all those for which
    the first has nothing behind a name, holds no amounts and nothing twice, and the rows below it
    hold amounts in some of its columns."""
    if len(rows) < 3 or set(rows[0]) >= SURVEYMONKEY:
        return False
    top, second, *body = rows
    gaps = [place for place in range(1, len(second)) if place >= len(top) or not top[place].strip()]
    names = [cell.strip() for cell in second if cell.strip()]
    # Groups fill the row from its first cell on: a blank first name is an index without a name.
    if not gaps or not top[0].strip() or any(not second[place].strip() for place in gaps):
        return False
    if len({*names}) < len(names) or any(is_amount(n) or len(n) > _LONGEST for n in names):
        return False
    return any(_holds_amounts(body, place) for place, cell in enumerate(second) if cell.strip())


def _holds_amounts(body: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place].strip() for row in body if place < len(row) and row[place].strip()]
    return bool(cells) and sum(map(is_amount, cells)) >= _MOSTLY * len(cells)


def joined(top: Sequence[str], second: Sequence[str]) -> list[str]:
    """Name each column by both rows, `group - name`; a name without one of them is the other."""
    names, group = list[str](), ""
    for place in range(max(len(top), len(second))):
        above = top[place].strip() if place < len(top) else ""
        below = second[place].strip() if place < len(second) else ""
        group = above or group
        names.append(f"{group} - {below}" if below and group != below else above or below)
    return names
