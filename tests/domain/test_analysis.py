"""What the passages of a record add up to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.analysis import Analysis, FeedbackType, Passage, Sentiment, Span

TONE = {"sentiment": 0.0, "sentiment_label": Sentiment.NEUTRAL, "type": FeedbackType.OTHER}


def a_record(*parts: tuple[str | None, int, float]) -> Analysis:
    """Make a record of passages: stage, length, confidence."""
    passages = tuple(
        Passage(span=Span(n * 100, n * 100 + length), stage=stage, stage_confidence=sure, **TONE)
        for n, (stage, length, sure) in enumerate(parts)
    )
    return Analysis(record_id="1", passages=passages, stage="pay", stage_confidence=0.5, **TONE)


def test_the_stages_of_a_record_have_their_shares_of_what_it_says() -> None:
    record = a_record(("pay", 30, 0.9), ("support", 60, 0.4), (None, 10, 0.6), ("pay", 20, 0.5))
    assert [(own.stage, own.share) for own in record.stages] == [
        ("support", 0.5),
        ("pay", 0.4167),
        (None, 0.0833),
    ]


def test_what_was_not_read_has_no_stages() -> None:
    assert a_record((None, 30, 0.0)).stages == () == a_record().stages


@given(
    st.lists(
        st.tuples(st.sampled_from(["buy", "pay", None]), st.integers(1, 99), st.floats(0.1, 1.0)),
        min_size=1,
    )
)
def test_shares_add_up_and_name_each_stage_once(parts: list[tuple[str | None, int, float]]) -> None:
    stages = a_record(*parts).stages
    assert sum(own.share for own in stages) == pytest.approx(1.0, abs=1e-3)
    assert {own.stage for own in stages} == {stage for stage, _, _ in parts}
    assert len(stages) == len({own.stage for own in stages})
    assert [own.share for own in stages] == sorted((own.share for own in stages), reverse=True)
