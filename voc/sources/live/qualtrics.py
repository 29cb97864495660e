"""Pull Qualtrics' responses: order an export, wait for it, fetch the CSV that people export too.

References: api.qualtrics.com, Survey Response Import/Export. The export begins at the time at which
a response was recorded and promises no order: its time counts when all its rows are stored.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat, SourceUnavailable
from voc.sources import moment
from voc.sources.live.answer import Answer
from voc.sources.live.client import Client, Wait
from voc.sources.live.listed import live_of
from voc.sources.live.page import Cursor, Page, Pages, newest_of, seen, start_of, zulu
from voc.sources.row import SourceRow

_AT_ONCE = 1000
_POLLS = 400
_POLL_SECONDS = 5.0


def pages(mapping: SourceMapping, credential: str, cursor: Cursor, wait: Wait) -> Pages:
    """Pull responses that were recorded. The credential is an API token."""
    live = live_of(mapping, needs=("survey",))
    headers = {"X-API-TOKEN": credential}
    with Client(live, tool="Qualtrics", headers=headers, wait=wait) as client:
        start = start_of(cursor, live.since)
        order = {
            "format": "csv",
            "useLabels": False,
            **({"startDate": zulu(start)} if start else {}),
            **({} if mapping.timezone in (None, "UTC") else {"timeZone": mapping.timezone}),
        }
        answer = _made(client, f"/API/v3/surveys/{live.survey}/export-responses", order)
    rows, newest = _rows(answer), newest_of(cursor)
    while chunk := list(islice(rows, _AT_ONCE)):
        times = (_recorded(row, mapping, answer.now) for row in chunk)
        newest = max([*filter(None, times), *([newest] if newest else [])], default=None)
        yield Page(chunk, cursor)
    yield Page([], seen(newest))


def _made(client: Client, path: str, order: dict[str, Any]) -> Answer:
    """Order an export, wait until it is made, and fetch it."""
    result = _result(client.post(path, order))
    progress = result.get("progressId")
    for _ in range(_POLLS):
        if result.get("status") == "complete":
            file_id = result.get("fileId")
            if file_id:
                return client.get(f"{path}/{file_id}/file")
        elif result.get("status") == "failed":
            raise SourceUnavailable("Qualtrics could not make the export.", hint="Pull again.")
        else:
            client.wait(_POLL_SECONDS)
        result = _result(client.get(f"{path}/{progress}"))
    raise SourceUnavailable("Qualtrics did not finish the export in half an hour.")


def _result(answer: Answer) -> dict[str, Any]:
    found = answer.json().get("result")
    if not isinstance(found, dict):
        raise answer.unexpected("no result")
    return found


def _rows(answer: Answer) -> Iterator[SourceRow]:
    """Read the one CSV of a zip, in memory: what customers wrote is not put on disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            for name in packed.namelist():
                with packed.open(name) as file:
                    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
                    yield from _table(text)
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeError, csv.Error) as error:
        raise SourceFormat(
            f"{answer.name} sent an export that is damaged.", hint="Pull again."
        ) from error


def _table(text: io.TextIOWrapper) -> Iterator[SourceRow]:
    cells = csv.reader(text)
    header = next(cells, [])
    for number, values in enumerate(islice(cells, 2, None), 4):
        row = dict(zip(header, values, strict=False))
        problem = "" if len(values) == len(header) else "The row has not as many cells as columns."
        yield SourceRow(number, row, problem, f"response {row.get('ResponseId', '?')}")


def _recorded(row: SourceRow, mapping: SourceMapping, now: datetime | None) -> datetime | None:
    try:
        found = moment.parse(row.values.get("RecordedDate", ""), ("iso",))
    except ValueError:
        return None
    if not isinstance(found, datetime):
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=moment.zone(mapping))
    return min(aware, now) if now else aware
