"""Choose the quotes that speak for a claim, and the one that speaks against it."""

from collections.abc import Collection, Mapping
from datetime import date

from voc.domain.snapshot import Quote, Scope, Snapshot
from voc.story.strands import ALL

READABLE = range(40, 281)
STRONG = 0.5  # a faint sentiment is often misread, and a wrong objection is worse than none
OPPOSITE = {"negative": "positive", "positive": "negative"}
Messages = Mapping[bool, str]
"""The sentiment label that is on message in each voice (solicited or not)."""


def quotes_for(
    snapshot: Snapshot,
    messages: Messages,
    *,
    scope: Scope,
    key: str,
    channel: str = ALL,
    since: date | None = None,
    before_leaving: bool = False,
    at_most: int = 3,
) -> tuple[Quote, ...]:
    """Choose passages on message: the voices in turn, and in each those said since a day, then
    those of readable length, first; among equals the snapshot's order, best first, holds."""
    found = [
        quote
        for quote in snapshot.quotes
        if (quote.scope, quote.key, quote.before_leaving) == (scope, key, before_leaving)
        and channel in (ALL, quote.channel)
    ]
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
    snapshot: Snapshot,
    messages: Messages,
    *,
    scope: Scope,
    key: str,
    channel: str = ALL,
    since: date | None = None,
    beside: Collection[Quote] = (),
) -> tuple[Quote, ...]:
    """Choose the passage that most clearly says the opposite, if any does so strongly, of another
    record than the quotes that it stands beside."""
    opposite = {voice: OPPOSITE[label] for voice, label in messages.items()}
    found = quotes_for(snapshot, opposite, scope=scope, key=key, channel=channel, since=since)
    taken = {quote.record_id for quote in beside}
    strong = (quote for quote in found if abs(quote.sentiment) >= STRONG)
    return tuple(quote for quote in strong if quote.record_id not in taken)[:1]


def _weakness(quote: Quote, since: date | None) -> tuple[bool, bool]:
    late = since is None or quote.occurred_at.date() >= since
    return not late, len(quote.text) not in READABLE
