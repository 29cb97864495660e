"""`voc classify`: lines in, lines out; no workspace and no database."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from voc.cli.exit_codes import SOME_INPUT_REFUSED
from voc.cli.options import progress
from voc.errors import SourceUnavailable


def classify(
    journey: Annotated[str, typer.Option(help="Name of a journey map, or its YAML file.")],
    input: Annotated[str, typer.Option("--input", "-i", help="JSONL file, or - for a pipe.")] = "-",
    output: Annotated[str, typer.Option("--output", "-o", help="JSONL file, or -.")] = "-",
) -> None:
    """Give each text its language, journey stage, sentiment and type, with passages.

    Reads lines of {"id", "text"}; writes one line for each, in the same order. A line that can't
    be read is named on stderr with its number, the rest is done, and the exit code is 1.
    """
    from voc.pipeline.classify import LineProblem
    from voc.pipeline.classify import classify as classified
    from voc.pipeline.models import load_models
    from voc.resources.journeys import load_journey
    from voc.settings import ModelChoice

    choice = ModelChoice()
    journey_map = load_journey(journey)
    refused = 0
    with _opened(input, "rb") as lines, _opened(output, "wb") as results, progress() as show:
        models = load_models(journey_map, embedding=choice.embedding, cache=choice.cache)
        for done, item in enumerate(classified(lines, models), start=1):
            if isinstance(item, LineProblem):
                refused += 1
                typer.echo(f"{input}:{item.line}: {item.reason}", err=True)
            else:
                results.write(json.dumps(item, ensure_ascii=False).encode() + b"\n")
            show("classify", done, None)
    if refused:
        typer.echo(f"voc: {refused} lines were not classified.", err=True)
        raise typer.Exit(SOME_INPUT_REFUSED)


@contextmanager
def _opened(name: str, mode: str) -> Iterator[BinaryIO]:
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
