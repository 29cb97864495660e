"""Show what reading a file would give, without storing anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.domain.record import RawFeedback
from voc.errors import RecordRejected, SourceError
from voc.nlp.clean import Rules, clean, language
from voc.pipeline.identity import FileIds
from voc.sources import SOURCES, prepare
from voc.sources.mapped import is_wanted, to_feedback, withdrawn_id
from voc.sources.row import SourceRow

_SHOWN = 5
_LANGUAGES_OF = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """Show one mapped row; `verbatim` is redacted. `has_customer` tells whether the row names the
    customer, whose key is not shown."""

    row: int
    day: str
    score: float | None
    touchpoint: str | None
    has_customer: bool
    verbatim: str


@dataclass(slots=True, kw_only=True)
class Refusal:
    """Count the rows that a reason refuses, and name the first of them."""

    field: str
    reason: str
    rows: int = 0
    first: int = 0


@dataclass(slots=True, kw_only=True)
class Preview:
    """Hold what reading a file would give. `languages` count the first 200 texts. `rejected` counts
    rows; a refused score alone refuses no row. `withdrawn` rows say that their source deleted
    something, be it stored or not; `short` ones have fewer cells than the header, `first_short` is
    the first of them. `broken`: the file can't be read to its end."""

    read: int = 0
    rejected: int = 0
    withdrawn: int = 0
    skipped: int = 0
    without_text: int = 0
    broken: bool = False
    short: int = 0
    first_short: int = 0
    rows: list[PreviewRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    languages: dict[str, int] = field(default_factory=dict)


def preview(
    path: Path,
    *,
    mapping: SourceMapping,
    rules: Rules | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Preview:
    """Read a whole file as its mapping says, and keep nothing but counts and five redacted rows.

    Raises:
        SourceError: the file can't be read.
        SettingsInvalid: the mapping can't be used.
    """
    mapping = prepare(mapping, source=path.name)
    rules, shown, ids = rules or Rules(), Preview(), FileIds(secret=path.name)
    refusals: dict[tuple[str, str], Refusal] = {}
    for row in _readable(path, mapping, shown):
        if not is_wanted(row, mapping):
            shown.skipped += 1
            continue
        shown.read += 1
        if on_progress and shown.read % 1000 == 0:
            on_progress(shown.read)
        try:
            if withdrawn_id(row, mapping):
                shown.withdrawn += 1
                continue
            mapped = to_feedback(row, mapping, file=path.name)
            ids.identify(mapped.feedback)
        except RecordRejected as error:
            shown.rejected += 1
            _refuse(refusals, error, row.number)
            continue
        if mapped.score_problem:
            _refuse(refusals, mapped.score_problem, row.number)
        if row.absent:
            shown.short += 1
            shown.first_short = shown.first_short or row.number
        feedback = mapped.feedback
        shown.without_text += not feedback.text
        if feedback.text and sum(shown.languages.values()) < _LANGUAGES_OF:
            told = language(feedback.text)
            shown.languages[told] = shown.languages.get(told, 0) + 1
        if feedback.text and len(shown.rows) < _SHOWN:
            verbatim = clean(feedback.text, strip=mapping.strip, rules=rules).verbatim
            shown.rows.append(_row(row.number, feedback, verbatim))
    shown.refusals = sorted(refusals.values(), key=lambda refusal: -refusal.rows)
    return shown


def _row(number: int, feedback: RawFeedback, verbatim: str) -> PreviewRow:
    return PreviewRow(
        row=number,
        day=feedback.occurred_at.date().isoformat(),
        score=feedback.score.value if feedback.score else None,
        touchpoint=feedback.touchpoint,
        has_customer=any((feedback.customer, feedback.contact, feedback.email, feedback.phone)),
        verbatim=verbatim,
    )


def _readable(path: Path, mapping: SourceMapping, shown: Preview) -> Iterator[SourceRow]:
    """Give the rows before the place where a file can't be read on, if there is one."""
    try:
        yield from SOURCES[mapping.format](path, mapping)
    except SourceError:
        if not shown.read:
            raise
        shown.broken = True


def _refuse(found: dict[tuple[str, str], Refusal], error: RecordRejected, row: int) -> None:
    key = (error.field, str(error))
    refusal = found.setdefault(key, Refusal(field=error.field, reason=str(error), first=row))
    refusal.rows += 1
