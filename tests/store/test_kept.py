"""Customers, rejections, snapshots, stories and the counts of `voc status`."""

from dataclasses import replace
from datetime import date

import pytest
from store_examples import a_record, a_snapshot, a_story, a_topic, birth

from voc.domain.record import Channel, Customer, Rejection
from voc.errors import NotFound, SnapshotMissing
from voc.store import Store


def test_a_customer_is_known_once_by_what_was_said_last(store: Store) -> None:
    full = Customer(
        id="c2",
        account_id="k1",
        customer_segment="student",
        region="north",
        monthly_revenue=29.9,
        joined_on=date(2024, 2, 29),
        left_on=None,
    )
    store.upsert_customers([full, Customer(id="c1"), full])
    left = replace(full, left_on=date(2026, 5, 1), region=None)
    store.upsert_customers([left])
    assert store.customers() == [Customer(id="c1"), left]
    store.upsert_customers([])


def test_a_rejected_row_is_kept_once(store: Store) -> None:
    row = Rejection(source="nps", file="a.csv", row=7, field="score", reason="outside its scale")
    others = [replace(row, row=10), replace(row, field="occurred_at"), replace(row, file="b.csv")]
    store.reject([row, *others, row])
    before = dict(store.dump())
    store.reject([row])
    store.reject([])
    assert dict(store.dump()) == before
    assert store.rejections() == [others[1], row, others[0], others[2]]


def test_the_latest_snapshot_is_the_one_that_was_stored_last(store: Store) -> None:
    assert store.latest_snapshot() is None
    store.save_snapshot(a_snapshot("zz"))
    store.save_snapshot(a_snapshot("aa"))
    before = dict(store.dump())
    store.save_snapshot(a_snapshot("zz"))
    assert dict(store.dump()) == before
    assert store.latest_snapshot() == a_snapshot("aa")
    assert store.snapshot("zz") == a_snapshot("zz")
    with pytest.raises(NotFound, match="snapshot 'bb'"):
        store.snapshot("bb")


def test_a_story_is_kept_beside_its_snapshot(store: Store) -> None:
    assert store.latest_story() is None
    with pytest.raises(SnapshotMissing):
        store.save_story(a_story("s1", "gone"))
    store.save_snapshot(a_snapshot("n1"))
    store.save_story(a_story("s2", "n1"))
    store.save_story(a_story("s1", "n1"))
    store.save_story(a_story("s2", "n1"))
    assert store.latest_story() == a_story("s1", "n1")
    assert store.story("s2") == a_story("s2", "n1")
    with pytest.raises(NotFound, match="story 's3'"):
        store.story("s3")


def test_counts_say_what_is_there(store: Store) -> None:
    store.upsert_records(
        [a_record("a"), a_record("b"), a_record("c", source="shop", channel=Channel.REVIEW)]
    )
    store.reject([Rejection(source="s", file="f", row=1, field="x", reason="y")])
    store.registry.log([birth(a_topic("t1"))])
    store.save_snapshot(a_snapshot("n1"))
    counts = store.counts()
    assert counts.records == counts.pending == 3
    assert dict(counts.by_source) == {"shop": 1, "survey": 2}
    assert dict(counts.by_channel) == {"review": 1, "survey": 2}
    assert (counts.rejected, counts.topics, counts.latest_snapshot) == (1, 1, "n1")
