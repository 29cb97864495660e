"""Store what was found in the records: analyses, passages and their vectors."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, delete, insert, select, update

from voc.domain.analysis import Analyses, Analysis, FeedbackType, Passage, Sentiment, Span
from voc.errors import Conflict
from voc.store.statements import fetch_in, parts
from voc.store.tables import ANALYSIS, PASSAGE, RECORD

STORED_VECTOR = np.dtype("<f2")


def save_analyses(connection: Connection, analyses: Analyses, version: str) -> None:
    """Replace the analyses of these records. A passage that was there keeps its topic: only a text
    that is revised, whose analysis is gone by then, is assigned anew."""
    kept = _placed(connection, [analysis.record_id for analysis in analyses.records])
    for ids in parts([analysis.record_id for analysis in analyses.records]):
        marked = update(RECORD).where(RECORD.c.id.in_(ids)).values(analysed_version=version)
        n_stored = connection.execute(marked).rowcount
        if n_stored != len(ids):
            raise Conflict(
                f"{len(ids) - n_stored} analysed records are not in the store, or are repeated.",
                hint="Analyse each record that the store gives once.",
            )
        connection.execute(delete(ANALYSIS).where(ANALYSIS.c.record_id.in_(ids)))
    passages = [(a.record_id, i, p) for a in analyses.records for i, p in enumerate(a.passages)]
    vectors = np.asarray(analyses.vectors, dtype=STORED_VECTOR)
    rows = [
        {
            **_passage_row(record_id, ordinal, passage),
            **kept.get((record_id, passage.span.start, passage.span.end), {}),
            "vector": vector.tobytes(),
        }
        for (record_id, ordinal, passage), vector in zip(passages, vectors, strict=True)
    ]
    if analyses.records:
        connection.execute(insert(ANALYSIS), [_analysis_row(a) for a in analyses.records])
    if rows:
        connection.execute(insert(PASSAGE), rows)


def _placed(
    connection: Connection, record_ids: Collection[str]
) -> dict[tuple[str, int, int], dict[str, object]]:
    """Map passages by their place to their topic and what is known of it."""
    names = ("assigned_id", "topic_id", "topic_confidence", "topic_considered", "exemplar")
    place = (PASSAGE.c.record_id, PASSAGE.c.span_start, PASSAGE.c.span_end)
    columns = [PASSAGE.c[name] for name in names]
    rows = fetch_in(connection, select(*place, *columns), PASSAGE.c.record_id, record_ids)
    return {tuple(row[:3]): dict(zip(names, row[3:], strict=True)) for row in rows}


def _analysis_row(analysis: Analysis) -> dict[str, object]:
    return {
        "record_id": analysis.record_id,
        "stage": analysis.stage,
        "stage_confidence": float(analysis.stage_confidence),
        "sentiment": float(analysis.sentiment),
        "sentiment_label": analysis.sentiment_label.value,
        "sentiment_confidence": float(analysis.sentiment_confidence),
        "type": analysis.type.value,
    }


def _passage_row(record_id: str, ordinal: int, passage: Passage) -> dict[str, object]:
    return {
        "record_id": record_id,
        "ordinal": ordinal,
        "span_start": int(passage.span.start),
        "span_end": int(passage.span.end),
        "stage": passage.stage,
        "stage_confidence": float(passage.stage_confidence),
        "second_stage": passage.second_stage,
        "second_confidence": float(passage.second_confidence),
        "sentiment": float(passage.sentiment),
        "sentiment_label": passage.sentiment_label.value,
        "sentiment_confidence": float(passage.sentiment_confidence),
        "type": passage.type.value,
        "assigned_id": passage.assigned_id or passage.topic_id,
        "topic_id": passage.topic_id,
        "topic_confidence": float(passage.topic_confidence),
        "topic_considered": False,
        "exemplar": False,
    }


def load_analyses(connection: Connection, record_ids: Collection[str]) -> dict[str, Analysis]:
    """Map the ids of the records that are analysed to their analyses."""
    columns = [column for column in PASSAGE.c if column.name != "vector"]
    by_record: dict[str, list[Passage]] = {}
    ordered = select(*columns).order_by(PASSAGE.c.record_id, PASSAGE.c.ordinal)
    for row in fetch_in(connection, ordered, PASSAGE.c.record_id, record_ids):
        by_record.setdefault(row.record_id, []).append(_to_passage(row))
    rows = fetch_in(connection, select(ANALYSIS), ANALYSIS.c.record_id, record_ids)
    return {row.record_id: _to_analysis(row, by_record.get(row.record_id, ())) for row in rows}


def _to_analysis(row: Row[Any], passages: Sequence[Passage]) -> Analysis:
    return Analysis(
        record_id=row.record_id,
        passages=tuple(passages),
        stage=row.stage,
        stage_confidence=row.stage_confidence,
        sentiment=row.sentiment,
        sentiment_label=Sentiment(row.sentiment_label),
        sentiment_confidence=row.sentiment_confidence,
        type=FeedbackType(row.type),
    )


def _to_passage(row: Row[Any]) -> Passage:
    return Passage(
        span=Span(row.span_start, row.span_end),
        stage=row.stage,
        stage_confidence=row.stage_confidence,
        sentiment=row.sentiment,
        sentiment_label=Sentiment(row.sentiment_label),
        sentiment_confidence=row.sentiment_confidence,
        type=FeedbackType(row.type),
        second_stage=row.second_stage,
        second_confidence=row.second_confidence,
        topic_id=row.topic_id,
        topic_confidence=row.topic_confidence,
    )
