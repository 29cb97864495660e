"""Say what a guess rests on, and what it leaves out."""

from collections.abc import Sequence

from voc.sources.guess.scores import Graded
from voc.sources.header import Start

_SHOWN = 5
_MOST_NAMED = 12


def passed_over(start: Start) -> list[str]:
    """Say what of a file is not read: what stands above the header, and other sheets."""
    notes, above = [], ", ".join(f"{row:,}" for row in start.above)
    if start.above:
        notes.append(f"The header is not the first row: skipped above it: row {above}.")
    if start.has_two:
        notes.append("Two rows name the columns; they are joined: 'group - name'.")
    if others := [repr(name) for name in start.sheets if name != start.sheet]:
        notes.append(
            f"The sheet {start.sheet!r} is read and not {', '.join(others)}: "
            "--set sheet= names another."
        )
    return notes


def unread(column: str, graded: Graded) -> str:
    """Say that a column looks like a score and is not read, and what to do about it."""
    if graded.scale:
        return (
            f"{column!r} looks like a score too, on {graded.scale}. A mapping reads one: to read "
            f"this one, --set score={column!r} and save it under a name of its own."
        )
    return (
        f"{column!r} looks like a score and is NOT read: {graded.reason}. To read it: "
        f"--set score={column!r} --set scale=SCALE, and --set answers.WORD=VALUE for each of its "
        "words (docs/sources.md lists the scales)."
    )


def asked_beside(column: str) -> str:
    """Say that a score was given to a question, and so doesn't go with what nobody asked for."""
    return (
        f"{column!r} looks like a score and is NOT read: nobody asked for these texts, and a score "
        "answers a question. If it is the customers', read it as a survey: save the file under a "
        f"second name with --set score={column!r} --set channel=survey --set solicited=true."
    )


def unnamed(columns: Sequence[str]) -> list[str]:
    """Say which columns have values and no name."""
    shown = ", ".join(columns[:_SHOWN]) + (", …" if len(columns) > _SHOWN else "")
    return [f"These columns have no name in the header: {shown}. Write one over each."] * bool(
        columns
    )


def in_turn(columns: Sequence[str]) -> list[str]:
    """Say which columns hold the answers to several questions."""
    return [
        f"Each row lists its answers in an order of its own, so {_listed(columns)} can't be read: "
        "export a table with a column for each question."
    ] * bool(columns)


def not_read(columns: Sequence[str]) -> list[str]:
    """Say which columns become no field."""
    return [f"Not read: {_listed(columns)}."] * bool(columns)


def _listed(columns: Sequence[str]) -> str:
    more = len(columns) - _MOST_NAMED
    return ", ".join(columns[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def outside(graded: Graded) -> list[str]:
    """Say which values lie outside a scale. Only numbers are shown: the rest may name somebody."""
    if not graded.outside:
        return []
    n = sum(graded.outside.values())
    numbers = [v for v in graded.outside if v.replace(".", "", 1).replace(",", "", 1).isdecimal()]
    shown = ", ".join(numbers[:_SHOWN]) + (", …" if len(numbers) > _SHOWN else "")
    which = f" ({shown})" if numbers else ""
    return [
        f"Outside it {'lies' if n == 1 else 'lie'} {n:,} of the values{which}: such scores are "
        "left out, the texts are kept. Were they meant, --set scale= names another."
    ]


def in_doubt(formats: Sequence[str], shown: Sequence[tuple[int, str]]) -> str:
    """Ask which of two date formats is meant; `shown` are rows with their dates: one that both
    read, or one of each."""
    (row, date), *other = shown
    if not other:
        return (
            f"{date} (row {row:,}) could be {formats[0]} or {formats[1]}: "
            "the whole column doesn't tell. Which one is it?"
        )
    ((other_row, other_date),) = other
    return (
        f"The dates contradict each other: row {row:,} has {date}, which can only be {formats[0]}, "
        f"row {other_row:,} has {other_date}, which can only be {formats[1]}. Which one is meant? "
        "Rows of the other are then rejected."
    )
