"""`voc ingest` and `voc night`: bring feedback in, and turn it into a story."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.exit_codes import SOME_INPUT_REFUSED
from voc.cli.options import HERE, AsJson, Workspace, open_workspace, progress, write_json


def ingest(
    names: Annotated[
        list[str],
        typer.Argument(
            help="A [sources] table of voc.toml, or `customers`, and its exports; an export alone "
            "with --dry-run or --save.",
            metavar="SOURCE FILE…",
        ),
    ],
    only_show: Annotated[
        bool, typer.Option("--dry-run", help="Guess how FILE is mapped; show it, store nothing.")
    ] = False,
    save: Annotated[
        str, typer.Option(help="Write the guessed mapping of FILE into voc.toml.", metavar="NAME")
    ] = "",
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="Answer for the guess.", metavar="FIELD=VALUE"),
    ] = None,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Read exports into the store: repaired, redacted, each record once.

    Reading a file again changes nothing. Rejected rows are kept with file, row and reason;
    the exit code is 1 when there are any. `--dry-run FILE` shows what a guessed mapping would
    give; `--save NAME FILE` writes it down and, without --dry-run, reads the file.
    """
    from voc.errors import SettingsInvalid

    if only_show or save or given:
        show = not (save and as_json and not only_show)
        _guess(names, save, given or [], workspace, as_json=as_json, show=show)
        if only_show:
            return
        if not save:
            raise SettingsInvalid("--set goes with --dry-run or --save.")
        names = [save, *names]
    if len(names) < 2:
        raise SettingsInvalid("There is no file to read.", hint="voc ingest SOURCE FILE…")
    _read(names[0], [Path(name) for name in names[1:]], workspace, as_json=as_json)


def _guess(
    names: list[str], save: str, given: list[str], workspace: Path, *, as_json: bool, show: bool
) -> None:
    """Guess the mapping of one file, show it, and save it if a name is given."""
    from voc.cli.dry_run import assignments, check_answered, dry_run
    from voc.cli.save import save_mapping
    from voc.errors import SettingsInvalid
    from voc.sources.guess import guess

    if len(names) != 1:
        raise SettingsInvalid(
            "A guess is made of one file.", hint="voc ingest --dry-run FILE, without a source."
        )
    found = guess(Path(names[0]), given=assignments(given))
    if show:
        dry_run(Path(names[0]), found, as_json=as_json)
    if save:
        check_answered(found)
        save_mapping(workspace, save, found.mapping())
        typer.echo(f"Wrote [sources.{save}] to voc.toml.", err=True)


def _read(source: str, files: list[Path], workspace: Path, *, as_json: bool) -> None:
    """Read files into the store and say what became of their rows."""
    from voc.errors import SettingsInvalid
    from voc.nlp.clean import Rules
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
            rules=Rules(keep=(settings.company,)),
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
