"""Read the facts that figures are made of, as data frames."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from voc.domain.record import Mark
from voc.store.tables import ANALYSIS, PASSAGE, RECORD

Columns = dict[str, tuple[ColumnElement[Any], str]]
TIME = "datetime64[us, UTC]"


def record_facts(connection: Connection) -> pd.DataFrame:
    """Read one row per record, by id, without those withdrawn. Texts that are absent are NaN."""
    columns: Columns = {
        **{name: (RECORD.c[name], "str") for name in ("id", "source", "channel")},
        "solicited": (RECORD.c.solicited, "bool"),
        "occurred_at": (RECORD.c.occurred_at, TIME),
        **{
            name: (RECORD.c[name], "str")
            for name in ("customer_id", "customer_segment", "region", "touchpoint")
        },
        "score_value": (RECORD.c.score_value, "float64"),
        **{name: (RECORD.c[name], "str") for name in ("score_scale", "language", "mark")},
        "analysed": (RECORD.c.analysed_version.is_not(None), "bool"),
        "has_text": (RECORD.c.verbatim != "", "bool"),
        **{name: (ANALYSIS.c[name], "str") for name in ("sentiment_label", "stage")},
    }
    kept = RECORD.c.mark.is_distinct_from(Mark.WITHDRAWN.value)
    return _frame(connection, columns, RECORD.outerjoin(ANALYSIS), [RECORD.c.id], only=kept)


def passage_facts(connection: Connection) -> pd.DataFrame:
    """Read one row per passage, by record id and ordinal. Texts that are absent are NaN."""
    types = {
        "ordinal": "int64",
        "start": "int64",
        "end": "int64",
        "stage_confidence": "float64",
        "topic_confidence": "float64",
        "sentiment": "float64",
    }
    names = (
        *("record_id", "ordinal", "start", "end", "stage", "stage_confidence"),
        *("topic_id", "topic_confidence", "sentiment", "sentiment_label", "type"),
    )
    stored = {"start": "span_start", "end": "span_end"}
    columns: Columns = {
        name: (PASSAGE.c[stored.get(name, name)], types.get(name, "str")) for name in names
    }
    return _frame(connection, columns, PASSAGE, list(PASSAGE.primary_key))


def _frame(
    connection: Connection,
    columns: Columns,
    source: Any,
    order: list[ColumnElement[Any]],
    *,
    only: ColumnElement[bool] | None = None,
) -> pd.DataFrame:
    labelled = [column.label(name) for name, (column, _) in columns.items()]
    statement = select(*labelled).select_from(source).order_by(*order)
    rows = connection.execute(statement if only is None else statement.where(only)).all()
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pd.DataFrame(
        {
            name: pd.Series(list(value), dtype=dtype)
            for (name, (_, dtype)), value in zip(columns.items(), values, strict=True)
        }
    )
