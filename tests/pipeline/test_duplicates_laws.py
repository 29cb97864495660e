"""Laws of duplicates that hold for every sequence of batches."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline.copies import a_saying, originals
from voc.domain.record import FeedbackRecord
from voc.pipeline.duplicates import compare_new
from voc.store import Store

BASES = (
    "the engineer never came and nobody at the call centre knew when the next one would",
    "paid for two lines by mistake and the refund took three weeks and four calls",
    "no signal in Leeds again",
    "ok",
)
ENDINGS = ("", " at all", " at last")
REPEATABLE = 3

sayings = st.tuples(
    st.sampled_from("abcdef"),
    st.sampled_from(range(len(BASES))),
    st.sampled_from(ENDINGS),
    st.integers(0, 20),
)
batches = st.lists(st.lists(sayings, max_size=6), min_size=1, max_size=5)
fresh = count()


def make(example: int, batch: list[tuple[str, int, str, int]]) -> list[FeedbackRecord]:
    """Make records whose ids and times no other example has, so that examples share a database."""
    return [
        a_saying(
            f"{example:05}{name}",
            BASES[base] + (ending if base < REPEATABLE - 1 else ""),
            days=100 * example + days,
        )
        for name, base, ending, days in batch
    ]


def expected(records: dict[str, FeedbackRecord]) -> dict[str, str | None]:
    """Say what each repeats: of all that say the same thing, the earliest."""
    found: dict[str, str | None] = {}
    leading: dict[str, str] = {}
    for record in sorted(records.values(), key=lambda one: (one.occurred_at, one.id)):
        base = next(base for base in BASES if record.verbatim.startswith(base))
        first = leading.setdefault(base, record.id) if base != BASES[-1] else record.id
        found[record.id] = None if first == record.id else first
    return found


@given(batches=batches, often=st.booleans())
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_order_and_size_of_batches_makes_no_difference(
    store: Store, batches: list[list[tuple[str, int, str, int]]], often: bool
) -> None:
    example = next(fresh)
    last: dict[str, FeedbackRecord] = {}
    for batch in batches:
        records = make(example, batch)
        store.upsert_records(records)
        last |= {record.id: record for record in records}
        if often:
            compare_new(store)
    compare_new(store)
    mine = {id_: by for id_, by in originals(store).items() if id_.startswith(f"{example:05}")}
    assert mine == expected(last)
    before = dict(store.dump())
    compare_new(store)
    assert dict(store.dump()) == before
