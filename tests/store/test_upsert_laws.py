"""Laws of storing records that hold for every sequence of batches."""

from collections import defaultdict
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_examples import a_post, a_record

from voc.domain.record import FeedbackRecord, Mark
from voc.store import RecordFilter, Store

posts = st.tuples(st.sampled_from("abcde"), st.sampled_from(["", "one", "two"]), st.booleans())
batches = st.lists(st.lists(posts, max_size=6), min_size=1, max_size=5)
fresh = count()


def make(example: int, batch: list[tuple[str, str, bool]]) -> list[FeedbackRecord]:
    """Make records whose ids and texts no other example has, so that examples share a database."""
    return [
        (a_post if social else a_record)(
            f"{example:05}{name}", f"{example}{text}", normal_digest=f"{example}{text}" * bool(text)
        )
        for name, text, social in batch
    ]


@given(batches=batches)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_batches_of_posts(store: Store, batches: list[list[tuple[str, str, bool]]]) -> None:
    example = next(fresh)
    for batch in batches:
        records = make(example, batch)
        counts = store.upsert_records(records)
        given_and_counted = counts.stored + counts.revised + counts.unchanged + counts.duplicate
        assert given_and_counted == len(records)
        assert store.upsert_records(records).unchanged == len(records)
    everything = store.list_records(RecordFilter(), limit=100_000)
    records = [record for record, _ in everything if record.id.startswith(f"{example:05}")]
    last_text = {record.id: record.verbatim for batch in batches for record in make(example, batch)}
    assert {record.id: record.verbatim for record in records} == last_text
    check_originals(records)


def check_originals(records: list[FeedbackRecord]) -> None:
    """Each text of the social channel has one original, and its repeats all point there."""
    by_text = defaultdict(list)
    for record in records:
        if record.channel == "social" and record.normal_digest:
            by_text[record.normal_digest].append(record)
        else:
            assert (record.mark, record.duplicate_of) == (None, None)
    for same in by_text.values():
        [original] = [record for record in same if record.mark is None]
        repeats = [record for record in same if record is not original]
        assert {(r.mark, r.duplicate_of) for r in repeats} <= {(Mark.DUPLICATE, original.id)}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_size_of_the_batches_makes_no_difference(store: Store, size: int) -> None:
    texts = ["one", "two", "one", "one", "three", "two", "three"]
    records = [a_post(f"p{n}", text) for n, text in enumerate(texts)]
    for start in range(0, len(records), size):
        store.upsert_records(records[start : start + size])
    first = {"one": "p0", "two": "p1", "three": "p4"}
    found = [store.record(record.id)[0].duplicate_of for record in records]
    assert found == [None if first[t] == f"p{n}" else first[t] for n, t in enumerate(texts)]
