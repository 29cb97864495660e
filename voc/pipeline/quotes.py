"""Choose the passages that a story may quote for each stage and topic, and for the company."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from voc.domain.analysis import Span
from voc.domain.record import Customer
from voc.domain.score import SCALES, Rule
from voc.domain.snapshot import Period, Quote
from voc.pipeline.excerpt import clearness, excerpt
from voc.store import Store

PER_CELL, CANDIDATES = 3, 12
HALF = 0.5
MIXED = 0.6
SHORTEST, LONGEST = 25, 280
DISPLEASED, DELIGHTED = 0.3, 0.85  # places on a scale of 0 to 1
PLACES = (
    ("all", "company"),
    ("stage", "stage"),
    ("topic", "topic_id"),
    ("touchpoint", "touchpoint"),
)
PLACE = ["key", "solicited", "sentiment_label", "before_leaving"]
CELL = [*PLACE, "channel"]


def choose_quotes(
    store: Store,
    records: pd.DataFrame,
    passages: pd.DataFrame,
    compared: Sequence[Period],
    *,
    customers: Sequence[Customer] = (),
) -> tuple[Quote, ...]:
    """Choose up to three quotes per place (stage, topic, touchpoint), channel and sentiment, best
    first in a voice.

    The best ones are from the current period where it has any, sure of their place and sentiment,
    on what many speak of there, understood alone, and each from another customer. A passage
    that its record's score or whole contradicts is not quoted. What customers who left had said
    of a topic is chosen apart.
    """
    if passages.empty:
        return ()
    said = _said(records, passages, compared, customers)
    found = [(scope, _candidates(said, column, scope)) for scope, column in PLACES]
    verbatims = store.verbatims({str(id) for _, rows in found for id in rows["record_id"]})
    return tuple(_quote(scope, row) for scope, rows in found for row in _best(rows, verbatims))


def _said(
    records: pd.DataFrame,
    passages: pd.DataFrame,
    compared: Sequence[Period],
    customers: Sequence[Customer],
) -> pd.DataFrame:
    """Join passages worth quoting with what is known of their records."""
    length = passages["end"] - passages["start"]
    record = records.rename(columns={"id": "record_id", "sentiment_label": "record_label"})
    joined = passages[length.between(SHORTEST, LONGEST)].merge(
        record.drop(columns=["stage"]), on="record_id"
    )
    labels = passages.groupby("record_id")["sentiment_label"].agg(set)
    mixed = labels.map(lambda found: {"negative", "positive"} <= found)
    left = {c.id: pd.Timestamp(c.left_on, tz="UTC") for c in customers if c.left_on}
    since = {period.solicited: pd.Timestamp(period.current[0], tz="UTC") for period in compared}
    whole = joined["record_label"] == joined["sentiment_label"]
    joined["company"] = whole.map({True: "", False: None})
    joined["company_confidence"] = joined["topic_confidence"]
    joined["touchpoint_confidence"] = whole.astype(float)
    joined["is_mixed"] = joined["record_id"].map(mixed)
    joined["speaker"] = joined["customer_id"].fillna(joined["record_id"])
    joined["is_current"] = joined["occurred_at"] >= joined["solicited"].map(since)
    joined["before_leaving"] = joined["occurred_at"] < pd.to_datetime(
        joined["customer_id"].map(left), utc=True
    )
    return joined[~_contradicted(joined)]


def _contradicted(said: pd.DataFrame) -> "pd.Series[bool]":
    """Mark passages that the record's score, or what it says as a whole, speaks against."""
    graded = {id: scale for id, scale in SCALES.items() if scale.rule is not Rule.SHARE}
    lowest = said["score_scale"].map({id: scale.lowest for id, scale in graded.items()})
    highest = said["score_scale"].map({id: scale.highest for id, scale in graded.items()})
    place = (said["score_value"] - lowest) / (highest - lowest)
    bad, good = said["sentiment_label"] == "negative", said["sentiment_label"] == "positive"
    by_score = (bad & (place >= DELIGHTED)) | (good & (place <= DISPLEASED))
    as_a_whole = said["record_label"]
    return by_score | (bad & (as_a_whole == "positive")) | (good & (as_a_whole == "negative"))


def _candidates(said: pd.DataFrame, column: str, scope: str) -> pd.DataFrame:
    rows = said.dropna(subset=column).assign(key=lambda frame: frame[column])
    confidence = rows[f"{column.removesuffix('_id')}_confidence"]
    rows["clarity"] = confidence * (HALF + rows["sentiment"].abs())
    rows["clarity"] *= rows["is_mixed"].map({True: MIXED, False: 1.0}) * (HALF + _typical(rows))
    everyone = rows.assign(before_leaving=False)
    leavers = rows[rows["before_leaving"]] if scope == "topic" else rows.head(0)
    rows = _sorted(pd.concat([everyone, leavers]))
    return rows.drop_duplicates([*CELL, "speaker"]).groupby(CELL, sort=False).head(CANDIDATES)


def _typical(rows: pd.DataFrame) -> "pd.Series[float]":
    """Give the number of passages on a passage's topic relative to the cell's commonest topic."""
    cell = [*CELL, "is_current"]
    n_alike = rows.groupby([*cell, "topic_id"])["record_id"].transform("size")
    return (n_alike / n_alike.groupby([rows[name] for name in cell]).transform("max")).fillna(0.0)


def _best(rows: pd.DataFrame, verbatims: dict[str, str]) -> list[dict[Hashable, Any]]:
    spans = zip(rows["record_id"], rows["start"], rows["end"], strict=True)
    pairs = [(verbatims[id], Span(start, end)) for id, start, end in spans]
    texts = [excerpt(verbatim, span) for verbatim, span in pairs]
    clear = [clearness(text, of=of) for text, (of, _) in zip(texts, pairs, strict=True)]
    ranked = _sorted(rows.assign(text=texts, clarity=rows["clarity"] * clear))
    return ranked.groupby(CELL, sort=False).head(PER_CELL).to_dict("records")


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    order = [*PLACE, "is_current", "clarity", "record_id", "ordinal"]
    ascending = [*(True for _ in PLACE), False, False, True, True]
    return rows.sort_values(order, ascending=ascending, kind="stable")


def _quote(scope: str, row: Mapping[Hashable, Any]) -> Quote:
    of_row = {name: row[name] for name in Quote.model_fields if name != "scope"}
    return Quote.model_validate({"scope": scope, **of_row})
