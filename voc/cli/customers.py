"""`voc customers`: which keys are taken for one customer, and taking that back."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

if TYPE_CHECKING:
    from voc.domain.identity import JoinEvent
    from voc.store import Store

app = typer.Typer(help="See which keys are taken for one customer, and take that back.")

Key = Annotated[
    str,
    typer.Argument(
        help="An e-mail address, a phone number, a contact's id, or the beginning of a key as "
        "`voc customers list` shows it.",
    ),
]


@app.command("list")
def list_joins(workspace: Workspace = HERE, as_json: AsJson = False) -> None:
    """List the joins that hold since the last night, and the keys that join nobody.

    An ambiguous key would join customers who differ in a surer one.
    """
    from voc.pipeline.joins import overview

    _, store = open_workspace(workspace)
    found = overview(store)
    if as_json:
        joins = [asdict(join) | {"confidence": join.confidence} for join in found.joins]
        write_json(asdict(found) | {"joins": joins})
        return
    for join in found.joins:
        typer.echo(f"{join.key:<32} joined to {join.customer_id} by {join.via}: {join.confidence}")
    for one in found.ambiguous:
        typer.echo(f"{one.key:<32} ambiguous: {one.kind} of {len(one.customer_ids)} customers")
    for key in found.apart:
        typer.echo(f"{key:<32} kept apart")
    kinds = Counter(join.via.value for join in found.joins)
    said = ", ".join(f"{n:,} by {kind}" for kind, n in sorted(kinds.items())) or "none"
    typer.echo(f"joins: {said}; ambiguous: {len(found.ambiguous)}; apart: {len(found.apart)}")


@app.command("log")
def log(workspace: Workspace = HERE, as_json: AsJson = False) -> None:
    """List every join, parting and decision, oldest first."""
    _, store = open_workspace(workspace)
    events = store.join_events()
    if as_json:
        write_json([asdict(event) for event in events])
        return
    for event in events:
        typer.echo(f"{event.at:%Y-%m-%d} {_told(event)}")
    if not events:
        typer.echo("No joins yet.")


@app.command("undo")
def undo(key: Key, workspace: Workspace = HERE) -> None:
    """Take a join back, on all later nights too."""
    from voc.pipeline.joins import undo as decide

    _decide(decide, key, workspace)


@app.command("redo")
def redo(key: Key, workspace: Workspace = HERE) -> None:
    """Let a key join customers again whose join was undone."""
    from voc.pipeline.joins import redo as decide

    _decide(decide, key, workspace)


def _decide(
    decide: "Callable[[Store, Collection[str]], JoinEvent]", key: str, workspace: Path
) -> None:
    from voc.pipeline.declared import written

    settings, store = open_workspace(workspace)
    keys = written(key, settings.sources.items(), secret=settings.privacy.secret)
    typer.echo(f"{_told(decide(store, keys))}. Run `voc night` for the story.")


def _told(event: "JoinEvent") -> str:
    via = f" by {event.via}" if event.via else ""
    return f"{event.kind}: {event.key} and {event.customer_id}{via} ({event.actor})"
