"""Ingest a source's files: each row becomes a record, or a rejection that says why not."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.domain.record import RawFeedback, Rejection
from voc.errors import RecordRejected, SettingsInvalid
from voc.nlp.clean import Rules
from voc.pipeline.customers import ingest_customers
from voc.pipeline.identity import FileIds
from voc.pipeline.record import to_records
from voc.sources import SOURCES, prepare
from voc.sources.files import check_readable
from voc.sources.mapped import is_wanted, to_feedback
from voc.sources.row import SourceRow
from voc.store import Store

__all__ = ["CHUNK", "IngestReport", "ingest", "ingest_customers"]

CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """Count what became of the rows: read = stored + revised + unchanged + duplicate + rejected.

    `skipped` rows were left out by the mapping's `only` and are not among those read.
    `scores_rejected` are scores, not rows: their records were kept without them.
    """

    source: str
    read: int = 0
    stored: int = 0
    revised: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0
    skipped: int = 0
    scores_rejected: int = 0

    def __str__(self) -> str:
        parts = ("stored", "revised", "unchanged", "duplicate", "rejected")
        sums = " + ".join(f"{getattr(self, part):,} {part}" for part in parts)
        scores = f"; {self.scores_rejected:,} scores left out" if self.scores_rejected else ""
        skipped = f"; {self.skipped:,} skipped by the filter" if self.skipped else ""
        return f"{self.read:,} read = {sums}{scores}{skipped}"


@dataclass(frozen=True, slots=True)
class _Intake:
    """Hold what the rows of one file have in common."""

    source: str
    mapping: SourceMapping
    secret: str
    rules: Rules
    file: str
    ids: FileIds


def ingest(
    store: Store,
    *,
    source: str,
    mapping: SourceMapping,
    paths: Sequence[Path],
    secret: str,
    rules: Rules | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> IngestReport:
    """Read files into the store, 1,000 rows at a time; reading a file again changes nothing.

    `secret` keys the hashes of customers and accounts; `rules` say what is personal data.
    `on_progress` is called with the number of rows read so far.

    Raises:
        SourceError: a file can't be read; the chunks before that place are stored.
        SettingsInvalid: the mapping can't be used, or the secret is empty.
        Locked: a night or another ingestion works on this store.
    """
    if not secret:
        raise SettingsInvalid("There is no secret.", hint="Set `privacy.secret` in voc.toml.")
    mapping = prepare(mapping, source=source)
    for path in paths:
        check_readable(path)
    tally: Counter[str] = Counter()
    # A record that is revised while a night reads it would get the analysis of its old text.
    with store.night_lock():
        for path in paths:
            intake = _Intake(
                source, mapping, secret, rules or Rules(), path.name, FileIds(secret=secret)
            )
            rows = SOURCES[mapping.format](path, mapping)
            while chunk := list(islice(rows, CHUNK)):
                tally += _store(store, chunk, intake)
                if on_progress:
                    on_progress(tally["read"])
    return IngestReport(source=source, **tally)


def _store(store: Store, chunk: Sequence[SourceRow], intake: _Intake) -> Counter[str]:
    wanted = [row for row in chunk if is_wanted(row, intake.mapping)]
    feedback: list[RawFeedback] = []
    rejections: list[Rejection] = []
    for item in (item for row in wanted for item in _outcomes(row, intake)):
        if isinstance(item, Rejection):
            rejections.append(item)
        else:
            feedback.append(item)
    records = to_records(
        feedback,
        source=intake.source,
        mapping=intake.mapping,
        secret=intake.secret,
        rules=intake.rules,
    )
    counts = store.upsert_records(records)
    store.reject(rejections)
    return Counter(
        read=len(wanted),
        stored=counts.stored,
        revised=counts.revised,
        unchanged=counts.unchanged,
        duplicate=counts.duplicate,
        rejected=len(wanted) - len(records),
        skipped=len(chunk) - len(wanted),
        scores_rejected=len(rejections) - (len(wanted) - len(records)),
    )


def _outcomes(row: SourceRow, intake: _Intake) -> Iterator[RawFeedback | Rejection]:
    """Give the row's feedback or its rejection; both, when its score alone can't be used."""
    try:
        mapped = to_feedback(row, intake.mapping)
        feedback = intake.ids.identify(mapped.feedback)
    except RecordRejected as error:
        yield _rejection(row, error, intake)
        return
    if mapped.score_problem:
        yield _rejection(row, mapped.score_problem, intake)
    yield feedback


def _rejection(row: SourceRow, error: RecordRejected, intake: _Intake) -> Rejection:
    return Rejection(
        source=intake.source,
        file=intake.file,
        row=row.number,
        field=error.field,
        reason=str(error),
    )
