"""The cube: each record counted once in each place where it belongs."""

from datetime import date

import pandas as pd
import pytest

from voc.domain.score import SCALES
from voc.domain.snapshot import Cell, Period
from voc.metrics.cube import cells

PERIODS = [
    Period(
        solicited=asked,
        current=(date(2026, 1, 12), date(2026, 1, 18)),
        previous=(date(2026, 1, 5), date(2026, 1, 11)),
    )
    for asked in (True, False)
]


def _record(name: str, day: str, **fields: object) -> dict[str, object]:
    return {
        "id": name,
        "channel": "survey",
        "solicited": True,
        "occurred_at": pd.Timestamp(day, tz="UTC"),
        "customer_id": None,
        "touchpoint": None,
        "score_value": None,
        "score_scale": None,
        "mark": None,
        "analysed": True,
        "sentiment_label": "neutral",
        **fields,
    }


def _passage(record: str, **fields: object) -> dict[str, object]:
    neutral = {"stage": None, "topic_id": None, "sentiment": 0.0, "sentiment_label": "neutral"}
    return {"record_id": record, **neutral, **fields}


@pytest.fixture(scope="module")
def counted() -> list[Cell]:
    nps = {"score_scale": "nps_0_10"}
    silent = {"analysed": False, "sentiment_label": None, "mark": "no_text"}
    records = [
        _record("a", "2026-01-06", customer_id="ann", score_value=9.0, **nps),
        _record("b", "2026-01-13", customer_id="ann", score_value=6.0, **nps),
        _record("c", "2026-01-18 23:59", score_value=7.0, touchpoint="invoice", **nps, **silent),
        _record("d", "2026-01-14", score_value=4.0, score_scale="csat_1_5", touchpoint="invoice"),
        _record("e", "2026-01-14", mark="duplicate"),
        _record("f", "2026-01-14", solicited=False, channel="ticket", customer_id="bob"),
        _record("g", "2026-01-15", solicited=False, channel="social", customer_id="bob"),
    ]
    passages = [
        _passage("b", stage="pay", topic_id="t1", sentiment_label="negative"),
        _passage("b", stage="pay", topic_id="t1", sentiment_label="neutral"),
        _passage("b", stage="use", topic_id="t1", sentiment_label="positive"),
        _passage("e", stage="pay", sentiment_label="negative"),
        _passage("f", stage="pay", sentiment_label="negative"),
        _passage("g", stage="pay", sentiment_label="negative"),
    ]
    stages = {"invoice": "pay"}
    return cells(
        pd.DataFrame(records),
        pd.DataFrame(passages),
        periods=PERIODS,
        stage_of_touchpoint=stages.get,
    )


def _cell(counted: list[Cell], scope: str, key: str, span: str, **fields: object) -> Cell:
    wanted = {"scope": scope, "key": key, "span": span, "channel": "*", "solicited": True}
    wanted |= fields
    found = [c for c in counted if all(getattr(c, k) == v for k, v in wanted.items())]
    assert len(found) == 1, wanted
    return found[0]


def test_duplicates_are_left_out_and_customers_are_distinct(counted: list[Cell]) -> None:
    whole = _cell(counted, "all", "", "whole")
    assert (whole.n_records, whole.n_customers) == (4, 3)
    assert whole.start == date(2026, 1, 6)
    unasked = _cell(counted, "all", "", "whole", solicited=False)
    assert (unasked.n_records, unasked.n_customers) == (2, 1)
    assert _cell(counted, "all", "", "whole", solicited=False, channel="social").n_records == 1


def test_scores_are_counted_by_their_rule(counted: list[Cell]) -> None:
    whole = _cell(counted, "all", "", "whole")
    assert (whole.n_promoters, whole.n_passives, whole.n_detractors) == (1, 1, 1)
    assert (whole.top_boxes, whole.n_csat) == (1, 1)


@pytest.mark.parametrize(
    ("scale", "n_nps", "n_csat"),
    [
        ("nps_0_10", 2, 0),
        ("csat_1_5", 0, 2),
        ("emoji_1_5", 0, 2),
        ("emoji_1_3", 0, 0),
        ("yes_no", 0, 0),
        ("rating_0_100", 0, 0),
        ("stars_1_5", 0, 0),
    ],
)
def test_no_scale_but_its_own_counts_for_a_score(scale: str, n_nps: int, n_csat: int) -> None:
    ends = (SCALES[scale].lowest, SCALES[scale].highest)
    records = [
        _record(str(n), "2026-01-14", score_scale=scale, score_value=float(value))
        for n, value in enumerate(ends)
    ]
    no_passages = pd.DataFrame(columns=["record_id", "stage", "topic_id", "sentiment_label"])
    found = cells(pd.DataFrame(records), no_passages, periods=PERIODS, stage_of_touchpoint={}.get)
    whole = _cell(found, "all", "", "whole")
    assert whole.n_promoters + whole.n_passives + whole.n_detractors == n_nps
    assert (whole.n_csat, whole.top_boxes) == (n_csat, n_csat // 2)


def test_a_silent_score_counts_where_its_touchpoint_belongs(counted: list[Cell]) -> None:
    pay = _cell(counted, "stage", "pay", "whole")
    assert (pay.n_records, pay.n_passives, pay.n_detractors) == (2, 1, 1)
    assert (pay.n_negative, pay.n_neutral, pay.n_positive) == (1, 0, 0)
    assert pay.n_csat == 0, "a text that was read decides its stages itself"


def test_sentiment_in_a_stage_and_topic_is_that_of_the_passages_there(
    counted: list[Cell],
) -> None:
    assert _cell(counted, "stage", "use", "whole").n_positive == 1
    topic = _cell(counted, "topic", "t1", "whole")
    assert (topic.n_records, topic.n_neutral) == (1, 1), "as much praise as blame is neutral"


def test_weeks_and_periods_end_on_sunday_night(counted: list[Cell]) -> None:
    assert _cell(counted, "all", "", "previous").n_records == 1
    assert _cell(counted, "all", "", "current").n_records == 3
    week = _cell(counted, "all", "", "week", start=date(2026, 1, 12))
    assert week.n_records == 3


def test_no_records_give_no_cells() -> None:
    records = pd.DataFrame([_record("e", "2026-01-14", mark="duplicate")])
    passages = pd.DataFrame([_passage("e")])
    assert cells(records, passages, periods=PERIODS, stage_of_touchpoint={}.get) == []
