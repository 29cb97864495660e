"""`voc topics`: list the topics with their size and words."""

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json


def topics(workspace: Workspace = HERE, as_json: AsJson = False) -> None:
    """List the topics: id for life, passages, label and keywords."""
    _, store = open_workspace(workspace)
    rows = [
        {
            "id": topic.id,
            "label": topic.label,
            "keywords": topic.keywords,
            "n_passages": topic.n_passages,
            "born_at": topic.born_at,
            "state": topic.state.value,
        }
        for topic in sorted(store.topics(), key=lambda topic: (-topic.n_passages, topic.id))
    ]
    if as_json:
        write_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['n_passages']:>6,}  {row['label']}")
    if not rows:
        typer.echo("No topics yet: run `voc night`.")
