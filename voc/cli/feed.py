"""`voc ingest` and `voc night`: bring feedback in, and turn it into a story."""

import os
import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, progress, write_json
from voc.cli.rows import Refusals, check_known, read_files, report_files, report_rows

if TYPE_CHECKING:
    from voc.pipeline.report import IngestReport
    from voc.settings import Settings
    from voc.store import Store


def ingest(
    names: Annotated[
        list[str],
        typer.Argument(
            help=r"A \[sources.NAME] table of voc.toml, or `customers`, and its exports; a live "
            "source alone; an export alone with --dry-run or --save.",
            metavar="SOURCE [FILE…]",
        ),
    ],
    only_show: Annotated[
        bool, typer.Option("--dry-run", help="Guess how FILE is mapped; show it, store nothing.")
    ] = False,
    save: Annotated[
        str | None,
        typer.Option(help="Write the guessed mapping of FILE into voc.toml.", metavar="NAME"),
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="Answer for the guess.", metavar="FIELD=VALUE"),
    ] = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help="Pull all of a live source again.")
    ] = False,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Read exports into the store: repaired, redacted, each record once.

    Reading a file again changes nothing. Rejected rows are kept with file, row and reason;
    the exit code is 1 when there are any. `--dry-run FILE` shows what a guessed mapping would
    give; `--save NAME FILE` writes it down and, without --dry-run, reads the file.

    Without FILE, a live source is pulled: what is new or changed since the last pull.
    """
    from voc.errors import SettingsInvalid

    saved = save is not None
    if only_show or saved or given:
        show = not (saved and as_json and not only_show)
        _guess(names, save, given or [], workspace, as_json=as_json, show=show)
        if only_show:
            return
        if save is None:
            raise SettingsInvalid("--set goes with --dry-run or --save.")
        names = [save, *names]
    files = [Path(name) for name in names[1:]]
    if from_start and files:
        raise SettingsInvalid("--from-start goes with a live source.", hint="Leave out the files.")
    _read(names[0], files, workspace, as_json=as_json, from_start=from_start)


def _guess(
    names: list[str],
    save: str | None,
    given: list[str],
    workspace: Path,
    *,
    as_json: bool,
    show: bool,
) -> None:
    """Guess the mapping of one file, show it, and save it if a name is given."""
    from voc.cli.dry_run import assignments, check_answered, dry_run
    from voc.cli.save import check_name, save_mapping
    from voc.errors import SettingsInvalid
    from voc.sources.guess import guess

    if len(names) != 1:
        raise SettingsInvalid(
            "A guess is made of one file.", hint="voc ingest --dry-run FILE, without a source."
        )
    if save is not None:
        check_name(save)
    found = guess(Path(names[0]), given=assignments(given))
    if show:
        dry_run(Path(names[0]), found, workspace=workspace, as_json=as_json)
    if found.broken:
        raise found.broken
    if save is not None:
        check_answered(found)
        save_mapping(workspace, save, found.mapping())
        typer.echo(f"Wrote [sources.{save}] to voc.toml.", err=True)


def _read(
    source: str, files: list[Path], workspace: Path, *, as_json: bool, from_start: bool
) -> None:
    """Read files, or pull a live source, into the store and say what became of the rows."""
    settings, store = open_workspace(workspace)
    refusals = Refusals()
    if files:
        read = read_files(store, settings, source, files, on_rejected=refusals.add)
        report_files(source, read, refusals, as_json=as_json)
        return
    report = _pull(store, settings, source, refusals, from_start=from_start)
    report_rows(report, refusals, as_json=as_json)


def _pull(
    store: "Store", settings: "Settings", source: str, refusals: Refusals, *, from_start: bool
) -> "IngestReport":
    from voc.errors import SettingsInvalid
    from voc.pipeline.pull import pull

    if source == "customers":
        raise SettingsInvalid("There is no file to read.", hint="voc ingest customers FILE…")
    check_known(settings, source)
    mapping = settings.sources[source]
    with progress() as show:
        return pull(
            store,
            source=source,
            mapping=mapping,
            credential=os.environ.get(mapping.live.credential, "") if mapping.live else "",
            secret=settings.privacy.secret,
            rules=settings.rules,
            from_start=from_start,
            wait=_wait,
            on_progress=lambda read: show(f"ingest {source}", read, None),
            on_rejected=refusals.add,
        )


def _wait(seconds: float) -> None:
    """Wait for a service, and say so when a person would wonder."""
    if seconds > 10:
        typer.echo(f"Waiting {seconds:,.0f} seconds for the service.", err=True)
    time.sleep(seconds)


def night(workspace: Workspace = HERE, as_json: AsJson = False) -> None:
    """Analyse what is new, find topics, take a snapshot and write the story.

    Stop it at any moment: starting it again continues. Running it twice changes nothing.
    """
    from voc.cli.erase import forget_map
    from voc.pipeline.night import night as run_night
    from voc.pipeline.publish import write_page
    from voc.resources.journeys import load_journey

    settings, store = open_workspace(workspace)
    with progress() as show:
        report = run_night(
            store,
            company=settings.company,
            journey=load_journey(settings.journey_file),
            embedding=settings.models.embedding,
            cache=settings.models.cache,
            keep_from=_keep_from(settings.privacy.retention_days),
            topics=settings.topics.policy,
            keeper=settings.keeper,
            on_progress=show,
        )
    page = write_page(store, workspace / "story.html")
    if report.erased:
        forget_map(workspace)
    if as_json:
        write_json({**asdict(report), "page": str(page)})
        return
    if report.erased:
        typer.echo(f"erased {report.erased:,} records older than privacy.retention_days")
    typer.echo(
        f"analysed {report.analysed:,} records; {report.born} topics found, "
        f"{report.topics} known; snapshot {report.snapshot_id[:12]}"
    )
    typer.echo(f"story: {page}")


def _keep_from(retention_days: int | None) -> datetime | None:
    """Tell from when on records are kept. Whoever sets this asks for the clock: of what is said no
    more, the newest record would never grow old."""
    if retention_days is None:
        return None
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=retention_days)
