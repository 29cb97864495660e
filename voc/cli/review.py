"""`voc topics review`: what is proposed to people."""

import getpass
from functools import cache
from typing import Annotated

import typer

from voc.cli.curate import By
from voc.cli.options import HERE, AsJson, Workspace, models_of, open_workspace, progress, write_json


def review(
    now: Annotated[
        bool, typer.Option("--now", help="Cluster everything again first, as a night does weekly.")
    ] = False,
    workspace: Workspace = HERE,
    by: By = "",
    as_json: AsJson = False,
) -> None:
    """Show what is proposed, with its evidence: accept or reject each."""
    from dataclasses import asdict

    from voc.pipeline.proposals import open_proposals

    settings, store = open_workspace(workspace)
    if now:
        from voc.pipeline.review import review as run

        with progress() as show, store.night_lock():
            run(
                store,
                cache(lambda: models_of(settings.journey_file, settings.models)),
                policy=settings.topics.policy,
                on_progress=show,
                actor=by or getpass.getuser(),
            )
    found = open_proposals(store)
    if as_json:
        write_json([asdict(one) for one in found])
        return
    for one in found:
        typer.echo(f"{one.id}  {one.kind}: {one.what}")
        typer.echo(f"    why: {one.why}")
        typer.echo(f"    then: {one.effect}")
        for text in one.examples:
            typer.echo(f"    “{text}”")
    typer.echo("Nothing is proposed." if not found else "Decide: `voc topics accept|reject ID…`")
