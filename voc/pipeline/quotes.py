"""Choose the passages that a story may quote for each stage and topic."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from voc.domain.snapshot import Period, Quote
from voc.store import Store

PER_CELL = 3
HALF = 0.5
SHORTEST, LONGEST = 25, 280
Scope = Literal["stage", "topic"]


def choose_quotes(
    store: Store, records: pd.DataFrame, passages: pd.DataFrame, compared: Sequence[Period]
) -> tuple[Quote, ...]:
    """Choose up to three passages per stage or topic, voice and sentiment.

    They are the clearest ones (confidence times strength of sentiment), from the current period
    where it has any, long enough to say something, each from another customer.
    """
    length = passages["end"] - passages["start"]
    fit = passages[length.between(SHORTEST, LONGEST)]
    known = records[["id", "solicited", "channel", "occurred_at", "customer_id"]]
    joined = fit.merge(known, left_on="record_id", right_on="id")
    joined["speaker"] = joined["customer_id"].fillna(joined["record_id"])
    joined["is_current"] = _is_current(joined, compared)
    chosen = [
        (scope, row)
        for scope, column in (("stage", "stage"), ("topic", "topic_id"))
        for row in _chosen(joined, column, f"{scope}_confidence").to_dict("records")
    ]
    texts = store.passage_texts([(row["record_id"], row["ordinal"]) for _, row in chosen])
    return tuple(
        Quote(
            scope="stage" if scope == "stage" else "topic",
            key=row["stage" if scope == "stage" else "topic_id"],
            solicited=row["solicited"],
            channel=row["channel"],
            sentiment_label=row["sentiment_label"],
            sentiment=row["sentiment"],
            record_id=row["record_id"],
            text=texts[(row["record_id"], row["ordinal"])],
            occurred_at=row["occurred_at"],
        )
        for scope, row in chosen
    )


def _is_current(joined: pd.DataFrame, compared: Sequence[Period]) -> "pd.Series[bool]":
    since = {period.solicited: pd.Timestamp(period.current[0], tz="UTC") for period in compared}
    return joined["occurred_at"] >= joined["solicited"].map(since)


def _chosen(joined: pd.DataFrame, column: str, confidence: str) -> pd.DataFrame:
    rows = joined.dropna(subset=column).copy()
    rows["clarity"] = rows[confidence] * (HALF + rows["sentiment"].abs())
    cell = [column, "solicited", "sentiment_label"]
    order = [*cell, "is_current", "clarity", "record_id", "ordinal"]
    ascending = [True, True, True, False, False, True, True]
    rows = rows.sort_values(order, ascending=ascending, kind="stable")
    rows = rows.drop_duplicates([*cell, "speaker"])
    return rows.groupby(cell, sort=False).head(PER_CELL)
