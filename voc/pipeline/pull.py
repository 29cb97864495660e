"""Pull a live source: the rows that are new since the last pull, and where the next one goes on."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing

from voc.domain.mapping import SourceMapping
from voc.errors import SettingsInvalid
from voc.nlp.clean import Rules
from voc.pipeline.duplicates import BATCH, compare_new
from voc.pipeline.identity import FileIds, check_secret
from voc.pipeline.ingest import Intake, store_rows
from voc.pipeline.report import IngestReport, OnRejected
from voc.sources import prepare
from voc.sources.live import LIVE, Cursor, Page, Wait, check_credential
from voc.sources.row import require_seen
from voc.store import Store


def pull(
    store: Store,
    *,
    source: str,
    mapping: SourceMapping,
    credential: str,
    secret: str,
    rules: Rules | None = None,
    from_start: bool = False,
    wait: Wait = time.sleep,
    on_progress: Callable[[int], None] | None = None,
    on_rejected: OnRejected | None = None,
) -> IngestReport:
    """Pull a source's new rows into the store, page by page.

    The cursor is stored behind the rows that it covers: a pull that is stopped anywhere reads some
    rows again, and loses none. `wait` is called with the seconds that a service asks for.
    `from_start` forgets the cursor; what is stored already stays unchanged.

    Raises:
        SourceError: the service refuses; what came before is stored.
        SettingsInvalid: the source isn't live, or its settings or credential can't be used.
        Locked: a night or another ingestion works on this store.
    """
    live = mapping.live
    if live is None or mapping.format not in LIVE:
        raise SettingsInvalid(
            f"Source {source!r} is no live source, and there is no file to read.",
            hint="Name files, or give it a `live`: docs/sources.md.",
        )
    check_secret(secret)
    mapping = prepare(mapping, source=source)
    credential = check_credential(credential, variable=live.credential)
    rules, tally = rules or Rules(), Counter[str]()
    with store.night_lock():
        compare_new(store)
        cursor = {} if from_start else _kept(store, source, mapping)
        unseen = not cursor
        with closing(LIVE[mapping.format].pages(mapping, credential, cursor, wait)) as pages:
            for page in pages:
                if unseen and page.rows:
                    _check_columns(page, mapping, source)
                    unseen = False
                intake = Intake(
                    source=source,
                    mapping=mapping,
                    secret=secret,
                    rules=rules,
                    file=mapping.format,
                    ids=FileIds(secret=secret),
                    on_rejected=on_rejected,
                )
                tally += store_rows(store, page.rows, intake)
                tally.update(compare_new(store, at_least=BATCH))
                store.save_cursor(source, {"of": _identity(mapping), "at": page.cursor})
                if on_progress:
                    on_progress(tally["read"])
        tally.update(compare_new(store))
    return IngestReport(source=source, **tally)


def _kept(store: Store, source: str, mapping: SourceMapping) -> Cursor:
    """Get the stored cursor, unless it belongs to another survey, query or address."""
    kept = store.cursor(source)
    return kept["at"] if kept.get("of") == _identity(mapping) else {}


def _identity(mapping: SourceMapping) -> str:
    asked = mapping.model_dump_json(include={"format", "live"}, exclude={"live": {"credential"}})
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def _check_columns(page: Page, mapping: SourceMapping, source: str) -> None:
    for _ in require_seen(iter(page.rows), mapping, path=f"Source {source!r}"):
        break
