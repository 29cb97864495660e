"""Keep of rows that can't be used why not, and what they say, redacted."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from voc.domain.erasure import Erased
from voc.domain.mapping import SourceMapping
from voc.domain.record import SCORE_FIELD, Rejection
from voc.errors import RecordRejected
from voc.nlp.clean import Rules, clean_many
from voc.pipeline.declared import declared
from voc.pipeline.identity import holds_address, record_id
from voc.sources.mapped import Readable, read_what_can_be
from voc.sources.row import SourceRow

# The customer's own keys are kept as hashes, by which the row is found to be erased.
_FIELDS = (
    *("external_id", "occurred_at", "text", "score", "response_id"),
    *("customer_segment", "region", "touchpoint"),
)
# The record itself is kept, so nothing else of it has to be.
_FIELDS_OF_SCORE = ("external_id", SCORE_FIELD)
_IDS = ("external_id", "response_id")
_LONGEST_READ = 131_072
_LONGEST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Refused:
    """Hold a row, raw, and why it, or its score, can't be used."""

    row: SourceRow
    error: RecordRejected


def to_rejections(
    refused: Sequence[Refused],
    *,
    source: str,
    file: str,
    mapping: SourceMapping,
    secret: str,
    rules: Rules,
    withdrawn: Set[str],
    erased: Erased,
) -> list[Rejection]:
    """Make rejections. Of rows that were erased, or deleted at the source, nothing else is kept."""
    made = []
    for one in refused:
        bare = Rejection(
            source=source,
            file=one.row.where or file,
            row=one.row.number,
            field=one.error.field,
            reason=str(one.error),
        )
        read = read_what_can_be(one.row, mapping)
        keys = declared(read, source=source, mapping=mapping, secret=secret)
        if read.external_id in withdrawn or erased.covers(keys, read.occurred_at):
            made.append(bare)
            continue
        id_ = record_id(source, read.external_id) if read.external_id else None
        cells = _cells(read, bare, mapping)
        made.append(
            replace(bare, cells=cells, record_id=id_, occurred_at=read.occurred_at, keys=keys)
        )
    return _redacted(made, mapping, rules)


def _cells(
    read: Readable, rejection: Rejection, mapping: SourceMapping
) -> tuple[tuple[str, str], ...]:
    names = _FIELDS_OF_SCORE if rejection.is_cell else _FIELDS
    found = ((name, read.cells.get(name, "")) for name in names)
    return tuple(
        (name, cell)
        for name, cell in found
        if 0 < len(cell) <= _LONGEST_READ and not (name in _IDS and holds_address(cell, mapping))
    )


def _redacted(
    rejections: Sequence[Rejection], mapping: SourceMapping, rules: Rules
) -> list[Rejection]:
    """Redact all cells at once, which is faster."""
    raw = [cell for rejection in rejections for _, cell in rejection.cells]
    cleaned = iter(clean_many(raw, strip=mapping.strip, rules=rules))
    return [
        replace(
            rejection,
            cells=tuple(
                (name, next(cleaned).verbatim[:_LONGEST_KEPT]) for name, _ in rejection.cells
            ),
        )
        for rejection in rejections
    ]
