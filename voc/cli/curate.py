"""`voc topics rename`, `merge`, `split` …: what people do to topics."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, progress, write_json

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
    from voc.pipeline.models import load_models
    from voc.resources.journeys import load_journey
    from voc.settings import load_settings

    settings = load_settings(workspace)
    choice = settings.models
    models = load_models(
        load_journey(settings.journey_file), embedding=choice.embedding, cache=choice.cache
    )

    def divide(curation: "Curation") -> None:
        id_ = curation.known(topic)
        own = curation.registry.topics[id_]
        curation.split(id_, parts_of(curation.store, models, own, parts))

    _curate(workspace, by, reason, divide)


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


def review(
    now: Annotated[
        bool, typer.Option("--now", help="Cluster everything again first, as a night does weekly.")
    ] = False,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Show what is proposed, with its evidence: accept or reject each."""
    from dataclasses import asdict

    from voc.pipeline.proposals import open_proposals

    settings, store = open_workspace(workspace)
    if now:
        from voc.pipeline.models import load_models
        from voc.pipeline.review import review as run
        from voc.resources.journeys import load_journey

        journey, choice = load_journey(settings.journey_file), settings.models
        with progress() as show, store.night_lock():
            run(
                store,
                lambda: load_models(journey, embedding=choice.embedding, cache=choice.cache),
                policy=settings.topics.policy,
                on_progress=show,
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
    changes = (rename, own, lock, merge, split, retire, pin, move, accept, reject, undo)
    for command in (*changes, history, review):
        app.command(command.__name__)(command)
