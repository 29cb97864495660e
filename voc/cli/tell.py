"""`voc story`: read the story on the terminal, as JSON, or write its page."""

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json


def story(
    html: Annotated[Path | None, typer.Option(help="Write the page to this file.")] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Headline and summary only.")] = False,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Tell the latest story: headline, summary, and each claim with its evidence."""
    from voc.pipeline.publish import latest_story, write_page

    _, store = open_workspace(workspace)
    told = latest_story(store)
    if html is not None:
        typer.echo(f"story: {write_page(store, html)}", err=as_json)
    if as_json:
        write_json(told.model_dump(mode="json"))
        return
    typer.echo(f"{told.headline}\n")
    for sentence in told.summary:
        typer.echo(sentence)
    if brief:
        return
    for claim in told.claims:
        typer.echo(f"\n- {claim.sentence}")
        for quote in claim.evidence[:1]:
            typer.echo(f'    "{quote.text}" ({quote.channel}, {quote.occurred_at:%d %B %Y})')
    if told.caveats:
        typer.echo("\nMind:")
    for caveat in told.caveats:
        typer.echo(f"- {caveat}")
