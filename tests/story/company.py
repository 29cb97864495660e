"""A small invented broadband company: seeded records, counted by the real cube."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import numpy as np
import pandas as pd

from voc.domain.snapshot import (
    Coverage,
    LossContrast,
    Period,
    Quote,
    Snapshot,
    StageInfo,
    TopicInfo,
)
from voc.metrics.cube import cells
from voc.metrics.losses import odds_ratio
from voc.metrics.periods import periods

from .voices import QUOTES

FIRST_DAY = date(2026, 1, 5)
WEEKS = 26
BILLING_WEEK, FAULT_WEEK, WAVE_WEEK = 16, 22, 21  # counted from 0
LABELS = ["negative", "neutral", "positive"]

STAGES = {
    "buy": ("Buy", "Choose a plan and order it without surprises.", "Sales"),
    "set_up": ("Set up", "Be connected on the promised day.", "Field service"),
    "use": ("Use", "Have a connection that simply works.", "Network"),
    "pay": ("Pay", "Pay the right amount without effort.", "Billing"),
    "support": ("Support", "Get a problem solved at the first contact.", "Customer care"),
    "leave": ("Leave", "End or move the contract with dignity.", "Retention"),
}

# Net sentiment of surveys per stage, in shares negative, neutral, positive.
TONES = {
    "buy": (0.22, 0.28, 0.50),
    "set_up": (0.24, 0.26, 0.50),
    "use": (0.28, 0.30, 0.42),
    "pay": (0.26, 0.32, 0.42),
    "support": (0.20, 0.26, 0.54),
    "leave": (0.42, 0.30, 0.28),
}


@dataclass(frozen=True)
class TopicPlan:
    """Plan a topic: its stage, its share there, and its tone (None: that of the stage)."""

    label: str
    stage: str
    share: float
    tone: tuple[float, float, float] | None = None


TOPICS = {
    "double_charge": TopicPlan("double charge on invoice", "pay", 0.30),
    "late_invoices": TopicPlan("late invoices", "pay", 0.25),
    "router_restarts": TopicPlan("router restarts after update", "use", 0.0, (0.92, 0.06, 0.02)),
    "slow_evenings": TopicPlan("slow speed in the evening", "use", 0.35, (0.70, 0.20, 0.10)),
    "roaming": TopicPlan("roaming abroad", "use", 0.12, (0.15, 0.70, 0.15)),
    "engineer_visits": TopicPlan("engineer visit on time", "set_up", 0.45, (0.06, 0.14, 0.80)),
    "delivery": TopicPlan("router delivery", "set_up", 0.25),
    "waiting": TopicPlan("waiting on hold", "support", 0.45),
    "chat_bot": TopicPlan("chat bot loops", "support", 0.20),
    "ordering": TopicPlan("ordering online", "buy", 0.35),
    "prices": TopicPlan("price compared with others", "buy", 0.25),
    "cancelling": TopicPlan("cancelling the contract", "leave", 0.50),
}


def company(seed: int = 7, *, n_records: int = 4800) -> Snapshot:
    """Build the snapshot of half a year in which the truths of `test_tell` happen."""
    rng = np.random.default_rng(seed)
    table = _records(rng, n_records)
    last_day = FIRST_DAY + timedelta(weeks=WEEKS, days=-1)
    current, previous = periods(FIRST_DAY, last_day)
    spans = tuple(Period(solicited=v, current=current, previous=previous) for v in (True, False))
    snapshot = Snapshot(
        id="0" * 16,
        company="Northlight Broadband",
        as_of=datetime(2026, 7, 6, 3, tzinfo=UTC),
        journey="telecom",
        analysis_version="1",
        stages=tuple(
            StageInfo(id=key, name=name, goal=goal, owner=owner, priority=key == "pay")
            for key, (name, goal, owner) in STAGES.items()
        ),
        topics=tuple(
            TopicInfo(
                id=key,
                label=plan.label,
                keywords=tuple(plan.label.split()),
                stage=plan.stage,
                born_at=datetime(2026, 7, 6, tzinfo=UTC),
            )
            for key, plan in TOPICS.items()
        ),
        periods=spans,
        cells=tuple(cells(table, _passages(table), periods=spans, stage_of_touchpoint={}.get)),
        quotes=_quotes(),
        losses=_losses(rng),
        coverage=_coverage(table, last_day),
    )
    digest = sha256(snapshot.model_dump_json().encode()).hexdigest()[:16]
    return snapshot.model_copy(update={"id": digest})


def _records(rng: np.random.Generator, n_records: int) -> pd.DataFrame:
    asked = rng.random(n_records) < 0.45
    week = rng.integers(0, WEEKS, n_records)
    stage = rng.choice([*STAGES], n_records, p=[0.14, 0.16, 0.26, 0.18, 0.18, 0.08])
    topic = np.array([_topic(rng, s, w) for s, w in zip(stage, week, strict=True)])
    label = np.array(
        [
            LABELS[rng.choice(3, p=_tone(s, t, bool(a), w))]
            for s, t, a, w in zip(stage, topic, asked, week, strict=True)
        ]
    )
    seconds = week * 7 * 86400 + rng.integers(0, 7 * 86400, n_records)
    score = np.select(
        [label == "negative", label == "neutral"],
        [rng.integers(0, 9, n_records), rng.integers(5, 11, n_records)],
        rng.integers(8, 11, n_records),
    ).astype(float)
    channel = rng.choice(["ticket", "review", "social"], n_records, p=[0.55, 0.25, 0.20])
    return pd.DataFrame(
        {
            "id": [f"r{i:05d}" for i in range(n_records)],
            "channel": np.where(asked, "survey", channel),
            "solicited": asked,
            "occurred_at": pd.Timestamp(FIRST_DAY, tz="UTC") + pd.to_timedelta(seconds, unit="s"),
            "customer_id": [f"c{i}" for i in rng.integers(0, n_records // 2, n_records)],
            "touchpoint": None,
            "score_value": np.where(asked, score, np.nan),
            "score_scale": np.where(asked, "nps_0_10", None),
            "mark": None,
            "analysed": True,
            "sentiment_label": label,
            "stage": np.where(rng.random(n_records) < 0.1, None, stage),
            "topic_id": np.where(topic == "", None, topic),
        }
    )


def _topic(rng: np.random.Generator, stage: str, week: int) -> str:
    plans = {key: plan for key, plan in TOPICS.items() if plan.stage == stage}
    if week >= FAULT_WEEK and stage == "use":
        plans["router_restarts"] = replace(plans["router_restarts"], share=0.40)
    if week >= WAVE_WEEK and stage == "use":
        plans["roaming"] = replace(plans["roaming"], share=0.25)
    draw, total = rng.random(), 0.0
    for key, plan in plans.items():
        total += plan.share
        if draw < total:
            return key
    return ""


def _tone(stage: str, topic: str, asked: bool, week: int) -> tuple[float, ...]:
    """Draw on the stage's tone, worse where nobody asked, and on what happens in the company."""
    tone = np.array((TOPICS[topic].tone if topic else None) or TONES[stage])
    if not asked and (not topic or TOPICS[topic].tone is None):
        tone = worse(tone, 0.16)
    if stage == "pay" and week >= BILLING_WEEK:
        tone = worse(tone, 0.34)
    if stage == "support" and not asked:
        tone = worse(tone, 0.30)
    if stage == "buy" and week >= WEEKS // 2:
        tone = worse(tone, 0.02)
    return tuple(tone)


def worse(tone: np.ndarray, by: float) -> np.ndarray:
    """Turn a share of positive records into negative ones."""
    moved = min(by, tone[2] - 0.02)
    return tone + np.array([moved, 0.0, -moved])


def _passages(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "record_id": table["id"],
            "stage": table["stage"],
            "topic_id": table["topic_id"],
            "sentiment": table["sentiment_label"]
            .map({"negative": -0.7, "positive": 0.7})
            .fillna(0),
            "sentiment_label": table["sentiment_label"],
        }
    )


def _quotes() -> tuple[Quote, ...]:
    found = []
    for place, key, channel, label, day, text in QUOTES:
        name = sha256(text.encode()).hexdigest()[:10]
        sign = {"negative": -1, "neutral": 0, "positive": 1}[label]
        found.append(
            Quote(
                scope=place,
                key=key,
                solicited=channel == "survey",
                channel=channel,
                sentiment_label=label,
                sentiment=sign * 0.8,
                record_id=name,
                text=text,
                occurred_at=datetime.fromisoformat(f"{day}T10:00:00+00:00"),
            )
        )
    return tuple(found)


def _losses(rng: np.random.Generator) -> tuple[LossContrast, ...]:
    found = []
    for topic in TOPICS:
        base = 0.12
        left = 0.35 if topic == "slow_evenings" else base
        tables = np.array(
            [
                [_drawn(rng, 30, left), _drawn(rng, 220, base)],
                [_drawn(rng, 40, left), _drawn(rng, 180, base)],
            ]
        )
        ratio = odds_ratio(tables)
        if ratio is None:
            continue
        totals = tables.sum(axis=0)
        found.append(
            LossContrast(
                topic_id=topic,
                n_left=int(totals[0].sum()),
                n_left_mentioning=int(totals[0, 0]),
                n_stayed=int(totals[1].sum()),
                n_stayed_mentioning=int(totals[1, 0]),
                odds_ratio=ratio.value,
                odds_ratio_low=ratio.low,
                odds_ratio_high=ratio.high,
                p_value=ratio.p_value,
            )
        )
    return tuple(found)


def _drawn(rng: np.random.Generator, n: int, share: float) -> list[int]:
    mentioning = int(rng.binomial(n, share))
    return [mentioning, n - mentioning]


def _coverage(table: pd.DataFrame, last_day: date) -> tuple[Coverage, ...]:
    found = []
    for channel, rows in table.groupby("channel"):
        n = len(rows)
        found.append(
            Coverage(
                source=f"{channel}_export",
                channel=str(channel),
                solicited=channel == "survey",
                n_records=n + 40,
                n_with_text=n + 32,
                n_analysed=n,
                n_duplicates=20,
                n_empty=8,
                n_unread_language=12,
                n_rejected=3,
                n_with_stage=int(rows["stage"].notna().sum()),
                n_with_topic=int(rows["topic_id"].notna().sum()),
                first_day=FIRST_DAY,
                last_day=last_day,
            )
        )
    return tuple(found)
