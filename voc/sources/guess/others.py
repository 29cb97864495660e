"""Find the rows and files in which no customer says anything."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from voc.errors import SourceFormat
from voc.sources.guess.columns import Column
from voc.sources.guess.names import words
from voc.sources.row import SourceRow

# By what a column is called: the values by which a tool says that it was somebody else.
_OTHERS = (
    (
        r"(sender|author|speaker|participant|from|user) ?(type|role)?|role|direction",
        r"(agent|bot|chatbot|admin|operator|staff|employee|system|assistant|support|advisor)s?"
        r"|outbound|outgoing",
    ),
    (r"status", r"survey preview|survey test|spam"),
)

_DELETIONS = ((r"status|state", r"deleted|removed"), (r"(is )?deleted", r"true|1|yes"))
# Columns of a list of customers that no export of feedback has together.
_OF_CUSTOMERS = frozenset({"joined_on", "left_on", "monthly_revenue"})


def check_rows(rows: Sequence[SourceRow], header: Sequence[str], *, path: Path) -> None:
    """Refuse a file of which no mapping can be guessed.

    Raises:
        SourceFormat: it has no rows, or is a list of customers.
    """
    if not rows:
        raise SourceFormat(f"{path} holds no rows.", hint="Export the file again.")
    if "customer_id" in header and _OF_CUSTOMERS & {*header}:
        raise SourceFormat(
            f"{path} is a list of customers, no feedback.",
            hint=f"`voc ingest customers {path.name}` reads it.",
        )


def of_others(columns: Sequence[Column]) -> Mapping[str, tuple[str, ...]]:
    """Give, by column, the values that mark rows of agents, bots and tests. A column of nothing
    else marks none."""
    return {name: tuple(values) for name, values in _marked(columns, _OTHERS).items()}


def deletions(columns: Sequence[Column]) -> Mapping[str, str]:
    """Give, by column, the value by which the source says that it deleted a row."""
    return {name: values[0] for name, values in _marked(columns, _DELETIONS).items()}


def _marked(
    columns: Sequence[Column], marks: Sequence[tuple[str, str]]
) -> Mapping[str, Sequence[str]]:
    """Give the values of each column that some of its rows have and the marks name."""
    found = {}
    for column, (name, value) in ((c, mark) for c in columns for mark in marks):
        if re.fullmatch(name, words(column.name)):
            values = sorted(v for v in column.counts if re.fullmatch(value, v.casefold()))
            if 0 < len(values) < len(column.counts):
                found[column.name] = values
    return found
