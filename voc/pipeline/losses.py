"""Compare what customers who left had spoken of with what their peers spoke of."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from voc.domain.record import Customer
from voc.domain.snapshot import LossContrast
from voc.metrics.losses import odds_ratio

TENURE_YEARS = (1.0, 3.0)


def loss_contrasts(
    customers: Sequence[Customer], records: pd.DataFrame, passages: pd.DataFrame
) -> tuple[LossContrast, ...]:
    """Contrast leavers with peers of the same customer segment, region and tenure, per topic.

    Only customers of whom a text was analysed count, and of a leaver only what was said before
    leaving. A peer stratum without both leavers and stayers says nothing and is left out.
    """
    people = _people(customers, records)
    if people.empty or not people["left"].any():
        return ()
    said = passages.dropna(subset="topic_id").merge(
        records[["id", "customer_id", "occurred_at"]], left_on="record_id", right_on="id"
    )
    said = said.merge(people[["customer_id", "left_at"]], on="customer_id")
    said = said[said["left_at"].isna() | (said["occurred_at"] < said["left_at"])]
    speakers = said.groupby("topic_id")["customer_id"].agg(set)
    contrasts = (_contrast(str(topic), people, of) for topic, of in speakers.items())
    return tuple(contrast for contrast in contrasts if contrast is not None)


def _people(customers: Sequence[Customer], records: pd.DataFrame) -> pd.DataFrame:
    heard = set(records.loc[records["analysed"], "customer_id"].dropna())
    as_of = records["occurred_at"].max()
    rows = [
        {
            "customer_id": customer.id,
            "stratum": _stratum(customer, as_of),
            "left": customer.left_on is not None,
            "left_at": pd.Timestamp(customer.left_on, tz="UTC") if customer.left_on else pd.NaT,
        }
        for customer in customers
        if customer.id in heard
    ]
    return pd.DataFrame(rows, columns=["customer_id", "stratum", "left", "left_at"])


def _stratum(customer: Customer, as_of: pd.Timestamp) -> tuple[str | None, str | None, int]:
    years = 0.0
    if customer.joined_on is not None:
        years = (as_of.date() - customer.joined_on).days / 365.25
    return customer.customer_segment, customer.region, int(np.searchsorted(TENURE_YEARS, years))


def _contrast(topic_id: str, people: pd.DataFrame, speakers: set[str]) -> LossContrast | None:
    mentions = people["customer_id"].isin(speakers)
    ratio = odds_ratio(_tables(people, mentions))
    if ratio is None:
        return None
    left = people["left"]
    return LossContrast(
        topic_id=topic_id,
        n_left=int(left.sum()),
        n_left_mentioning=int((left & mentions).sum()),
        n_stayed=int((~left).sum()),
        n_stayed_mentioning=int((~left & mentions).sum()),
        odds_ratio=round(ratio.value, 4),
        odds_ratio_low=round(ratio.low, 4),
        odds_ratio_high=round(ratio.high, 4),
        p_value=ratio.p_value,
    )


def _tables(people: pd.DataFrame, mentions: "pd.Series[bool]") -> NDArray[np.int64]:
    stratum, _ = pd.factorize(people["stratum"])
    tables = np.zeros((int(stratum.max()) + 1, 2, 2), np.int64)
    stayed = (~people["left"]).astype(int)
    np.add.at(tables, (stratum, stayed, (~mentions).astype(int)), 1)
    return tables
