"""`voc redact`: lines in, lines out, without personal data; no workspace and no database."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli.lines import Input, Output, run_lines

if TYPE_CHECKING:
    from voc.pipeline.lines import LineProblem

Patterns = Annotated[
    list[str] | None,
    typer.Option(help="Own numbers, for example account=LK-\\d{7}.", metavar="NAME=REGEX"),
]


def redact(
    input: Input = "-",
    output: Output = "-",
    keep: Annotated[
        list[str] | None, typer.Option(help="Own brand, product or handle: never a person.")
    ] = None,
    pattern: Patterns = None,
    names: Annotated[bool, typer.Option(help="Look for names of persons.")] = True,
) -> None:
    """Replace personal data by placeholders such as <PERSON> and <EMAIL>.

    Reads lines of {"id", "text"}; writes {"id", "text", "entities"} for each, in the same order.
    A line that can't be read is named on stderr with its number, the rest is done, and the exit
    code is 1. Ids are passed on as they are.
    """
    from voc.nlp.clean import Rules
    from voc.pipeline.redact import redact as redacted

    rules = Rules(keep=tuple(keep or ()), patterns=_named(pattern or []), names=names)

    def work(lines: Iterable[bytes]) -> "Iterator[dict[str, Any] | LineProblem]":
        return _warned(redacted(lines, rules=rules))

    run_lines("redact", work, input=input, output=output)


def _warned(
    results: "Iterable[dict[str, Any] | LineProblem]",
) -> "Iterator[dict[str, Any] | LineProblem]":
    """Pass results on, and say at the end how many ids are addresses, which nobody redacted."""
    n_addresses = 0
    for result in results:
        n_addresses += isinstance(result, dict) and "@" in str(result["id"])
        yield result
    if n_addresses:
        typer.echo(
            f"voc: {n_addresses:,} ids hold an @, as e-mail addresses do: ids are not redacted.",
            err=True,
        )


def _named(patterns: list[str]) -> dict[str, str]:
    from voc.errors import SettingsInvalid

    pairs = [pattern.partition("=") for pattern in patterns]
    for name, sign, pattern in pairs:
        if not (sign and pattern):
            raise SettingsInvalid(
                f"--pattern {name} has no expression.", hint=r"Write for example account=LK-\d{7}."
            )
    return {name: pattern for name, _, pattern in pairs}
