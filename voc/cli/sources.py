"""`voc sources` and `voc rejects`: which exports are read, and what was refused."""

import csv
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json
from voc.cli.rows import Refusals, read_files, report_rows

if TYPE_CHECKING:
    from voc.domain.record import Rejection

rejects = typer.Typer(help="Look at rejected rows, export them, read them again.")

SourceName = Annotated[str, typer.Option("--source", help="Only those of this source.")]
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sources(as_json: AsJson = False) -> None:
    """List the exports that can be read and the tools that can be pulled, and what each needs.

    `voc ingest --dry-run FILE` recognises exports and says what is left to answer; `voc ingest
    SOURCE` pulls a tool that has a `live` in voc.toml.
    """
    from voc.sources.live import LIVE
    from voc.sources.shapes import SHAPES

    pulled = {name: ("credential", *source.needs) for name, source in LIVE.items()}
    listed = [(s.name, s.title, s.needs, pulled.get(s.name)) for s in SHAPES]
    if as_json:
        write_json(
            [
                {"format": name, "title": title, "needs": needs, "live": live}
                for name, title, needs, live in listed
            ]
        )
        return
    for name, title, needs, live in listed:
        more = f"; live needs {', '.join(live)}" if live else ""
        typer.echo(f"{name:<14} {title}; needs {', '.join(needs) or 'nothing'}{more}")


@rejects.command("list")
def list_rejects(
    source: SourceName = "", workspace: Workspace = HERE, as_json: AsJson = False
) -> None:
    """List the rejected rows: source, file, row, field and reason."""
    found = _load(workspace, source)
    if as_json:
        write_json([asdict(rejection) for rejection in found])
        return
    for (name, file), n in Counter((r.source, r.file) for r in found).items():
        typer.echo(f"{name}: {file}: {n:,} rejected")
        for rejection in (r for r in found if (r.source, r.file) == (name, file)):
            typer.echo(f"  row {rejection.row:>7,}  {rejection.field}: {rejection.reason}")
    if not found:
        typer.echo("No rejected rows.")


@rejects.command("export")
def export_rejects(
    target: Annotated[Path, typer.Argument(help="CSV file to write.", metavar="FILE")],
    source: SourceName = "",
    workspace: Workspace = HERE,
) -> None:
    """Write the rejected rows to a CSV file that a spreadsheet can open safely."""
    from voc.errors import SourceUnavailable

    found = _load(workspace, source)
    try:
        with target.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow(["source", "file", "row", "field", "reason"])
            writer.writerows([_safe(value) for value in asdict(r).values()] for r in found)
    except OSError as error:
        raise SourceUnavailable(f"{target} can't be written: {error.strerror}.") from error
    typer.echo(f"Wrote {len(found):,} rows to {target}.")


@rejects.command("retry")
def retry(
    files: Annotated[list[Path], typer.Argument(help="Files, corrected or not.", metavar="FILE…")],
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Read files again from which rows were rejected, as voc.toml says now.

    What a file's rows are rejected for is then what stands in the list; the rest is settled.
    """
    from voc.errors import NotFound

    settings, store = open_workspace(workspace)
    reports, refusals = [], Refusals()
    for path in files:
        names = sorted({r.source for r in store.rejections() if r.file == path.name})
        if not names:
            raise NotFound(
                f"No row of {path.name} was rejected.", hint="`voc rejects list` names the files."
            )
        for name in names:
            still: list[Rejection] = []
            reports.append(read_files(store, settings, name, [path], on_rejected=still.extend))
            store.settle(name, path.name, still=still)
            refusals.add(still)
    report_rows(reports, refusals, as_json=as_json)


def _load(workspace: Path, source: str) -> "list[Rejection]":
    _, store = open_workspace(workspace)
    return [rejection for rejection in store.rejections() if source in ("", rejection.source)]


def _safe(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
