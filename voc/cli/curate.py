"""`voc topics rename`, `merge`, `split` …: what people do to topics."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

if TYPE_CHECKING:
    from voc.domain.topic import TopicEvent
    from voc.pipeline.curate import Curation

TopicId = Annotated[str, typer.Argument(help="Id, or its beginning.", metavar="TOPIC")]
Ids = Annotated[list[str], typer.Argument(help="Ids, or their beginnings.", metavar="TOPIC…")]
Passages = Annotated[
    list[str],
    typer.Argument(help="RECORD, or RECORD/ORDINAL for one of its passages.", metavar="PASSAGE…"),
]
By = Annotated[str, typer.Option("--by", help="Who does it.", envvar="VOC_ACTOR")]
Reason = Annotated[str, typer.Option(help="Why, for the log.")]


def rename(
    topic: TopicId, label: str, workspace: Workspace = HERE, by: By = "", reason: Reason = ""
) -> None:
    """Give a topic or a theme another label, and lock it."""
    _curate(workspace, by, reason, lambda c: c.rename(c.known(topic), label))


def own(
    topic: TopicId, owner: str, workspace: Workspace = HERE, by: By = "", reason: Reason = ""
) -> None:
    """Say who answers for a topic; "" for nobody."""
    _curate(workspace, by, reason, lambda c: c.own(c.known(topic), owner))


def merge(
    topics: Ids,
    into: Annotated[str, typer.Option(help="The topic that stays.", metavar="TOPIC")],
    workspace: Workspace = HERE,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Merge topics into another one; what comes to be like them belongs there too."""
    _curate(
        workspace, by, reason, lambda c: c.merge([c.known(t) for t in topics], into=c.known(into))
    )


def pin(
    topic: TopicId,
    passages: Passages,
    workspace: Workspace = HERE,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Put passages into a topic for good, whatever they are like."""
    _curate(workspace, by, reason, lambda c: c.pin(c.known(topic), c.passages(passages)))


def move(
    passages: Passages,
    source: Annotated[str, typer.Option("--from", help="Where they don't belong.")],
    target: Annotated[str, typer.Option("--to", help="Where they belong.")],
    workspace: Workspace = HERE,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Move passages from one topic to another for good."""
    _curate(
        workspace,
        by,
        reason,
        lambda c: c.move(c.passages(passages), source=c.known(source), target=c.known(target)),
    )


def retire(topic: TopicId, workspace: Workspace = HERE, by: By = "", reason: Reason = "") -> None:
    """Let a topic have no passages any more; what is like it is not found again."""
    _curate(workspace, by, reason, lambda c: c.retire(c.known(topic)))


def lock(
    topic: TopicId,
    fields: Annotated[
        list[str] | None, typer.Argument(help="Fields, or all.", metavar="[FIELD…]")
    ] = None,
    workspace: Workspace = HERE,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Let no night and no review change a topic."""
    _curate(
        workspace,
        by,
        reason,
        lambda c: c.lock(c.known(topic), fields) if fields else c.lock(c.known(topic)),
    )


def accept(proposals: Ids, workspace: Workspace = HERE, by: By = "", reason: Reason = "") -> None:
    """Accept proposed topics, or what a review proposes."""
    _curate(workspace, by, reason, lambda c: c.accept(*map(c.known, proposals)))


def reject(proposals: Ids, workspace: Workspace = HERE, by: By = "", reason: Reason = "") -> None:
    """Reject proposals; none of them comes back."""
    _curate(workspace, by, reason, lambda c: c.reject(*map(c.known, proposals)))


def undo(
    event: Annotated[int, typer.Argument(help="Number, as `history` shows it.")],
    workspace: Workspace = HERE,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Take any event back, as if it had not been; undoing that lets it hold again."""
    _curate(workspace, by, reason, lambda c: c.undo(event))


def history(
    topic: Annotated[str, typer.Argument(help="Of this topic alone.", metavar="TOPIC")] = "",
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Tell what happened to the topics, oldest first: number, day, who, what, why."""
    from dataclasses import asdict

    from voc.domain.registry import fold, undone
    from voc.pipeline.curate import known

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
    label = event.after.get(event.topic_id, {}).get("label", "")
    others = [id_ for id_ in event.after if id_ != event.topic_id]
    said = [f"“{label}”"] if label else []
    said += [f"with {', '.join(others)}"] if others else []
    said += [f"({event.reason})"] if event.reason else []
    return (
        f"{event.number:>5}  {event.at:%Y-%m-%d}  {event.actor:<10}  {event.topic_id:<26}  "
        f"{' '.join([what, *said])}"
    )


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
    for command in (rename, own, merge, pin, move, retire, lock, accept, reject, undo, history):
        app.command(command.__name__)(command)
