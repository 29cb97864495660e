"""The cube: records counted per scope, span of time, voice and channel."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from voc.domain.record import Mark
from voc.domain.score import PASSIVE, PROMOTER, SCALES, TOP_BOXES, Rule
from voc.domain.snapshot import Cell, Period

ALL_CHANNELS = "*"
_COUNTS = [
    "n_records",
    "n_negative",
    "n_neutral",
    "n_positive",
    "n_promoters",
    "n_passives",
    "n_detractors",
    "top_boxes",
    "n_csat",
]
_KEYS = ["scope", "key", "span", "start", "solicited", "channel"]
_OF_RECORD = ["solicited", "channel", "customer", "day", *_COUNTS[4:]]


def cells(
    records: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    periods: Sequence[Period],
    stage_of_touchpoint: Callable[[str], str | None],
) -> list[Cell]:
    """Count every record that is no duplicate, in all scopes and spans, in a stable order.

    `records` has the columns id, channel, solicited, occurred_at (UTC), customer_id (missing: the
    record counts as a customer of its own), touchpoint, score_value, score_scale, mark, analysed,
    sentiment_label; `passages` has record_id, stage, topic_id, sentiment_label. A record is in a
    stage when a passage of it is, or when its text was not analysed and its touchpoint belongs
    there; it is in a topic when a passage of it is. There its sentiment is that of most of its
    positive and negative passages; as many of both is neutral. An answer is at its touchpoint.
    """
    kept = _prepared(records)
    if kept.empty:
        return []
    members = pd.concat(
        [
            _everything(kept),
            _of_passages(kept, passages, scope="stage", column="stage"),
            _of_touchpoints(kept, stage_of_touchpoint),
            _of_passages(kept, passages, scope="topic", column="topic_id"),
            _asked_at(kept),
        ],
        ignore_index=True,
    )
    spans = [span for span in _spans(members, periods) if len(span)]
    parts = [part for span in spans for part in (span, span.assign(channel=ALL_CHANNELS))]
    counted = pd.concat([_grouped(part) for part in parts], ignore_index=True)
    counted = counted.sort_values(_KEYS, kind="stable")
    counted["start"] = counted["start"].dt.date
    return [
        Cell(**{str(name): value for name, value in row.items()})
        for row in counted.to_dict("records")
    ]


def _prepared(records: pd.DataFrame) -> pd.DataFrame:
    kept = records[records["mark"].fillna("") != Mark.DUPLICATE.value]
    scale = kept["score_scale"]
    highest = scale.map({name: known.highest for name, known in SCALES.items()})
    is_nps = scale.isin([s.id for s in SCALES.values() if s.rule is Rule.NPS])
    is_csat = scale.isin([s.id for s in SCALES.values() if s.rule is Rule.CSAT])
    value = kept["score_value"].astype(float)
    own = "record:" + kept["id"].astype(str)
    customer, _ = pd.factorize(
        kept["customer_id"].astype(object).where(kept["customer_id"].notna(), own)
    )
    return pd.DataFrame(
        {
            "id": kept["id"],
            "solicited": kept["solicited"].astype(bool),
            "channel": kept["channel"].astype(str),
            "customer": customer,
            "day": kept["occurred_at"].dt.tz_localize(None).dt.normalize(),
            "touchpoint": kept["touchpoint"],
            "analysed": kept["analysed"].astype(bool),
            "sentiment_label": kept["sentiment_label"],
            "n_promoters": (is_nps & (value >= PROMOTER)).astype(int),
            "n_passives": (is_nps & (value >= PASSIVE) & (value < PROMOTER)).astype(int),
            "n_detractors": (is_nps & (value < PASSIVE)).astype(int),
            "top_boxes": (is_csat & (value >= highest + 1 - TOP_BOXES)).astype(int),
            "n_csat": (is_csat & value.notna()).astype(int),
        }
    )


def _everything(kept: pd.DataFrame) -> pd.DataFrame:
    sign = _sign(kept["sentiment_label"]).where(kept["analysed"])
    return _member(kept, scope="all", key=pd.Series("", index=kept.index), sign=sign)


def _of_touchpoints(
    kept: pd.DataFrame, stage_of_touchpoint: Callable[[str], str | None]
) -> pd.DataFrame:
    silent = kept[~kept["analysed"] & kept["touchpoint"].notna()]
    stages = {point: stage_of_touchpoint(point) for point in silent["touchpoint"].unique()}
    key = silent["touchpoint"].map(stages)
    known = key.notna()
    none = pd.Series(np.nan, index=silent.index)
    return _member(silent[known], scope="stage", key=key[known], sign=none[known])


def _asked_at(kept: pd.DataFrame) -> pd.DataFrame:
    asked = kept[kept["touchpoint"].notna() & kept["solicited"]]
    sign = _sign(asked["sentiment_label"]).where(asked["analysed"])
    return _member(asked, scope="touchpoint", key=asked["touchpoint"], sign=sign)


def _of_passages(
    kept: pd.DataFrame, passages: pd.DataFrame, *, scope: str, column: str
) -> pd.DataFrame:
    there = passages[passages[column].notna()]
    signs = _sign(there["sentiment_label"]).groupby([there["record_id"], there[column]]).sum()
    balance = signs.rename("sign").reset_index()
    found = balance.merge(kept[kept["analysed"]], left_on="record_id", right_on="id")
    return _member(found, scope=scope, key=found[column], sign=found["sign"])


def _sign(labels: "pd.Series[str]") -> "pd.Series[float]":
    return labels.map({"negative": -1.0, "neutral": 0.0, "positive": 1.0})


def _member(
    frame: pd.DataFrame, *, scope: str, key: "pd.Series[str]", sign: "pd.Series[float]"
) -> pd.DataFrame:
    return frame[_OF_RECORD].assign(
        scope=scope,
        key=key.astype(str),
        n_records=1,
        n_negative=(sign < 0).astype(int),
        n_neutral=(sign == 0).astype(int),
        n_positive=(sign > 0).astype(int),
    )


def _spans(members: pd.DataFrame, periods: Sequence[Period]) -> Iterator[pd.DataFrame]:
    day = members["day"]
    yield members.assign(span="week", start=day - pd.to_timedelta(day.dt.day_of_week, unit="D"))
    first = members.groupby("solicited")["day"].transform("min")
    yield members.assign(span="whole", start=first)
    for period in periods:
        of_voice = members["solicited"] == period.solicited
        for span, (start, end) in (("current", period.current), ("previous", period.previous)):
            inside = of_voice & (day >= pd.Timestamp(start)) & (day <= pd.Timestamp(end))
            yield members[inside].assign(span=span, start=pd.Timestamp(start))


def _grouped(members: pd.DataFrame) -> pd.DataFrame:
    sums = members.groupby(_KEYS, sort=False)[_COUNTS].sum()
    distinct = members.drop_duplicates([*_KEYS, "customer"])
    sums["n_customers"] = distinct.groupby(_KEYS, sort=False).size()
    return sums.reset_index()
