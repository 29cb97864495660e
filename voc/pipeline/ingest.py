"""Ingest a source's files: each row becomes a record, or a rejection that says why not."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from voc.domain.erasure import Erased
from voc.domain.identity import Keys
from voc.domain.mapping import SourceMapping
from voc.domain.record import RawFeedback, Rejection
from voc.errors import RecordRejected, SettingsInvalid, SourceError, VocError
from voc.nlp.clean import Rules
from voc.pipeline.customers import ingest_customers
from voc.pipeline.declared import declared
from voc.pipeline.duplicates import BATCH, compare_new
from voc.pipeline.identity import FileIds, check_secret, record_id
from voc.pipeline.record import to_records
from voc.pipeline.rejected import Refused, to_rejections
from voc.pipeline.report import FileRead, IngestReport, OnRejected
from voc.sources import SOURCES, prepare
from voc.sources.mapped import is_wanted, to_feedback, withdrawn_id
from voc.sources.row import SourceRow, chunks
from voc.store import Store

__all__ = ["CHUNK", "IngestReport", "ingest", "ingest_customers"]

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Intake:
    """Hold what rows that come together have in common; `file` names where they stand."""

    source: str
    mapping: SourceMapping
    secret: str
    rules: Rules
    file: str
    ids: FileIds
    withdrawn: Set[str] = frozenset()
    on_rejected: OnRejected | None = None


def ingest(
    store: Store,
    *,
    source: str,
    mapping: SourceMapping,
    paths: Sequence[Path],
    secret: str,
    rules: Rules | None = None,
    on_progress: Callable[[int], None] | None = None,
    on_rejected: OnRejected | None = None,
) -> Generator[FileRead]:
    """Read files into the store, 1,000 rows at a time, and say of each what became of it; one that
    can't be read stops no other. Reading a file again changes nothing.

    `secret` keys the hashes of customers and accounts; `rules` say what is personal data.
    `on_progress` is called with the number of rows read so far, `on_rejected` with rows and scores
    as they are rejected.

    Raises:
        SettingsInvalid: the mapping can't be used, or the secret is empty.
        Locked: a night or another ingestion works on this store.
    """
    check_secret(secret)
    mapping = prepare(mapping, source=source)
    n_before = 0
    # A record that is revised while a night reads it would get the analysis of its old text.
    with store.night_lock():
        compare_new(store)
        for path in paths:
            tally: Counter[str] = Counter()
            error: VocError | None = None
            try:
                intake = Intake(
                    source=source,
                    mapping=mapping,
                    secret=secret,
                    rules=rules or Rules(),
                    file=path.name,
                    ids=FileIds(secret=secret),
                    withdrawn=_withdrawn(path, mapping),
                    on_rejected=on_rejected,
                )
                for chunk in chunks(SOURCES[mapping.format](path, mapping), CHUNK):
                    tally += store_rows(store, chunk, intake)
                    tally.update(compare_new(store, at_least=BATCH))
                    if on_progress:
                        on_progress(n_before + tally["read"])
            except (SourceError, SettingsInvalid) as problem:
                error = problem  # the mapping may fit the other files
            tally.update(compare_new(store))
            n_before += tally["read"]
            yield FileRead(path, IngestReport(source=source, **tally), error)


def store_rows(store: Store, chunk: Sequence[SourceRow], intake: Intake) -> Counter[str]:
    """Store the records and rejections that rows become; count them as an IngestReport does, but
    for duplicates, which `compare_new` finds later."""
    wanted = [row for row in chunk if is_wanted(row, intake.mapping)]
    feedback: list[RawFeedback] = []
    refused: list[Refused] = []
    gone: list[str] = []
    erased = store.erased()
    outcomes = [list(_outcomes(row, intake, erased)) for row in wanted]
    for item in chain.from_iterable(outcomes):
        if isinstance(item, Refused):
            refused.append(item)
        elif isinstance(item, RawFeedback):
            feedback.append(item)
        else:
            gone.append(record_id(intake.source, item))
    records = to_records(
        feedback,
        source=intake.source,
        mapping=intake.mapping,
        secret=intake.secret,
        rules=intake.rules,
    )
    rejections = _rejections(refused, intake, erased)
    counts = store.upsert_records(records)
    withdrawn = store.withdraw(gone)
    store.reject(rejections)
    if intake.on_rejected:
        intake.on_rejected(rejections)
    n_erased = outcomes.count([])
    rejected = len(wanted) - len(records) - len(gone) - n_erased
    return Counter(
        read=len(wanted),
        stored=counts.stored,
        revised=counts.revised,
        unchanged=counts.unchanged + len(gone) - withdrawn,
        withdrawn=withdrawn,
        rejected=rejected,
        erased=n_erased,
        skipped=len(chunk) - len(wanted),
        scores_rejected=len(rejections) - rejected,
        short=sum(_is_short(row, out) for row, out in zip(wanted, outcomes, strict=True)),
    )


def _is_short(row: SourceRow, outcomes: Sequence[RawFeedback | Refused | str]) -> bool:
    return bool(row.absent) and any(isinstance(item, RawFeedback) for item in outcomes)


def _withdrawn(path: Path, mapping: SourceMapping) -> Set[str]:
    """Gather the ids that any row of a file withdraws: a row before it would bring them back
    whenever the file is read again."""
    found: set[str] = set()
    if mapping.deleted:
        # What can't be read is refused, or rejected with its row, when it comes to be stored.
        with suppress(SourceError):
            for row in SOURCES[mapping.format](path, mapping):
                with suppress(RecordRejected):
                    found.add(withdrawn_id(row, mapping) or "")
    return found - {""}


def _outcomes(
    row: SourceRow, intake: Intake, erased: Erased
) -> Iterator[RawFeedback | Refused | str]:
    """Give the row's feedback, its refusal, or the id that it withdraws; feedback and refusal,
    when its score alone can't be used; nothing for what was erased."""
    try:
        if gone := withdrawn_id(row, intake.mapping):
            yield gone
            return
        mapped = to_feedback(row, intake.mapping, file=intake.file)
        feedback = intake.ids.identify(mapped.feedback)
    except RecordRejected as error:
        yield Refused(row, error)
        return
    if feedback.external_id in intake.withdrawn:
        yield feedback.external_id
        return
    if erased and erased.covers(_keys(feedback, intake), feedback.occurred_at):
        return
    if mapped.score_problem:
        yield Refused(row, mapped.score_problem)
    yield feedback


def _rejections(refused: Sequence[Refused], intake: Intake, erased: Erased) -> list[Rejection]:
    return to_rejections(
        refused,
        source=intake.source,
        file=intake.file,
        mapping=intake.mapping,
        secret=intake.secret,
        rules=intake.rules,
        withdrawn=intake.withdrawn,
        erased=erased,
    )


def _keys(feedback: RawFeedback, intake: Intake) -> Keys:
    return declared(feedback, source=intake.source, mapping=intake.mapping, secret=intake.secret)
