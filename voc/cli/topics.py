"""`voc topics`: list the topics of a workspace, or show one."""

from typing import Annotated

import typer

from voc.cli import atlas, curate, discover, review, show, wording
from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

app = typer.Typer(
    help="List the topics, change or draw them, or find those of a file.",
    invoke_without_command=True,
)
app.command("show")(show.show)
curate.add_to(app)
app.command()(review.review)
app.command()(discover.discover)
app.command("map")(atlas.map_topics)
app.command("export")(atlas.export_topics)
app.command("word")(wording.word)


@app.callback()
def topics(
    context: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="Also those proposed, merged, split or retired.")
    ] = False,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """List the topics of a workspace, largest first: id for life, passages that they hold now,
    label, theme."""
    if context.invoked_subcommand is not None:
        return
    from voc.pipeline.shown import list_topics

    _, store = open_workspace(workspace)
    rows = list_topics(store, every=every)
    if as_json:
        write_json(rows)
        return
    for row in rows:
        state = f"  ({row['state']})" if row["state"] != "active" else ""
        theme = f"  [{row['theme']}]" if row["theme"] else ""
        typer.echo(f"{row['id']}  {row['n_passages']:>6,}  {row['label']}{theme}{state}")
    if not rows:
        typer.echo("No topics yet: run `voc night`.")
