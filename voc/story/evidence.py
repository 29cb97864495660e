"""Choose the quotes that speak for a claim, and the one that speaks against it."""

from collections.abc import Mapping
from datetime import date

from voc.domain.snapshot import Quote, Scope, Snapshot

READABLE = range(40, 281)
OPPOSITE = {"negative": "positive", "positive": "negative"}
Messages = Mapping[bool, str]
"""The sentiment label that is on message in each voice (solicited or not)."""


def quotes_for(
    snapshot: Snapshot,
    messages: Messages,
    *,
    scope: Scope,
    key: str,
    since: date | None = None,
    at_most: int = 3,
) -> tuple[Quote, ...]:
    """Choose passages on message: the voices in turn, and in each the telling ones first (said
    since a day, of readable length, strong). Any passage speaks for the company as a whole."""
    found = [q for q in snapshot.quotes if scope == "all" or (q.scope, q.key) == (scope, key)]
    by_voice = [
        sorted(
            (q for q in found if q.solicited == voice and q.sentiment_label == label),
            key=lambda quote: _weakness(quote, since),
        )
        for voice, label in messages.items()
    ]
    chosen: dict[str, Quote] = {}
    for rank in range(max((len(quotes) for quotes in by_voice), default=0)):
        for quotes in by_voice:
            if rank < len(quotes):
                chosen.setdefault(quotes[rank].text.casefold(), quotes[rank])
    return tuple(chosen.values())[:at_most]


def quotes_against(
    snapshot: Snapshot, messages: Messages, *, scope: Scope, key: str, since: date | None = None
) -> tuple[Quote, ...]:
    """Choose the passage that most clearly says the opposite, if any."""
    opposite = {voice: OPPOSITE[label] for voice, label in messages.items()}
    return quotes_for(snapshot, opposite, scope=scope, key=key, since=since, at_most=1)


def _weakness(quote: Quote, since: date | None) -> tuple[bool, bool, float, str]:
    late = since is None or quote.occurred_at.date() >= since
    return not late, len(quote.text) not in READABLE, -abs(quote.sentiment), quote.record_id
