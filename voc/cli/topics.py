"""`voc topics`: list the topics of a workspace."""

from typing import Annotated

import typer

from voc.cli import atlas, curate, discover, review, wording
from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

app = typer.Typer(
    help="List the topics, change or draw them, or find those of a file.",
    invoke_without_command=True,
)
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
    """List the topics of a workspace: id for life, passages that they were founded on, label."""
    if context.invoked_subcommand is not None:
        return
    _, store = open_workspace(workspace)
    names = ("id", "label", "keywords", "n_passages", "born_at", "theme_id", "stage", "owner")
    rows = [
        {name: getattr(topic, name) for name in names} | {"state": topic.state.value}
        for topic in sorted(store.topics(), key=lambda topic: (-topic.n_passages, topic.id))
        if every or topic.state.value == "active"
    ]
    if as_json:
        write_json(rows)
        return
    themes = {theme.id: theme.label for theme in store.themes()}
    for row in rows:
        state = f"  ({row['state']})" if row["state"] != "active" else ""
        theme = f"  [{themes[row['theme_id']]}]" if row["theme_id"] in themes else ""
        typer.echo(f"{row['id']}  {row['n_passages']:>6,}  {row['label']}{theme}{state}")
    if not rows:
        typer.echo("No topics yet: run `voc night`.")
