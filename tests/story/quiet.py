"""Companies in which nothing happens: counts drawn from the same shares every week."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from voc.domain.snapshot import Cell, LossContrast, Scope, Snapshot
from voc.metrics.losses import odds_ratio

from .company import FIRST_DAY, WEEKS, worse

SPANS = {"previous": slice(0, 13), "current": slice(13, 26), "whole": slice(0, 26)}
KINDS = ("negative", "neutral", "positive")


def quiet(template: Snapshot, *, seed: int) -> Snapshot:
    """Replace a snapshot's figures: stages and voices differ, but weeks don't, the voices lie as
    far apart at every stage, and nobody leaves for a reason."""
    rng = np.random.default_rng(seed)
    drawn: list[Cell] = []
    tones = {place.id: rng.dirichlet([8, 8, 8]) for place in (*template.stages, *template.topics)}
    for voice in (True, False):
        total = np.zeros((WEEKS, 3), dtype=int)
        for stage in template.stages:
            counts = _counts(rng, rate=rng.uniform(3, 20), tone=_toned(tones[stage.id], voice))
            total += counts
            drawn += _cells("stage", stage.id, voice, counts)
        drawn += _cells("all", "", voice, total)
        for topic in template.topics:
            counts = _counts(rng, rate=rng.uniform(0.1, 6), tone=_toned(tones[topic.id], voice))
            drawn += _cells("topic", topic.id, voice, counts)
    losses = [_loss(rng, topic.id) for topic in template.topics]
    return template.model_copy(
        update={"id": f"quiet-{seed}", "cells": tuple(drawn), "losses": tuple(losses)}
    )


def _toned(tone: np.ndarray, solicited: bool) -> np.ndarray:
    return tone if solicited else worse(tone, 0.15)


def _counts(rng: np.random.Generator, *, rate: float, tone: np.ndarray) -> np.ndarray:
    return np.array([rng.multinomial(n, tone) for n in rng.poisson(rate, WEEKS)])


def _cells(scope: Scope, key: str, solicited: bool, counts: np.ndarray) -> Iterator[Cell]:
    place: dict[str, Any] = {"scope": scope, "key": key, "solicited": solicited}
    for week, row in enumerate(counts):
        if row.sum():
            yield _cell(row, span="week", start=FIRST_DAY + timedelta(weeks=week), **place)
    for span, weeks in SPANS.items():
        start = FIRST_DAY + timedelta(weeks=weeks.start)
        yield _cell(counts[weeks].sum(axis=0), span=span, start=start, **place)


def _cell(row: np.ndarray, *, span: str, start: date, **place: Any) -> Cell:
    negative, neutral, positive = (int(n) for n in row)
    asked = place["solicited"]
    return Cell(
        **place,
        span=span,
        start=start,
        channel="*",
        n_records=negative + neutral + positive,
        n_customers=negative + neutral + positive,
        n_negative=negative,
        n_neutral=neutral,
        n_positive=positive,
        n_promoters=positive if asked else 0,
        n_passives=neutral if asked else 0,
        n_detractors=negative if asked else 0,
        top_boxes=0,
        n_csat=0,
    )


def _loss(rng: np.random.Generator, topic: str) -> LossContrast:
    share = rng.uniform(0.1, 0.3)
    left, stayed = int(rng.binomial(70, share)), int(rng.binomial(400, share))
    ratio = odds_ratio(np.array([[[left, 70 - left], [stayed, 400 - stayed]]]))
    assert ratio is not None
    return LossContrast(
        topic_id=topic,
        n_left=70,
        n_left_mentioning=left,
        n_stayed=400,
        n_stayed_mentioning=stayed,
        odds_ratio=ratio.value,
        odds_ratio_low=ratio.low,
        odds_ratio_high=ratio.high,
        p_value=ratio.p_value,
    )
