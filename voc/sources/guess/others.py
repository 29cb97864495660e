"""Find the rows of an export that no customer wrote."""

import re
from collections.abc import Mapping, Sequence

from voc.sources.guess.columns import Column
from voc.sources.guess.names import words

# By what a column is called: the values by which a tool says that it was somebody else.
_OTHERS = (
    (
        r"(sender|author|speaker|participant|from|user) ?(type|role)?|role|direction",
        r"(agent|bot|chatbot|admin|operator|staff|employee|system|assistant|support|advisor)s?"
        r"|outbound|outgoing",
    ),
    (r"status", r"survey preview|survey test|spam"),
)


def of_others(columns: Sequence[Column]) -> Mapping[str, tuple[str, ...]]:
    """Give, by column, the values that mark rows of agents, bots and tests. A column of nothing
    else marks none."""
    found = {}
    for column, (name, value) in ((c, other) for c in columns for other in _OTHERS):
        if re.fullmatch(name, words(column.name)):
            values = [v for v in column.counts if re.fullmatch(value, v.casefold())]
            if 0 < len(values) < len(column.counts):
                found[column.name] = tuple(sorted(values))
    return found
