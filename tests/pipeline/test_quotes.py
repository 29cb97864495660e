"""Quotes are whole where short, understood alone, on message, and of the right people."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from voc.domain.analysis import Analyses, Analysis, FeedbackType, Passage, Sentiment, Span
from voc.domain.record import Channel, Customer, FeedbackRecord
from voc.domain.score import SCALES, Score
from voc.domain.snapshot import Period, Quote
from voc.pipeline.excerpt import LONGEST, clearness, excerpt
from voc.pipeline.quotes import choose_quotes
from voc.store import Store

DAY = date(2026, 6, 1)
PERIOD = Period(
    solicited=True,
    current=(date(2026, 4, 6), date(2026, 7, 5)),
    previous=(date(2026, 1, 5), date(2026, 4, 5)),
)
LONG = (
    "We moved in on Friday and the line was dead. The man in the shop, and I have his name, said "
    "it would take an hour. Nobody came, although I waited at home all day. I rang twice and each "
    "time a different person told me a different story about it."
)


def span_of(part: str, *, within: str) -> Span:
    start = within.index(part)
    return Span(start, start + len(part))


@pytest.mark.parametrize(
    ("verbatim", "part", "shown"),
    [
        ("Great line. But dear.", "But dear.", "Great line. But dear."),
        (LONG, "although I waited", "Nobody came, although I waited at home all day."),
        (f"It is {'so ' * 150}slow here", "slow here", "slow here"),
    ],
)
def test_a_quote_is_the_whole_text_or_a_whole_sentence(
    verbatim: str, part: str, shown: str
) -> None:
    assert excerpt(verbatim, span_of(part, within=verbatim)) == shown
    assert len(shown) <= LONGEST


def test_what_leans_on_another_sentence_or_lost_characters_is_less_clear() -> None:
    clear = "Nobody came, although I waited at home all day."
    assert clearness(clear, of=LONG) == 1.0
    for worse in ("although I waited at home all day", "It was \ufffd130 more than they had said."):
        assert clearness(worse, of=f"{clear} {worse} {clear}") < 0.5


def keep(store: Store, name: str, text: str, label: str, **fields: Any) -> None:
    """Store a survey answer of one passage about paying."""
    sentiment = Sentiment(label)
    record = FeedbackRecord(
        id=name,
        source="survey",
        external_id=name,
        channel=Channel.SURVEY,
        solicited=True,
        verbatim=text,
        language="en",
        content_digest=name,
        normal_digest=name,
        **{"occurred_at": datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC), **fields},
    )
    passage = Passage(
        span=Span(0, len(text)),
        stage="pay",
        stage_confidence=0.9,
        sentiment={"negative": -0.9, "positive": 0.9}[label],
        sentiment_label=sentiment,
        type=FeedbackType.OTHER,
    )
    analysis = Analysis(
        record_id=name,
        passages=(passage,),
        stage="pay",
        stage_confidence=0.9,
        sentiment=passage.sentiment,
        sentiment_label=sentiment,
        type=FeedbackType.OTHER,
    )
    store.upsert_records([record])
    vectors = np.ones((1, 8), dtype=np.float32)
    store.save_analyses(Analyses(records=(analysis,), vectors=vectors), "v1")


def chosen(store: Store, *customers: Customer) -> list[Quote]:
    quotes = choose_quotes(
        store, store.record_facts(), store.passage_facts(), [PERIOD], customers=customers
    )
    return [quote for quote in quotes if quote.scope == "stage"]


def test_an_answer_whose_score_says_the_opposite_is_not_quoted(store: Store) -> None:
    nps = SCALES["nps_0_10"]
    text = "They charged me twice for one month again"
    keep(store, "misread", text, "negative", score=Score(10, nps))
    keep(store, "angry", f"{text}, and nobody cares", "negative", score=Score(1, nps))
    keep(store, "unscored", f"{text}, as last year", "negative")
    assert {quote.record_id for quote in chosen(store)} == {"angry", "unscored"}


def test_each_quote_is_of_another_customer_and_the_recent_ones_come_first(store: Store) -> None:
    text = "They charged me twice for one month, number"
    old = datetime(2026, 2, 1, tzinfo=UTC)
    keep(store, "old", f"{text} one", "negative", customer_id="a", occurred_at=old)
    keep(store, "new", f"{text} two", "negative", customer_id="b")
    keep(store, "again", f"{text} two, as I said", "negative", customer_id="b")
    found = [quote.record_id for quote in chosen(store)]
    assert len(found) == 2
    assert found[0] in ("new", "again")
    assert found[1] == "old"


def test_what_a_customer_said_before_leaving_is_marked_on_topics_alone(store: Store) -> None:
    text = "They charged me twice for one month, so I am off"
    keep(store, "leaver", text, "negative", customer_id="a")
    left = Customer(id="a", left_on=DAY + timedelta(days=30))
    assert [quote.before_leaving for quote in chosen(store, left)] == [False]
