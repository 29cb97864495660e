"""Tell the format of an export by its first bytes and its columns."""

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from voc.domain.mapping import Format, SourceMapping
from voc.domain.record import Channel
from voc.sources import delimited, files, sheet
from voc.sources.json_stream import are_keyed
from voc.sources.mbox import is_mbox
from voc.sources.parquet import is_parquet
from voc.sources.row import look_ahead
from voc.sources.shape import Shape
from voc.sources.shapes import JSON_SHAPES, TABLE_SHAPES
from voc.sources.workbook import is_spreadsheet


def recognise(path: Path) -> Format:
    """Name the format of a file: a tool's where its columns are that tool's, else a generic one.

    Raises:
        SourceError: it can't be read.
    """
    if is_spreadsheet(path):
        return _tool(sheet.table(path)[0], TABLE_SHAPES) or "spreadsheet"
    if is_parquet(path):
        return "parquet"
    if is_mbox(path):
        return "mbox"
    first = next(files.blocks(path), "").lstrip()
    if first.startswith(("{", "[", "window.")):
        return _json(path)
    header, body = delimited.table(path)
    if delimited.has_import_ids(look_ahead(body, 2)[0]):
        return "qualtrics"
    return _tool(header, TABLE_SHAPES) or "csv"


def probe(form: Format) -> SourceMapping:
    """Make a mapping that reads rows of a format and maps nothing."""
    return SourceMapping(format=form, channel=Channel.OTHER, solicited=False)


def _tool(columns: Iterable[str], shapes: Iterable[Shape]) -> Format | None:
    present = set(columns)
    return next((s.name for s in shapes if any(sign <= present for sign in s.signatures)), None)


def _json(path: Path) -> Format:
    for shape in JSON_SHAPES:
        row = next(shape.read(path, probe(shape.name)), None)
        if row and (found := _tool(row.values, [shape])):
            return found
    lines = [line for line in islice(files.lines(path), 20) if line.strip()]
    try:
        first = json.loads(lines[0])
    except (ValueError, RecursionError):
        return "json"
    is_whole = len(lines) == 1 and _holds_list(first)
    return "jsonl" if isinstance(first, dict) and not is_whole else "json"


def _holds_list(value: Any) -> bool:
    """Tell whether a value has a list of objects in it, or is one by keys: these are the rows."""
    if isinstance(value, dict):
        return are_keyed(value) or any(_holds_list(child) for child in value.values())
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)
