"""`voc sources` and `voc rejects`: which exports are read, and what was refused."""

import csv
from collections import Counter
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import HERE, AsJson, Overwrite, Workspace, open_workspace, write_json
from voc.cli.rows import Refusals, read_files, report_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voc.domain.record import Rejection
    from voc.pipeline.report import IngestReport
    from voc.settings import Settings
    from voc.store import Store

rejects = typer.Typer(help="Look at rejected rows, export them, read them again.")

SourceName = Annotated[str, typer.Option("--source", help="Only those of this source.")]
_COLUMNS = ("source", "file", "row", "field", "reason")
_SHOWN = 160
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
    """List the rejected rows: source, file, row, field, reason and what stood there, redacted.

    Of a row of which a score or another cell alone was left out, the rest is kept.
    """
    from voc.domain.record import SCORE_FIELD

    found = _load(workspace, source)
    if as_json:
        write_json([_as_data(rejection) for rejection in found])
        return
    for (name, file), of_file in groupby(found, key=lambda r: (r.source, r.file)):
        listed = list(of_file)
        cells = Counter("score" if r.field == SCORE_FIELD else "cell" for r in listed if r.is_cell)
        left_out = "".join(
            f"; {n:,} {kind}{'s' * (n != 1)} left out" for kind, n in sorted(cells.items())
        )
        typer.echo(f"{name}: {file}: {len(listed) - cells.total():,} rejected{left_out}")
        for rejection in listed:
            typer.echo(f"  row {rejection.row:>7,}  {rejection.field}: {rejection.reason}")
            if said := "; ".join(f"{field} {cell!r}" for field, cell in rejection.cells):
                typer.echo(f"  {'':>11}  {said[:_SHOWN]}{'…' * (len(said) > _SHOWN)}")
    if not found:
        typer.echo("No rejected rows.")


@rejects.command("export")
def export_rejects(
    target: Annotated[Path, typer.Argument(help="CSV file to write.", metavar="FILE")],
    source: SourceName = "",
    overwrite: Overwrite = False,
    workspace: Workspace = HERE,
) -> None:
    """Write the rejected rows to a CSV file that a spreadsheet can open safely."""
    from voc.cli.lines import check_new
    from voc.pipeline.publish import write_whole

    check_new(target, overwrite=overwrite)
    found = _load(workspace, source)
    fields = list(dict.fromkeys(field for r in found for field, _ in r.cells))
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*_COLUMNS, *(f"row_{field}" for field in fields)])
    for one in found:
        cells = dict(one.cells)
        values = [getattr(one, name) for name in _COLUMNS]
        writer.writerow(map(_safe, [*values, *(cells.get(f, "") for f in fields)]))
    write_whole(written.getvalue().encode("utf-8-sig"), target)
    typer.echo(f"Wrote {len(found):,} rows to {target}.")


@rejects.command("retry")
def retry(
    files: Annotated[list[Path], typer.Argument(help="Files, corrected or not.", metavar="FILE…")],
    stands_for: Annotated[
        str,
        typer.Option("--of", help="The file that FILE corrects, if it has another name."),
    ] = "",
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Read files again from which rows were rejected, as voc.toml says now.

    What a file's rows are rejected for is then what stands in the list; the rest is settled. A
    file is known by its name: `--of OLD` says that FILE corrects OLD, whose rows are then settled.
    """
    from voc.errors import SettingsInvalid, VocError

    if stands_for and len(files) > 1:
        raise SettingsInvalid("--of goes with one file.")
    settings, store = open_workspace(workspace)
    reports: list[IngestReport] = []
    problems: list[VocError] = []
    refusals = Refusals()
    for path in files:
        try:
            old = Path(stands_for).name or path.name
            reports += _read_again(store, settings, path, old, refusals)
        except VocError as error:
            problems.append(error)
    report_rows(reports, refusals, as_json=as_json, problems=problems)


def _read_again(
    store: "Store", settings: "Settings", path: Path, old: str, refusals: Refusals
) -> "Iterator[IngestReport]":
    """Read a file again, for each source that rejected rows of it, and settle these."""
    from voc.errors import NotFound
    from voc.pipeline.report import whole

    names = sorted({rejection.source for rejection in store.rejections() if rejection.file == old})
    if not names:
        raise NotFound(
            f"No row of {old} was rejected.",
            hint="`voc rejects list` names the files; --of says which one FILE corrects.",
        )
    for name in names:
        still: list[Rejection] = []
        read = read_files(store, settings, name, [path], on_rejected=still.extend)
        report = whole(read)
        store.settle(name, path.name, still=still)
        if old != path.name:
            store.settle(name, old, still=())
        refusals.add(still)
        yield report


def _load(workspace: Path, source: str) -> "list[Rejection]":
    _, store = open_workspace(workspace)
    return [rejection for rejection in store.rejections() if source in ("", rejection.source)]


def _as_data(rejection: "Rejection") -> dict[str, object]:
    said = {name: getattr(rejection, name) for name in _COLUMNS}
    return {**said, "cells": dict(rejection.cells)}


def _safe(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
