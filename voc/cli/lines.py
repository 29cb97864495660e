"""Commands that read lines and write lines: files or pipes, and the lines that are refused."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from voc.cli.exit_codes import SOME_INPUT_REFUSED
from voc.cli.options import progress
from voc.errors import SettingsInvalid, SourceUnavailable

if TYPE_CHECKING:
    from voc.pipeline.lines import LineProblem

Input = Annotated[str, typer.Option("--input", "-i", help="JSONL file, or - for a pipe.")]
Output = Annotated[str, typer.Option("--output", "-o", help="JSONL file, or -.")]
Work = Callable[[Iterable[bytes]], "Iterator[dict[str, Any] | LineProblem]"]


def run_lines(step: str, work: Work, *, input: str, output: str) -> None:
    """Write one line for each that is read; name those that are refused, and exit with 1."""
    from voc.pipeline.lines import LineProblem

    check_apart(input, output)
    refused = 0
    with opened(input, "rb") as lines, opened(output, "wb") as results, progress() as show:
        for done, item in enumerate(work(lines), start=1):
            if isinstance(item, LineProblem):
                refused += 1
                typer.echo(f"{input}:{item.line}: {item.reason}", err=True)
            else:
                results.write(json.dumps(item, ensure_ascii=False).encode() + b"\n")
            show(step, done, None)
    tell_refused(refused)


def tell_refused(n: int) -> None:
    """Say how many lines were refused, and exit with 1 when any was."""
    if n:
        typer.echo(f"voc: {n:,} {'line was' if n == 1 else 'lines were'} refused.", err=True)
        raise typer.Exit(SOME_INPUT_REFUSED)


def check_apart(*names: str) -> None:
    """Make sure that no two names are one file: what is written would destroy what is read.

    Raises:
        SettingsInvalid: two are.
    """
    for one, other in combinations((name for name in names if name != "-"), 2):
        if _is_same(one, other):
            raise SettingsInvalid(
                f"{one} and {other} are the same file, which would be overwritten.",
                hint="Name another file for what is written.",
            )


def check_writable(*names: str | Path | None) -> None:
    """Make sure that files can be written, before what they shall hold is computed.

    Raises:
        SourceUnavailable: one is a folder, or may not be written.
    """
    for path in (Path(name) for name in names if name not in (None, "-")):
        folder = path.parent
        if path.is_dir():
            reason = "it is a folder"
        elif not folder.is_dir():
            reason = f"there is no folder {folder}"
        elif not os.access(path if path.exists() else folder, os.W_OK):
            reason = "writing there is not allowed"
        else:
            continue
        raise SourceUnavailable(f"{path} can't be written: {reason}.", hint="Check the path.")


def check_new(path: Path, *, overwrite: bool) -> None:
    """Make sure that a file isn't there in which a person may have written meanwhile.

    Raises:
        SettingsInvalid: it is, and is not to be written over.
    """
    if not overwrite and path.is_file() and path.stat().st_size:
        raise SettingsInvalid(
            f"{path} is there already, perhaps with your corrections.",
            hint="Name another file, or add --overwrite.",
        )


def _is_same(one: str, other: str) -> bool:
    try:
        # Devices and pipes, such as /dev/null, hold nothing to destroy.
        return Path(one).samefile(other) and Path(one).is_file()
    except OSError:  # one isn't there yet
        return os.path.realpath(one) == os.path.realpath(other)


def _private(name: str, flags: int) -> int:
    """Open a file that, where it is made, nobody else may read: it holds what customers said."""
    return os.open(name, flags, 0o600)


@contextmanager
def opened(name: str, mode: str) -> Iterator[BinaryIO]:
    """Open a file, or for - the pipe.

    Raises:
        SourceUnavailable: the file can't be opened.
    """
    if name == "-":
        yield sys.stdin.buffer if mode == "rb" else sys.stdout.buffer
        return
    try:
        file = open(name, mode, opener=_private)  # noqa: SIM115 (closed below)
    except OSError as error:
        raise SourceUnavailable(
            f"{name} can't be opened: {error.strerror}.", hint="Check the path."
        ) from error
    with file:
        yield file  # type: ignore[misc]
