"""Take a snapshot: all figures of the store, from which a story can be told again."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime

import pandas as pd

from voc.domain.journey import JourneyMap
from voc.domain.record import Mark
from voc.domain.snapshot import Coverage, Period, Snapshot, StageInfo, TopicInfo
from voc.domain.topic import Topic
from voc.errors import SnapshotMissing
from voc.metrics.cube import cells
from voc.metrics.periods import periods
from voc.pipeline.losses import loss_contrasts
from voc.pipeline.quotes import choose_quotes
from voc.store import Store

HALF = 0.5


def take_snapshot(
    store: Store, *, company: str, journey: JourneyMap, version: str, languages: Collection[str]
) -> Snapshot:
    """Compute and keep the figures of all that is stored; equal data give the same snapshot.

    Raises:
        SnapshotMissing: the store holds no records.
    """
    records, passages = store.record_facts(), store.passage_facts()
    if records.empty:
        raise SnapshotMissing(
            "There is nothing to tell a story from.", hint="Run `voc ingest SOURCE FILE` first."
        )
    records["analysed"] &= records["language"].isin(languages)
    topics, customers = store.registry.load().active(), store.customers()
    compared = _periods(records)
    body = {
        "company": company,
        "as_of": _utc(records["occurred_at"].max()),
        "journey": journey.id,
        "analysis_version": version,
        "stages": _stages(journey),
        "topics": _topics(topics, passages),
        "periods": compared,
        "cells": cells(
            records, passages, periods=compared, stage_of_touchpoint=journey.stage_of_touchpoint
        ),
        "quotes": choose_quotes(store, records, passages, compared, customers=customers),
        "losses": loss_contrasts(customers, records, passages),
        "coverage": _coverage(records, passages, store.count_rejected(), languages),
    }
    unnamed = Snapshot.model_validate({"id": "", **body})
    digest = hashlib.sha256(unnamed.model_dump_json().encode()).hexdigest()
    snapshot = unnamed.model_copy(update={"id": digest[:32]})
    store.save_snapshot(snapshot)
    return snapshot


def _stages(journey: JourneyMap) -> tuple[StageInfo, ...]:
    return tuple(
        StageInfo(
            id=stage.id,
            name=stage.name,
            goal=stage.goal,
            owner=stage.owner,
            priority=stage.priority,
        )
        for stage in sorted(journey.stages, key=lambda stage: stage.order)
    )


def _topics(topics: list[Topic], passages: pd.DataFrame) -> tuple[TopicInfo, ...]:
    by_topic = passages.dropna(subset="topic_id").groupby("topic_id")["stage"]
    shares = by_topic.value_counts(normalize=True, dropna=False)
    homes: dict[str, str] = {
        str(row["topic_id"]): str(row["stage"])
        for row in shares.rename("share").reset_index().dropna().to_dict("records")
        if row["share"] > HALF
    }
    return tuple(
        TopicInfo(
            id=topic.id,
            label=topic.label,
            keywords=topic.keywords,
            stage=homes.get(topic.id),
            born_at=topic.born_at,
        )
        for topic in topics
    )


def _periods(records: pd.DataFrame) -> tuple[Period, ...]:
    found = []
    for solicited in sorted(records["solicited"].unique()):
        voice = records[records["solicited"] == solicited]
        first, last = voice["occurred_at"].min().date(), voice["occurred_at"].max().date()
        current, previous = periods(first, last)
        found.append(Period(solicited=bool(solicited), current=current, previous=previous))
    return tuple(found)


def _coverage(
    records: pd.DataFrame,
    passages: pd.DataFrame,
    rejected: Mapping[str, int],
    languages: Collection[str],
) -> tuple[Coverage, ...]:
    with_stage = set(passages.loc[passages["stage"].notna(), "record_id"])
    with_topic = set(passages.loc[passages["topic_id"].notna(), "record_id"])
    found = []
    for _, group in records.groupby(["source", "channel", "solicited"]):
        source, channel, solicited = group[["source", "channel", "solicited"]].iloc[0]
        text = group["has_text"] & group["mark"].isna()
        found.append(
            Coverage(
                source=str(source),
                channel=str(channel),
                solicited=bool(solicited),
                n_records=len(group),
                n_with_text=int(group["has_text"].sum()),
                n_analysed=int(group["analysed"].sum()),
                n_duplicates=int((group["mark"] == Mark.DUPLICATE).sum()),
                n_empty=int(group["mark"].isin([Mark.NO_TEXT, Mark.EMPTY_ANSWER]).sum()),
                n_unread_language=int((text & ~group["language"].isin(languages)).sum()),
                n_rejected=rejected.get(str(source), 0),
                n_with_stage=int(group["id"].isin(with_stage).sum()),
                n_with_topic=int(group["id"].isin(with_topic).sum()),
                n_without_customer=int(
                    (group["customer_id"].isna() & (group["mark"] != Mark.DUPLICATE)).sum()
                ),
                first_day=_day(group["occurred_at"].min()),
                last_day=_day(group["occurred_at"].max()),
            )
        )
    return tuple(found)


def _day(moment: pd.Timestamp) -> date:
    return moment.date()


def _utc(moment: pd.Timestamp) -> datetime:
    return moment.to_pydatetime().astimezone(UTC)
