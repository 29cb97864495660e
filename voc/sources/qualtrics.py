"""Read Qualtrics' CSV exports: names, question texts and import ids, then the responses."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources.delimited import Numbered, has_import_ids, table, to_rows
from voc.sources.header import check_header
from voc.sources.row import SourceRow


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the responses of a Qualtrics export; the first is row 4.

    Raises:
        SourceFormat: the file hasn't Qualtrics' three header rows, or lacks a mapped column.
    """
    header, _, body = _open(path, mapping)
    check_header(header, mapping, path=path)
    return to_rows(header, body)


@dataclass(frozen=True, slots=True)
class Header:
    """Hold each column's question, and the zone of the times if the export names it."""

    labels: Mapping[str, str]
    timezone: str | None


def read_header(path: Path, mapping: SourceMapping) -> Header:
    """Read what the second and third header rows say.

    Raises:
        SourceFormat: the file hasn't Qualtrics' three header rows.
    """
    names, (questions, ids), _ = _open(path, mapping)
    labels = dict(zip(names, questions, strict=False))
    # Beside its question of recommending Qualtrics writes the group: promoter, passive, detractor.
    labels |= {n: f"NPS: {labels.get(n, n)}" for n in names if f"{n}_NPS_GROUP" in names}
    zones = (json.loads(cell).get("timeZone") for cell in ids if '"timeZone"' in cell)
    return Header(labels, next(zones, None))


def _open(
    path: Path, mapping: SourceMapping
) -> tuple[list[str], tuple[list[str], list[str]], Iterator[Numbered]]:
    header, body = table(path, encoding=mapping.encoding, delimiter=mapping.delimiter)
    head = list(islice(body, 2))
    if not has_import_ids(head):
        raise SourceFormat(
            f"{path} has no Qualtrics import ids in row 3.",
            hint='Export with all three header rows, or set format = "csv".',
        )
    return header, (head[0].cells, head[1].cells), body
