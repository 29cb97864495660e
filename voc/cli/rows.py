"""Read rows into the store, and say what became of them."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from voc.cli.exit_codes import SOME_INPUT_REFUSED
from voc.cli.options import progress, write_json

if TYPE_CHECKING:
    from voc.domain.record import Rejection
    from voc.errors import VocError
    from voc.pipeline.report import FileRead, IngestReport, OnRejected
    from voc.settings import Settings
    from voc.store import Store

CUSTOMERS = "customers"
_NAMED = 5


class Refusals:
    """Keep the first rows and cells that a run rejects, to name them, and count them all."""

    def __init__(self) -> None:
        self._first: list[Rejection] = []
        self._n = 0

    def add(self, found: "Sequence[Rejection]") -> None:
        """Take in what was rejected."""
        self._first += found[: _NAMED - len(self._first)]
        self._n += len(found)

    def name(self) -> None:
        """Name the first on standard error."""
        for one in self._first:
            typer.echo(f"{one.file}, row {one.row:,}, {one.field}: {one.reason}", err=True)
        if more := self._n - len(self._first):
            typer.echo(f"voc: and {more:,} more; `voc rejects list` names all.", err=True)


def read_files(
    store: "Store",
    settings: "Settings",
    source: str,
    paths: Sequence[Path],
    *,
    on_rejected: "OnRejected",
) -> "Generator[FileRead]":
    """Read the exports of a source, or of `customers`, as voc.toml says, one after the other.

    Raises:
        SettingsInvalid: voc.toml has no such source.
    """
    from voc.pipeline.ingest import ingest, ingest_customers

    secret = settings.privacy.secret
    if source == CUSTOMERS:
        yield from ingest_customers(store, paths, secret=secret, on_rejected=on_rejected)
        return
    check_known(settings, source)
    with progress() as show:
        yield from ingest(
            store,
            source=source,
            mapping=settings.sources[source],
            paths=paths,
            secret=secret,
            rules=settings.rules,
            on_progress=lambda read: show(f"ingest {source}", read, None),
            on_rejected=on_rejected,
        )


def check_known(settings: "Settings", source: str) -> None:
    """Refuse a source that voc.toml doesn't have.

    Raises:
        SettingsInvalid: naming those it has.
    """
    from voc.errors import SettingsInvalid

    if source not in settings.sources:
        known = ", ".join([*sorted(settings.sources), CUSTOMERS])
        raise SettingsInvalid(f"voc.toml has no [sources.{source}].", hint=f"It has: {known}.")


def report_files(
    source: str, files: "Iterable[FileRead]", refusals: Refusals, *, as_json: bool
) -> None:
    """Say what became of the rows of each file and of all; name the rows that were refused, and the
    files that could not be read to their ends.

    Raises:
        VocError: such a file's, or what stopped all.
    """
    from voc.errors import VocError
    from voc.pipeline.report import IngestReport

    read: list[FileRead] = []
    problems: list[VocError] = []
    try:
        for file in files:
            read.append(file)
            problems += [file.error] if file.error else []
    except VocError as error:
        problems.append(error)
    if not read:
        _end(problems, rejected=0)
    refusals.name()
    total = IngestReport.total(source, (file.report for file in read))
    if as_json:
        write_json({**asdict(total), "files": [_as_data(file) for file in read]})
    else:
        _show_files(read, total)
    _end(problems, rejected=total.rejected)


def _end(problems: "Sequence[VocError]", *, rejected: int) -> None:
    """End a command as its worst outcome says: name all that could not be read."""
    for problem in problems[:-1]:
        typer.echo(f"voc: {problem}", err=True)
    if problems:
        raise problems[-1]
    if rejected:
        raise typer.Exit(SOME_INPUT_REFUSED)


def _as_data(file: "FileRead") -> dict[str, Any]:
    counts = {name: n for name, n in asdict(file.report).items() if name != "source"}
    return {"file": str(file.path), **counts, "error": str(file.error) if file.error else None}


def _show_files(read: "Sequence[FileRead]", total: "IngestReport") -> None:
    if len(read) == 1 and not read[0].error:
        typer.echo(f"{total.source}: {total}")
        return
    for file in read:
        broken = "; not read to its end" if file.error else ""
        typer.echo(f"{total.source}: {file.path.name}: {file.report}{broken}")
    if len(read) > 1:
        typer.echo(f"{total.source}: {len(read):,} files: {total}")


def report_rows(
    reports: "IngestReport | Sequence[IngestReport]",
    refusals: Refusals,
    *,
    as_json: bool,
    problems: "Sequence[VocError]" = (),
) -> None:
    """Say what became of the rows, name those refused, and exit with 1 when there are any.

    Raises:
        VocError: the last of the problems; the others are named.
    """
    listed = reports if isinstance(reports, Sequence) else [reports]
    if not listed:
        _end(problems, rejected=0)
    refusals.name()
    if as_json:
        data = [asdict(report) for report in listed]
        write_json(data if isinstance(reports, Sequence) else data[0])
    else:
        for report in listed:
            typer.echo(f"{report.source}: {report}")
    _end(problems, rejected=sum(report.rejected for report in listed))
