"""Why a topic's numbers changed: four causes that add up exactly, whatever happened."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voc.domain.restatement import Cause, Counted, changes

START = datetime(2026, 3, 2, tzinfo=UTC)
counted = st.builds(
    Counted,
    occurred_at=st.integers(0, 5).map(lambda day: START + timedelta(days=day)),
    solicited=st.booleans(),
    digest=st.sampled_from("xy"),
    version=st.sampled_from(["v1", "v2"]),
    topic_ids=st.frozensets(st.sampled_from("abc")),
)
figures = st.dictionaries(st.sampled_from(["r1", "r2", "r3", "r4"]), counted)


def numbers(of: dict[str, Counted]) -> dict[tuple[str, object, bool], int]:
    found: dict[tuple[str, object, bool], int] = {}
    for one in of.values():
        for topic in one.topic_ids:
            key = (topic, one.occurred_at.date(), one.solicited)
            found[key] = found.get(key, 0) + 1
    return found


@given(st.lists(figures, min_size=1, max_size=5))
def test_the_causes_of_all_nights_add_up_to_the_numbers(nights: list[dict[str, Counted]]) -> None:
    total: dict[tuple[str, object, bool], int] = {}
    before: dict[str, Counted] = {}
    for after in nights:
        as_of = max((one.occurred_at for one in before.values()), default=None)
        for change, n in changes(before, after, as_of=as_of).items():
            total[change[:3]] = total.get(change[:3], 0) + n
        before = after
    assert {key: n for key, n in total.items() if n} == numbers(before)


def one(day: int = 0, digest: str = "x", version: str = "v1", topics: str = "a") -> Counted:
    return Counted(START + timedelta(days=day), False, digest, version, frozenset(topics))


def causes(before: dict[str, Counted], after: dict[str, Counted]) -> dict[tuple[str, Cause], int]:
    found = changes(before, after, as_of=START + timedelta(days=1))
    return {(change.topic_id, change.cause): n for change, n in found.items()}


def test_each_cause_is_told_from_the_others() -> None:
    known = {"r1": one()}
    assert causes(known, {**known, "r2": one(day=2)}) == {("a", Cause.NEW): 1}
    assert causes(known, {**known, "r2": one(day=1)}) == {("a", Cause.LATE): 1}
    assert causes(known, {}) == {("a", Cause.LATE): -1}
    assert causes(known, {"r1": one(digest="y", topics="b")}) == {
        ("a", Cause.LATE): -1,
        ("b", Cause.LATE): 1,
    }
    assert causes(known, {"r1": one(topics="b")}) == {
        ("a", Cause.TAXONOMY): -1,
        ("b", Cause.TAXONOMY): 1,
    }
    assert causes(known, {"r1": one(version="v2", topics="ab")}) == {("b", Cause.MODEL): 1}
    assert causes(known, {"r1": one(version="v2")}) == {}
