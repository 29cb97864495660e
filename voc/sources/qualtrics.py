"""Read Qualtrics' CSV exports: names, question texts and import ids, then the responses."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources.delimited import check_header, has_import_ids, table, to_rows
from voc.sources.row import SourceRow

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "external_id": ("ResponseId",),
    "occurred_at": ("RecordedDate",),
}


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the responses of a Qualtrics export; the first is row 4.

    Raises:
        SourceFormat: the file hasn't Qualtrics' three header rows, or lacks a mapped column.
    """
    header, body = table(path, encoding=mapping.encoding, delimiter=mapping.delimiter)
    if not has_import_ids(list(islice(body, 2))):
        raise SourceFormat(
            f"{path} has no Qualtrics import ids in row 3.",
            hint='Export with all three header rows, or set format = "csv".',
        )
    check_header(header, mapping, path=path)
    return to_rows(header, body)
