"""Records are listed newest first, page by page, by what one looks for."""

from datetime import timedelta
from typing import Any

import pytest
from store_examples import (
    MONDAY,
    a_passage,
    a_post,
    a_record,
    a_topic,
    an_analysis,
    analyses_of,
    birth,
)

from voc.domain.analysis import Sentiment
from voc.errors import NotFound
from voc.store import RecordFilter, Store


@pytest.fixture
def filled(store: Store) -> Store:
    day = timedelta(days=1)
    store.upsert_records(
        [
            a_record("a", "The ÄRGER with 100% of bills"),
            a_record("b", "Calm and kind", occurred_at=MONDAY + day),
            a_post("c", "1000 bills_later", occurred_at=MONDAY + day),
            a_record("d", "Left", source="exit", occurred_at=MONDAY + 2 * day),
        ]
    )
    store.registry.log([birth(a_topic("t1"))])
    glad = {"sentiment": 0.5, "sentiment_label": Sentiment.POSITIVE}
    store.save_analyses(
        analyses_of(
            an_analysis("a", a_passage(0, 3), a_passage(4, 9, stage="use", topic_id="t1", **glad)),
            an_analysis("b", a_passage(0, 4, stage="use", **glad), **glad),
            an_analysis("c", stage=None),
        ),
        "v1",
    )
    return store


DAY_2 = MONDAY + timedelta(days=1)
EXPECTED: list[tuple[dict[str, Any], str]] = [
    ({}, "dbca"),
    ({"source": "exit"}, "d"),
    ({"channel": "social"}, "c"),
    ({"solicited": False}, "c"),
    ({"solicited": True}, "dba"),
    ({"stage": "use"}, "ba"),
    ({"stage": "pay"}, "a"),
    ({"topic_id": "t1"}, "a"),
    ({"sentiment_label": "negative"}, "ca"),
    ({"stage": "pay", "sentiment_label": "positive"}, ""),
    ({"stage": "use", "sentiment_label": "positive"}, "ba"),
    ({"stage": "pay", "topic_id": "t1"}, ""),
    ({"since": DAY_2}, "dbc"),
    ({"until": DAY_2}, "a"),
    ({"contains": "ärger"}, "a"),
    ({"contains": "BILLS"}, "ca"),
    ({"contains": "100%"}, "a"),
    ({"contains": "bills_"}, "c"),
    ({"channel": "social", "contains": "calm"}, ""),
]


def test_a_filter_lists_what_it_says(filled: Store) -> None:
    listed = [
        (chosen, [record.id for record, _ in filled.list_records(RecordFilter(**chosen), limit=10)])
        for chosen, _ in EXPECTED
    ]
    assert listed == [(chosen, list(ids)) for chosen, ids in EXPECTED]


def test_records_come_with_their_analyses(filled: Store) -> None:
    listed = dict(filled.list_records(RecordFilter(), limit=10))
    analyses = {record.id: analysis for record, analysis in listed.items()}
    assert analyses["d"] is None
    assert analyses["c"] is not None and analyses["c"].passages == ()
    assert analyses["a"] is not None and analyses["a"].passages[1].topic_id == "t1"


def test_pages_give_every_record_once(filled: Store) -> None:
    for size in (1, 2, 3):
        seen: list[str] = []
        while page := filled.list_records(
            RecordFilter(), after=seen[-1] if seen else None, limit=size
        ):
            seen += [record.id for record, _ in page]
        assert "".join(seen) == "dbca"


def test_what_is_not_there_is_not_found(filled: Store) -> None:
    with pytest.raises(NotFound, match="'zz'"):
        filled.record("zz")
    with pytest.raises(NotFound, match="'zz'"):
        filled.list_records(RecordFilter(), after="zz", limit=1)
