"""`voc ingest` and `voc night`: bring feedback in, and turn it into a story."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.exit_codes import SOME_INPUT_REFUSED
from voc.cli.options import HERE, AsJson, Workspace, open_workspace, progress, write_json


def ingest(
    source: Annotated[str, typer.Argument(help="A [sources] table of voc.toml, or `customers`.")],
    files: Annotated[list[Path], typer.Argument(help="Exports of that source.", metavar="FILE…")],
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Read exports into the store: repaired, redacted, each record once.

    Reading a file again changes nothing. Rejected rows are kept with file, row and reason;
    the exit code is 1 when there are any.
    """
    from voc.errors import SettingsInvalid
    from voc.pipeline.ingest import ingest as read_in
    from voc.pipeline.ingest import ingest_customers

    settings, store = open_workspace(workspace)
    secret = settings.privacy.secret
    if source == "customers":
        count = sum(ingest_customers(store, path, secret=secret) for path in files)
        typer.echo(f"customers: {count:,} stored")
        return
    if source not in settings.sources:
        known = ", ".join(sorted(settings.sources)) or "none yet"
        raise SettingsInvalid(
            f"voc.toml has no [sources.{source}].", hint=f"Known sources: {known}, customers."
        )
    with progress() as show:
        report = read_in(
            store,
            source=source,
            mapping=settings.sources[source],
            paths=files,
            secret=secret,
            on_progress=lambda read: show(f"ingest {source}", read, None),
        )
    if as_json:
        write_json(asdict(report))
    else:
        typer.echo(f"{source}: {report}")
    if report.rejected:
        raise typer.Exit(SOME_INPUT_REFUSED)


def night(workspace: Workspace = HERE, as_json: AsJson = False) -> None:
    """Analyse what is new, find topics, take a snapshot and write the story.

    Stop it at any moment: starting it again continues. Running it twice changes nothing.
    """
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
            on_progress=show,
        )
    page = write_page(store, workspace / "story.html")
    if as_json:
        write_json({**asdict(report), "page": str(page)})
        return
    typer.echo(
        f"analysed {report.analysed:,} records; {report.born} topics found, "
        f"{report.topics} known; snapshot {report.snapshot_id[:12]}"
    )
    typer.echo(f"story: {page}")
