"""`voc init`, `voc migrate`, `voc status`: make a workspace and look at it."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

_TEMPLATE = """\
# A workspace of voc. docs/settings.md explains every field.
company = {company}
journey = {journey}

[database]
url = "sqlite:///voc.db"  # or postgresql://user@host/name

[privacy]
# Customer keys are hashed with this secret before they are stored. Keep it, and keep it private.
secret = "{secret}"
# keep = ["own products and handles, which are no person"]
# patterns = {{ account = 'LK-\\d{{7}}' }}  # own numbers, by the placeholder they become

# One table per source; docs/sources.md has complete ones to copy.
# [sources.nps_survey]
# format = "csv"
# channel = "survey"
# solicited = true
# occurred_at = "Date"
# text = "Comment"
# score = "NPS"
# scale = "nps_0_10"
# timezone = "Europe/London"
"""


def init(
    journey: Annotated[str, typer.Option(help="Journey map to lay feedback along.")],
    company: Annotated[str, typer.Option(help="Name that the story gives the company.")] = "",
    sources: Annotated[
        Path | None, typer.Option(help=r"TOML file whose \[sources] tables are taken over.")
    ] = None,
    workspace: Workspace = HERE,
) -> None:
    """Make a workspace: voc.toml and an empty database."""
    from voc.errors import Conflict
    from voc.resources.journeys import load_journey
    from voc.settings import FILE, load_settings
    from voc.store import create_or_migrate

    path = workspace / FILE
    if path.exists():
        raise Conflict(f"{path} exists already.", hint="Edit it, or choose another --workspace.")
    load_journey(journey)
    tables = _tables(sources) if sources else ""
    workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = _TEMPLATE.format(
        company=_quoted(company or workspace.resolve().name),
        journey=_quoted(journey),
        secret=secrets.token_hex(16),
    )
    path.touch(mode=0o600)
    path.write_text(f"{text}\n{tables}", encoding="utf-8")
    try:
        create_or_migrate(load_settings(workspace).database_url)
    except BaseException:
        path.unlink()
        raise
    typer.echo(f"Made {path}. Next: `voc ingest SOURCE FILE`, then `voc night`.")


def migrate(workspace: Workspace = HERE) -> None:
    """Bring the workspace's database to the schema of this version."""
    from voc.settings import load_settings
    from voc.store import create_or_migrate

    create_or_migrate(load_settings(workspace).database_url)
    typer.echo("The database has this version's schema.")


def status(workspace: Workspace = HERE, as_json: AsJson = False) -> None:
    """Count what is stored, what waits for the night, and what was rejected."""
    from dataclasses import asdict

    from voc.pipeline.models import analysis_version
    from voc.resources.journeys import load_journey

    settings, store = open_workspace(workspace)
    version = analysis_version(
        load_journey(settings.journey_file), embedding=settings.models.embedding
    )
    counts = store.counts(version)
    if as_json:
        write_json(asdict(counts))
        return
    typer.echo(f"{settings.company}: {counts.records:,} records, {counts.topics} topics")
    for name, count in sorted(counts.by_source.items()):
        repeated = counts.duplicates.get(name, 0)
        without = f"   {count - repeated:,} without duplicates" if repeated else ""
        typer.echo(f"  {name:<24} {count:>8,}{without}")
    typer.echo(f"waiting for the night: {counts.pending:,}")
    if counts.withdrawn:
        typer.echo(f"withdrawn at the source: {counts.withdrawn:,}")
    typer.echo(f"rejected rows: {counts.rejected:,}")
    typer.echo(f"latest snapshot: {counts.latest_snapshot or 'none yet: run `voc night`'}")


def _tables(sources: Path) -> str:
    """Cut the [sources] tables, comments included, out of a TOML file."""
    from voc.errors import SourceUnavailable

    try:
        text = sources.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceUnavailable(f"{sources} can't be read: {error.strerror}.") from error
    start = text.find("[sources.")
    return text[start:] if start >= 0 else ""


def _quoted(value: str) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
