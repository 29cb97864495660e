"""Read Parquet files."""

from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.flat import flat
from voc.sources.header import MOST_COLUMNS
from voc.sources.row import SourceRow, require_seen

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData

_BATCH = 1000
_MARK = b"PAR1"
# One row group of more would be a bomb rather than feedback.
_LARGEST_GROUP = 1 << 32


def is_parquet(path: Path) -> bool:
    """Tell by its first bytes whether a file is a Parquet file."""
    return files.start(path, len(_MARK)) == _MARK


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the rows, numbered from 1; inner fields are joined by dots.

    Raises:
        SourceFormat: the file is no Parquet, is damaged or cut off, or lacks a mapped column.
    """
    return require_seen(_rows(path), mapping, path=path)


def _rows(path: Path) -> Iterator[SourceRow]:
    import pyarrow
    from pyarrow.parquet import ParquetFile

    if not files.start(path).strip():
        raise SourceFormat(f"{path} is empty.", hint="Export the file again.")
    numbers, number = count(1), 0
    try:
        with files.whole(path) as stream, ParquetFile(stream) as table:
            _check(table.metadata, table.schema_arrow.names, path=path)
            for batch in table.iter_batches(batch_size=_BATCH):
                for values in batch.to_pylist():
                    number = next(numbers)
                    yield SourceRow(number, flat(values))
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise SourceFormat(
            f"{path}, after row {number}: no Parquet, damaged or cut off.",
            hint="Copy or export the file again, or name the source's right `format`.",
        ) from error


def _check(metadata: "FileMetaData", names: list[str], *, path: Path) -> None:
    if len(names) > MOST_COLUMNS:
        raise SourceFormat(
            f"{path}: {len(names):,} columns; at most {MOST_COLUMNS:,} are read.",
            hint="Export fewer columns.",
        )
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise SourceFormat(
            f"{path}: column {twice[0]!r} stands there more than once.", hint="Rename one of them."
        )
    groups = (metadata.row_group(place) for place in range(metadata.num_row_groups))
    if any(group.total_byte_size > _LARGEST_GROUP for group in groups):
        raise SourceFormat(
            f"{path}: a row group unpacks to more than 4 GB.", hint="Write smaller row groups."
        )
