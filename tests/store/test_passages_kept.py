"""Analyses, passages, topics and the facts that figures are made of."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from store_examples import (
    DIMENSIONS,
    MONDAY,
    a_passage,
    a_post,
    a_record,
    a_topic,
    an_analysis,
    analyses_of,
    birth,
)

from voc.domain.analysis import FeedbackType, Sentiment
from voc.domain.changes import Changes
from voc.domain.record import Mark
from voc.domain.registry import founding
from voc.domain.score import SCALES, Score
from voc.errors import Conflict
from voc.store import Placement, Store

TEXT = "Ärger 👎 mit der Rechnung. Der Techniker war nett."
FIRST, SECOND = a_passage(0, 25), a_passage(26, 50, stage=None, sentiment=0.5)


def test_analyses_come_back_with_their_passages_texts_and_vectors(store: Store) -> None:
    store.upsert_records([a_record("b", TEXT, customer_id="c1"), a_record("a", TEXT)])
    analyses = analyses_of(an_analysis("b", FIRST, SECOND), an_analysis("a", SECOND))
    store.save_analyses(analyses, "v1")
    assert [store.record(id)[1] for id in "ba"] == list(analyses.records)
    table = store.passages()
    keys = [("a", 0), ("b", 0), ("b", 1)]
    assert list(zip(table.record_ids, table.ordinals, strict=True)) == keys
    assert table.texts == [TEXT[26:50], TEXT[0:25], TEXT[26:50]]
    assert table.customer_ids == [None, "c1", "c1"]
    assert set(table.occurred_at) == {MONDAY}
    assert table.considered == [False, False, False]
    assert table.vectors.dtype == np.float32
    np.testing.assert_array_equal(table.vectors, analyses.vectors[[2, 0, 1]])


def test_vectors_keep_their_cosines_to_a_thousandth(store: Store) -> None:
    vectors = np.random.default_rng(1).normal(size=(40, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store.upsert_records([a_record("a")])
    one = an_analysis("a", *[a_passage(n, n + 1) for n in range(40)])
    store.save_analyses(replace(analyses_of(one), vectors=vectors), "v1")
    kept = store.passages().vectors
    np.testing.assert_allclose(kept @ kept.T, vectors @ vectors.T, atol=1e-3)


def test_pending_are_the_records_without_this_version_by_id(store: Store) -> None:
    store.upsert_records([a_record(id) for id in "dcba"] + [a_record("e", mark=Mark.NO_TEXT)])
    store.save_analyses(analyses_of(an_analysis("b", FIRST), an_analysis("c")), "v1")
    assert [record.id for record in store.pending("v1", 10)] == ["a", "d"]
    assert [record.id for record in store.pending("v2", 3)] == ["a", "b", "c"]
    assert [record.id for record in store.pending("v2", 3, after="b")] == ["c", "d"]
    assert (store.counts("v1").pending, store.counts("v2").pending) == (2, 4)


def test_a_new_analysis_replaces_the_old_one_whole(store: Store) -> None:
    store.upsert_records([a_record("a", TEXT)])
    store.save_analyses(analyses_of(an_analysis("a", FIRST, SECOND)), "v1")
    again = an_analysis("a", SECOND, sentiment_label=Sentiment.POSITIVE, type=FeedbackType.PRAISE)
    store.save_analyses(analyses_of(again, seed=2), "v2")
    assert store.record("a")[1] == again
    np.testing.assert_array_equal(store.passages().vectors, analyses_of(again, seed=2).vectors)
    before = dict(store.dump())
    store.save_analyses(analyses_of(again, seed=2), "v2")
    assert dict(store.dump()) == before


def test_analyses_of_an_unknown_record_are_refused_whole(store: Store) -> None:
    store.upsert_records([a_record("a")])
    with pytest.raises(Conflict, match="1 analysed record"):
        store.save_analyses(analyses_of(an_analysis("a", FIRST), an_analysis("gone")), "v1")
    assert store.record("a")[1] is None
    assert store.counts("v1").pending == 1


def test_an_empty_store_has_empty_tables_of_the_same_form(store: Store) -> None:
    assert store.passages().vectors.shape == (0, 0)
    assert store.topics() == store.topic_events() == store.customers() == []
    assert store.verbatims([f"gone {n}" for n in range(70_000)]) == {}
    empty = [store.record_facts(), store.passage_facts()]
    store.upsert_records([a_record("a")])
    store.save_analyses(analyses_of(an_analysis("a", FIRST)), "v1")
    for before, after in zip(empty, [store.record_facts(), store.passage_facts()], strict=True):
        assert len(before) == 0
        pd.testing.assert_series_equal(before.dtypes, after.dtypes)


def found_topics(store: Store) -> None:
    store.upsert_records([a_record("a", TEXT), a_record("b", TEXT)])
    store.save_analyses(analyses_of(an_analysis("a", FIRST, SECOND), an_analysis("b", FIRST)), "v1")
    store.registry.log(
        [birth(a_topic("t2")), birth(a_topic("t1"))],
        [Placement("a", 1, "t2", "t2", 0.75), Placement("b", 0, "t1", None, 0.5)],
        considered=True,
    )


def test_topics_are_found_once_and_every_passage_counts_as_considered(store: Store) -> None:
    found_topics(store)
    first, second = store.topics()
    assert (first.id, second.id) == ("t1", "t2")
    assert founding(first) == founding(a_topic("t1"))
    assert store.passages().assigned_ids == [None, "t2", "t1"]
    assert store.passages().topic_ids == [None, "t2", None]
    assert store.passages().considered == [True, True, True]
    rest = store.registry.residue()
    assert (rest.record_ids, rest.ordinals) == (["a"], [0])
    assert rest.vectors.shape == (1, DIMENSIONS)
    assert [event.topic_id for event in store.topic_events()] == ["t2", "t1"]
    analysis = store.record("a")[1]
    assert analysis is not None
    assert (analysis.passages[1].topic_id, analysis.passages[1].topic_confidence) == ("t2", 0.75)


def test_the_log_of_topics_grows_at_its_end(store: Store) -> None:
    found_topics(store)
    changes = Changes(store.topic_events(), at=MONDAY, actor="ana")
    changes.change("t1", "renamed", "clearer", {"t1": {"label": "charged twice"}})
    store.registry.log(changes.events)
    assert [event.kind for event in store.topic_events("t1")] == ["born", "renamed"]
    assert [event.number for event in store.topic_events()] == [1, 2, 3]
    assert [topic.label for topic in store.topics()] == ["charged twice", "label of t2"]


def test_a_new_passage_is_not_considered_yet_with_a_topic_or_without(store: Store) -> None:
    found_topics(store)
    store.upsert_records([a_record("c", TEXT)])
    known = a_passage(0, 25, topic_id="t1", topic_confidence=0.9)
    store.save_analyses(analyses_of(an_analysis("c", known, SECOND)), "v2")
    assert store.passages().considered == [True, True, True, False, False]


def test_a_topic_given_unclearly_leaves_a_passage_in_the_residue(store: Store) -> None:
    found_topics(store)
    clear = store.registry.residue(clear=0.5)
    unclear = store.registry.residue(clear=0.8)
    assert list(zip(clear.record_ids, clear.ordinals, strict=True)) == [("a", 0)]
    assert unclear.assigned_ids == [None, "t2", "t1"]


def test_a_passage_keeps_its_topic_through_another_analysis_but_not_through_a_revision(
    store: Store,
) -> None:
    found_topics(store)
    other = a_passage(26, 50, topic_id="t1", topic_confidence=0.9)
    store.save_analyses(analyses_of(an_analysis("a", FIRST, other), seed=3), "v2")
    assert store.passages().topic_ids == [None, "t2", None]
    store.upsert_records([a_record("a", f"{TEXT} Und nun?")])
    store.save_analyses(analyses_of(an_analysis("a", FIRST, other), seed=3), "v2")
    assert store.passages().topic_ids == [None, "t1", None]


@pytest.mark.parametrize(
    ("topics", "placements"),
    [(["t1"], []), (["t3"], [Placement("a", 9, "t3", "t3", 0.5)])],
    ids=["known topic", "passage gone"],
)
def test_topics_that_contradict_the_store_change_nothing(
    store: Store, topics: list[str], placements: list[Placement]
) -> None:
    found_topics(store)
    before = dict(store.dump())
    with pytest.raises(Conflict):
        store.registry.log([birth(a_topic(id)) for id in topics], placements)
    assert dict(store.dump()) == before


def test_facts_hold_one_row_per_record_and_per_passage(store: Store) -> None:
    score = Score(3, SCALES["csat_1_5"])
    scored = a_record("b", "", mark=Mark.NO_TEXT, score=score, touchpoint="first_bill")
    last = a_post("a", TEXT, customer_id="c1", occurred_at=MONDAY + timedelta(days=1))
    store.upsert_records([scored, last])
    store.save_analyses(analyses_of(an_analysis("a", FIRST, SECOND)), "v1")
    records, passages = store.record_facts(), store.passage_facts()
    columns = (
        "id source channel solicited occurred_at customer_id customer_segment region touchpoint "
        "score_value score_scale language mark analysed has_text sentiment_label stage"
    )
    assert list(records.columns) == columns.split()
    assert records["id"].tolist() == ["a", "b"]
    assert records["analysed"].tolist() == records["has_text"].tolist() == [True, False]
    assert records["occurred_at"].tolist() == [last.occurred_at, MONDAY]
    assert records["score_value"].dropna().tolist() == [3.0]
    assert records["mark"].dropna().tolist() == ["no_text"]
    assert records["customer_id"].isna().tolist() == [False, True]
    assert records.loc[0, ["sentiment_label", "stage"]].tolist() == ["negative", "pay"]
    columns = (
        "record_id ordinal start end stage stage_confidence topic_id topic_confidence "
        "sentiment sentiment_label type"
    )
    assert list(passages.columns) == columns.split()
    assert passages["stage"].isna().tolist() == [False, True]
    assert passages["sentiment"].tolist() == [-0.5, 0.5]
    spans = zip(passages["start"], passages["end"], strict=True)
    assert [TEXT[start:end] for start, end in spans] == [TEXT[0:25], TEXT[26:50]]
