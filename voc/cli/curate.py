"""`voc topics rename`, `merge`, `split` …: what people do to topics."""

import getpass
from collections.abc import Callable, Sequence
from functools import partial
from inspect import Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Concatenate

import typer

from voc.cli.options import HERE, AsJson, Workspace, models_of, open_workspace, write_json

if TYPE_CHECKING:
    from voc.domain.topic import Fields, TopicEvent
    from voc.pipeline.curate import Curation

TopicId = Annotated[str, typer.Argument(help="Id, or its beginning.", metavar="TOPIC")]
Ids = Annotated[list[str], typer.Argument(help="Ids, or their beginnings.", metavar="TOPIC…")]
Passages = Annotated[
    list[str],
    typer.Argument(help="RECORD, or RECORD/ORDINAL for one of its passages.", metavar="PASSAGE…"),
]
By = Annotated[str, typer.Option("--by", help="Who does it.", envvar="VOC_ACTOR")]
Reason = Annotated[str, typer.Option(help="Why, for the log.")]
MOST_NAMED = 8


def _changes(do: "Callable[Concatenate[Curation, ...], None]") -> Callable[..., None]:
    """Make a command of a change: its own parameters, and where, by whom and why it is done."""

    def command(
        *, workspace: Workspace = HERE, by: By = "", reason: Reason = "", **given: Any
    ) -> None:
        _curate(workspace, by, reason, partial(do, **given))

    _, *special = signature(do).parameters.values()
    *shared, _ = signature(command).parameters.values()
    command.__name__, command.__doc__ = do.__name__, do.__doc__
    command.__annotations__ = {one.name: one.annotation for one in (*special, *shared)}
    command.__signature__ = Signature([*special, *shared])  # type: ignore[attr-defined]
    return command


@_changes
def rename(curation: "Curation", topic: TopicId, label: str) -> None:
    """Give a topic or a theme another label, and lock it."""
    curation.rename(curation.known(topic), label)


@_changes
def own(curation: "Curation", topic: TopicId, owner: str) -> None:
    """Say who answers for a topic; "" for nobody."""
    curation.own(curation.known(topic), owner)


@_changes
def merge(
    curation: "Curation",
    topics: Ids,
    into: Annotated[str, typer.Option(help="The topic that stays.", metavar="TOPIC")],
) -> None:
    """Merge topics into another one; what comes to be like them belongs there too."""
    curation.merge([curation.known(one) for one in topics], into=curation.known(into))


def split(
    topic: TopicId,
    parts: Annotated[
        int | None, typer.Option(help="How many parts; without, what falls apart.", min=2)
    ] = None,
    workspace: Workspace = HERE,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Split a topic into parts with ids of their own; rename them as you like."""
    from voc.pipeline.division import parts_of
    from voc.settings import load_settings

    settings = load_settings(workspace)
    models = models_of(settings.journey_file, settings.models)

    def divide(curation: "Curation") -> None:
        id_ = curation.known(topic)
        own = curation.registry.topics[id_]
        curation.split(id_, parts_of(curation.store, models, own, parts))

    _curate(workspace, by, reason, divide)


@_changes
def pin(curation: "Curation", topic: TopicId, passages: Passages) -> None:
    """Put passages into a topic for good, whatever they are like."""
    curation.pin(curation.known(topic), curation.passages(passages))


@_changes
def move(
    curation: "Curation",
    passages: Passages,
    source: Annotated[str, typer.Option("--from", help="Where they don't belong.")],
    target: Annotated[str, typer.Option("--to", help="Where they belong.")],
) -> None:
    """Move passages from one topic to another for good."""
    left = curation.known(source)
    refs = curation.passages(passages, of=left)
    curation.move(refs, source=left, target=curation.known(target))


@_changes
def retire(curation: "Curation", topic: TopicId) -> None:
    """Let a topic have no passages any more; what is like it is not found again."""
    curation.retire(curation.known(topic))


@_changes
def lock(
    curation: "Curation",
    topic: TopicId,
    fields: Annotated[
        list[str] | None, typer.Argument(help="Fields, or all.", metavar="[FIELD…]")
    ] = None,
) -> None:
    """Let no night and no review change a topic."""
    curation.lock(curation.known(topic), *([fields] if fields else []))


@_changes
def accept(curation: "Curation", proposals: Ids) -> None:
    """Accept proposed topics, or what a review proposes."""
    curation.accept(*map(curation.known, proposals))


@_changes
def reject(curation: "Curation", proposals: Ids) -> None:
    """Reject proposals; none of them comes back."""
    curation.reject(*map(curation.known, proposals))


@_changes
def undo(
    curation: "Curation",
    event: Annotated[int, typer.Argument(help="Number, as `history` shows it.")],
) -> None:
    """Take any event back, as if it had not been; undoing that lets it hold again."""
    curation.undo(event)


def history(
    topic: Annotated[str, typer.Argument(help="Of this topic alone.", metavar="TOPIC")] = "",
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Tell what happened to the topics, oldest first: number, day, who, what, why."""
    from dataclasses import asdict

    from voc.domain.registry import fold, undone
    from voc.pipeline.written import known

    _, store = open_workspace(workspace)
    log = store.topic_events()
    chosen = store.topic_events(known(fold(log), topic)) if topic else log
    if as_json:
        write_json([asdict(event) for event in chosen])
        return
    off = undone(log)
    for event in chosen:
        held = "  (undone)" if event.number in off else ""
        typer.echo(f"{_told(event)}{held}")


def _told(event: "TopicEvent") -> str:
    what = event.kind if event.undoes is None else f"{event.kind} event {event.undoes}"
    own = event.after.get(event.topic_id, {})
    others = [id_ for id_ in event.after if id_ != event.topic_id]
    said = [f"“{own['label']}”"] if own.get("label") else []
    said += [f"to {own['owner'] or 'nobody'}"] if event.kind == "owned" else []
    said += _given(event, own)
    said += [f"with {_listed(others)}"] if others else []
    said += [f"({event.reason})"] if event.reason else []
    return (
        f"{event.number:>5}  {event.at:%Y-%m-%d}  {event.actor:<10}  {event.topic_id:<26}  "
        f"{' '.join([what, *said])}"
    )


def _given(event: "TopicEvent", own: "Fields") -> list[str]:
    """Name the passages that an event puts in or takes out, and the fields that it locks."""
    had = event.before.get(event.topic_id, {})
    new = {
        name: [one for one in own.get(name, ()) if one not in had.get(name, ())]
        for name in ("pinned", "barred", "locked")
        if event.before
    }
    said = [
        f"{verb} {_listed([f'{record}/{ordinal}' for record, ordinal, *_ in new[name]])}"
        for name, verb in (("pinned", "in"), ("barred", "out"))
        if new.get(name)
    ]
    return said + ([_listed(new["locked"])] if event.kind == "locked" else [])


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _curate(workspace: Path, by: str, reason: str, do: "Callable[[Curation], Any]") -> None:
    from voc.pipeline.curate import curating

    _, store = open_workspace(workspace)
    with curating(store, actor=by or getpass.getuser(), reason=reason) as curation:
        do(curation)
    for event in curation.events:
        typer.echo(_told(event))
    typer.echo(f"Take it back with `voc topics undo {curation.events[-1].number}`.")


def add_to(app: typer.Typer) -> None:
    """Add these commands to `voc topics`."""
    changes = (rename, own, lock, merge, split, retire, pin, move, accept, reject, undo)
    for command in (*changes, history):
        app.command(command.__name__)(command)
