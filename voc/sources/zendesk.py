"""Read Zendesk's JSON export of tickets, as its export and its API write it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources.flat import flat
from voc.sources.json_stream import elements
from voc.sources.row import SourceRow, require_seen

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "external_id": ("id",),
    "occurred_at": ("created_at",),
    "text": ("subject", "description"),
    "customer": ("requester_id",),
}


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the tickets of an export, numbered from 1.

    Nested fields are columns such as `via.channel`, `requester.external_id` and
    `custom_fields.ID`; tags are one text.

    Raises:
        SourceFormat: the file has no list of tickets, is cut off, or lacks a mapped column.
    """
    return require_seen(_rows(path, mapping.encoding), mapping, path=path)


def _rows(path: Path, encoding: str | None) -> Iterator[SourceRow]:
    for number, ticket in enumerate(elements(path, "tickets", encoding=encoding), 1):
        if not isinstance(ticket, dict):
            raise SourceFormat(
                f"{path}, ticket {number}: not an object.",
                hint="Export the tickets as JSON from Zendesk.",
            )
        yield _row(number, ticket)


def _row(number: int, ticket: dict[str, Any]) -> SourceRow:
    fields = ticket.get("custom_fields")
    if isinstance(fields, list):
        named = [field for field in fields if isinstance(field, dict) and "id" in field]
        ticket = {**ticket, "custom_fields": {f["id"]: f.get("value") for f in named}}
    try:
        values = flat(ticket)
    except RecursionError:
        return SourceRow(number, {}, "The ticket is nested too deep.")
    # The export holds the requester as an object, the API its id alone.
    if "requester.id" in values:
        values.setdefault("requester_id", values["requester.id"])
    return SourceRow(number, values)
