"""Commands that read lines and write lines: files or pipes, and the lines that are refused."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from voc.cli.exit_codes import SOME_INPUT_REFUSED
from voc.cli.options import progress
from voc.errors import SourceUnavailable

if TYPE_CHECKING:
    from voc.pipeline.lines import LineProblem

Input = Annotated[str, typer.Option("--input", "-i", help="JSONL file, or - for a pipe.")]
Output = Annotated[str, typer.Option("--output", "-o", help="JSONL file, or -.")]
Work = Callable[[Iterable[bytes]], "Iterator[dict[str, Any] | LineProblem]"]


def run_lines(step: str, work: Work, *, input: str, output: str) -> None:
    """Write one line for each that is read; name those that are refused, and exit with 1."""
    from voc.pipeline.lines import LineProblem

    refused = 0
    with opened(input, "rb") as lines, opened(output, "wb") as results, progress() as show:
        for done, item in enumerate(work(lines), start=1):
            if isinstance(item, LineProblem):
                refused += 1
                typer.echo(f"{input}:{item.line}: {item.reason}", err=True)
            else:
                results.write(json.dumps(item, ensure_ascii=False).encode() + b"\n")
            show(step, done, None)
    if refused:
        typer.echo(f"voc: {refused} lines were refused.", err=True)
        raise typer.Exit(SOME_INPUT_REFUSED)


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
        file = Path(name).open(mode)  # noqa: SIM115 (closed below; only opening may fail here)
    except OSError as error:
        raise SourceUnavailable(
            f"{name} can't be opened: {error.strerror}.", hint="Check the path."
        ) from error
    with file:
        yield file  # type: ignore[misc]
