"""`voc topics show`: one topic with its passages."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from voc.cli.curate import TopicId
from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

MOST = 20


def show(
    topic: TopicId,
    most: Annotated[int, typer.Option("-n", help="So many passages at most.", min=0)] = MOST,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Show a topic and its passages, most central first, as `pin` and `move` name them."""
    from voc.pipeline.shown import show_topic
    from voc.pipeline.written import known_topic

    _, store = open_workspace(workspace)
    found = show_topic(store, known_topic(store.registry.load(), topic), most=most)
    if as_json:
        write_json({**found, "passages": [asdict(one) for one in found["passages"]]})
        return
    typer.echo(f"{found['id']}  {found['label']}")
    for name, value in _facts(found):
        typer.echo(f"  {name:<10}{value}")
    for one in found["passages"]:
        pinned = "  (pinned)" if one.pinned else ""
        typer.echo(f"{one.cosine:>6.2f}  {one.passage}  “{one.text}”{pinned}")
    left = found["n_passages"] - len(found["passages"])
    if left:
        typer.echo(f"{left:,} more: `-n {found['n_passages']}` shows all.")


def _facts(found: dict[str, Any]) -> list[tuple[str, str]]:
    facts = (
        ("state", found["state"]),
        ("theme", found["theme"]),
        ("passages", f"{found['n_passages']:,}"),
        ("keywords", ", ".join(found["keywords"])),
        ("owner", found["owner"]),
        ("stage", found["stage"]),
        ("born", f"{found['born_at']:%Y-%m-%d}"),
        ("locked", ", ".join(found["locked"])),
        ("came from", ", ".join(found["parents"])),
        ("leads to", ", ".join(found["successors"])),
    )
    return [(name, value) for name, value in facts if value]
