"""A record counts once, however often and in whatever pieces it comes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from store_examples import MONDAY, a_passage, a_post, a_record, an_analysis, analyses_of

from voc.domain.record import Mark
from voc.domain.score import SCALES, Score
from voc.errors import StoreError
from voc.store import RecordCounts, Store, open_store


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    record = a_record(
        "a",
        "Grüße 👋\nzweite Zeile",
        occurred_at=MONDAY + timedelta(microseconds=7),
        score=Score(9, SCALES["nps_0_10"]),
        response_id="R_1",
        customer_id="c1",
        account_id="k1",
        customer_segment="student",
        region="north",
        touchpoint="first_bill",
        mark=Mark.EMPTY_ANSWER,
    )
    store.upsert_records([record])
    assert store.record("a") == (record, None)


def test_a_time_in_another_zone_comes_back_as_the_same_moment_in_utc(store: Store) -> None:
    local = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    store.upsert_records([a_record("a", occurred_at=local)])
    occurred_at = store.record("a")[0].occurred_at
    assert occurred_at == local
    assert occurred_at.utcoffset() == timedelta(0)


def test_the_same_batch_again_changes_nothing(store: Store) -> None:
    batch = [a_record("a"), a_post("b", "so slow"), a_post("c", "so slow")]
    assert store.upsert_records(batch) == RecordCounts(stored=3)
    before = dict(store.dump())
    assert store.upsert_records(batch) == RecordCounts(unchanged=3)
    assert dict(store.dump()) == before


def test_a_revised_record_loses_its_analysis_and_keeps_its_past(store: Store) -> None:
    first, second = a_record("a", "old words"), a_record("a", "new words")
    store.upsert_records([first, a_record("b")])
    both = analyses_of(an_analysis("a", a_passage(0, 3)), an_analysis("b", a_passage(0, 3)))
    store.save_analyses(both, "v1")
    assert store.upsert_records([second]) == RecordCounts(revised=1)
    assert store.upsert_records([replace(second, score=None)]) == RecordCounts(unchanged=1)
    assert store.record("a") == (second, None)
    assert store.pending("v1", 10) == [second]
    assert store.passages().record_ids == ["b"]
    store.upsert_records([a_record("a", "newest words")])
    revisions = dict(store.dump())["record_revision"]
    assert [row[-2:] for row in revisions] == [("a", 1), ("a", 2)]
    assert ["old words" in revisions[0], "new words" in revisions[1]] == [True, True]


def test_of_an_id_that_repeats_in_a_batch_the_last_row_counts(store: Store) -> None:
    batch = [a_record("a", "one"), a_record("b"), a_record("a", "two")]
    assert store.upsert_records(batch) == RecordCounts(stored=2, unchanged=1)
    assert store.record("a")[0].verbatim == "two"
    assert dict(store.dump())["record_revision"] == []


def test_a_large_batch_is_stored_whole(store: Store) -> None:
    batch = [a_post(f"r{n:05}", f"text {n % 4_000}") for n in range(6_000)]
    assert store.upsert_records(batch) == RecordCounts(stored=6_000)
    assert store.upsert_records(batch).unchanged == len(batch)


def test_writers_at_the_same_time_take_turns(store: Store) -> None:
    batches = [[a_post(f"{n}-{m}", f"text {m}") for m in range(40)] for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(store.upsert_records, batches * 2))
    assert sum(count.stored for count in counts) == 40 * 8
    assert sum(count.unchanged for count in counts) == 40 * 8


def test_a_batch_that_fails_leaves_nothing_and_no_text_in_the_error(store: Store) -> None:
    secret = "my secret verbatim"
    batch = [a_record("a"), a_record("b", secret, duplicate_of="nobody", mark=Mark.DUPLICATE)]
    with pytest.raises(StoreError) as caught:
        store.upsert_records(batch)
    assert secret not in str(caught.value)
    assert store.counts().records == 0


def test_an_url_that_is_no_database_is_refused_without_its_password() -> None:
    for url in ("mysql://me:pass123@host/voc", "sqlite://", "not a url pass123"):
        with pytest.raises(StoreError) as caught:
            open_store(url)
        assert "pass123" not in str(caught.value)
        assert "sqlite:///voc.db" in caught.value.hint
