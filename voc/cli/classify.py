"""`voc classify`: lines in, lines out; no workspace and no database."""

from typing import Annotated

import typer

from voc.cli.lines import Input, Output, run_lines
from voc.cli.options import models_of


def classify(
    journey: Annotated[str, typer.Option(help="Name of a journey map, or its YAML file.")],
    input: Input = "-",
    output: Output = "-",
) -> None:
    """Give each text its language, journey stage, sentiment and type, with passages.

    Reads lines of {"id", "text"}; writes one line for each, in the same order. A line that can't
    be read is named on stderr with its number, the rest is done, and the exit code is 1.
    """
    from voc.pipeline.classify import classify as classified
    from voc.settings import ModelChoice

    models = models_of(journey, ModelChoice())
    run_lines("classify", lambda lines: classified(lines, models), input=input, output=output)
