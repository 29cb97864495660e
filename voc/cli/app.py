"""The root command and its subcommands."""

from typing import Annotated

import typer

from voc.cli import (
    classify,
    customers,
    duplicates,
    erase,
    evaluate,
    feed,
    journey,
    models,
    redact,
    restate,
    sources,
    tell,
    topics,
    workspace,
)

app = typer.Typer(
    name="voc",
    help="Unite surveys, tickets, reviews and posts into one customer story with evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from voc import __version__

        typer.echo(f"voc {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Unite surveys, tickets, reviews and posts into one customer story with evidence."""


app.command("init")(workspace.init)
app.command("migrate")(workspace.migrate)
app.command("ingest")(feed.ingest)
app.command("night")(feed.night)
app.command("status")(workspace.status)
app.command("story")(tell.story)
app.command("classify")(classify.classify)
app.command("evaluate")(evaluate.evaluate)
app.command("restate")(restate.restate)
app.command("redact")(redact.redact)
app.command("erase")(erase.erase)
app.command("sources")(sources.sources)
app.add_typer(sources.rejects, name="rejects")
app.add_typer(customers.app, name="customers")
app.add_typer(duplicates.app, name="duplicates")
app.add_typer(topics.app, name="topics")
app.add_typer(journey.app, name="journey")
app.add_typer(models.app, name="models")
