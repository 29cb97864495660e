"""Make feedback of a source's row, as its mapping says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase

from voc.domain.mapping import SourceMapping
from voc.domain.record import RawFeedback
from voc.domain.score import SCALES, Score, read_score
from voc.errors import RecordRejected, SettingsInvalid
from voc.sources.moment import read_moment
from voc.sources.row import COLUMN_FIELDS, SourceRow

# As long as a cell of a CSV file may be. More is a file that came into the column, not an opinion.
_LONGEST = 131_072


@dataclass(frozen=True, slots=True)
class Mapped:
    """Hold a row's feedback, and why its score was left out, if it was."""

    feedback: RawFeedback
    score_problem: RecordRejected | None = None


def is_wanted(row: SourceRow, mapping: SourceMapping) -> bool:
    """Tell whether the mapping's `only` and `unless` let a row through. One that can't be read is
    let through, to be rejected with its reason, and one that deletes, as it may say nothing
    else."""
    cells = {name: row.values.get(name, "").strip() for name in (*mapping.only, *mapping.unless)}
    wanted = all(cells[column] == value for column, value in mapping.only.items()) and not any(
        fnmatchcase(cells[column].casefold(), pattern.casefold().replace("[", "[[]"))
        for column, patterns in mapping.unless.items()
        for pattern in patterns
    )
    return wanted or bool(row.problem) or _is_deleted(row, mapping)


def withdrawn_id(row: SourceRow, mapping: SourceMapping) -> str | None:
    """Give the id of the record that a row says its source has deleted; None for other rows.

    Raises:
        RecordRejected: it names no id.
    """
    if not _is_deleted(row, mapping):
        return None
    external_id = _value(row, mapping.external_id, mapping)
    if external_id is None:
        raise RecordRejected("What was deleted at the source has no id.", field="external_id")
    return external_id


def _is_deleted(row: SourceRow, mapping: SourceMapping) -> bool:
    for column, value in mapping.deleted.items():
        found = row.values.get(column, "").strip()
        if found not in mapping.missing and value.casefold() in ("*", found.casefold()):
            return True
    return False


def to_feedback(row: SourceRow, mapping: SourceMapping, *, file: str = "the source") -> Mapped:
    """Make feedback of a row of a file. `external_id` is "" where the row has none.

    Raises:
        RecordRejected: the row, or its date, can't be read. Its message shows no value of the row.
        SettingsInvalid: a time carries no zone and the mapping names none; names file and row.
    """
    if row.problem:
        raise RecordRejected(row.problem, field="row")
    _check_whole(row, mapping)
    try:
        occurred_at = read_moment(_value(row, mapping.occurred_at, mapping) or "", mapping)
    except SettingsInvalid as error:
        place = f"{row.where or file}, row {row.number:,}"
        raise SettingsInvalid(f"{place}: {error.message}", hint=error.hint) from error
    score, problem = None, None
    try:
        score = _score(_value(row, mapping.score, mapping), mapping)
    except RecordRejected as error:
        problem = error
    touchpoint = _value(row, mapping.touchpoint, mapping)
    text = "\n".join(_present(row, mapping.text))
    if len(text) > _LONGEST:
        raise RecordRejected(
            f"The text is longer than {_LONGEST:,} characters.",
            field="text",
            hint="Shorten it, or leave it out.",
        )
    feedback = RawFeedback(
        external_id=_value(row, mapping.external_id, mapping) or "",
        occurred_at=occurred_at,
        text=text,
        score=score,
        response_id=_value(row, mapping.response_id, mapping),
        customer=_value(row, mapping.customer, mapping),
        contact=_value(row, mapping.contact, mapping),
        email=_value(row, mapping.email, mapping),
        phone=_value(row, mapping.phone, mapping),
        account=_value(row, mapping.account, mapping),
        customer_segment=_value(row, mapping.customer_segment, mapping),
        region=_value(row, mapping.region, mapping),
        touchpoint=mapping.touchpoints.get(touchpoint, touchpoint) if touchpoint else None,
    )
    return Mapped(feedback, problem)


def _check_whole(row: SourceRow, mapping: SourceMapping) -> None:
    """Refuse a row that ends before what a record can't do without."""
    absent = set(row.absent)
    needed = absent & {*mapping.external_id, *mapping.occurred_at}
    said = {*mapping.text, *mapping.score} & row.values.keys()
    if needed or (absent and said <= absent):
        lost = [name for name in row.absent if name in needed | said]
        raise RecordRejected(
            f"The row ends too early: it has no cell for {', '.join(map(repr, lost))}.",
            field="row",
            hint="It may be cut off: export the file again, or add the missing cells.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Hold what can be read of a row that can't be used: raw, as in the source. `cells` map fields
    to what stands in their columns."""

    external_id: str | None = None
    occurred_at: datetime | None = None
    customer: str | None = None
    contact: str | None = None
    email: str | None = None
    phone: str | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


def read_what_can_be(row: SourceRow, mapping: SourceMapping) -> Readable:
    """Read what can be read of a row; nothing, where its cells can't be told apart."""
    if row.problem:
        return Readable()
    try:
        occurred_at = read_moment(_value(row, mapping.occurred_at, mapping) or "", mapping)
    except RecordRejected:
        occurred_at = None
    cells = {name: " ".join(_present(row, getattr(mapping, name))) for name in COLUMN_FIELDS}
    return Readable(
        external_id=_value(row, mapping.external_id, mapping),
        occurred_at=occurred_at,
        customer=_value(row, mapping.customer, mapping),
        contact=_value(row, mapping.contact, mapping),
        email=_value(row, mapping.email, mapping),
        phone=_value(row, mapping.phone, mapping),
        cells={name: cell for name, cell in cells.items() if cell},
    )


def _present(row: SourceRow, columns: tuple[str, ...]) -> list[str]:
    values = (row.values.get(column, "").strip() for column in columns)
    return [value for value in values if value]


def _value(row: SourceRow, columns: tuple[str, ...], mapping: SourceMapping) -> str | None:
    if not columns:
        return None
    found = [value for value in _present(row, columns) if value not in mapping.missing]
    return " ".join(found) or None


def _score(value: str | None, mapping: SourceMapping) -> Score | None:
    if value is None or mapping.scale is None:
        return None
    scale = SCALES[mapping.scale]
    named = mapping.answers.get(value)
    if named is None and mapping.answers:
        folded = value.casefold()
        named = next((v for k, v in mapping.answers.items() if k.casefold() == folded), None)
    return read_score(value, scale) if named is None else Score(named, scale)
