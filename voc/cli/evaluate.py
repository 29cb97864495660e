"""`voc evaluate`: measure stage and sentiment on passages that you labelled."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, write_json

if TYPE_CHECKING:
    from voc.metrics.evaluation import Evaluation, LabelsQuality

_POOL = 3000
_MISTAKES = 5


def evaluate(
    gold: Annotated[
        Path, typer.Option(help="CSV file: text, stage, sentiment; `also` for other right stages.")
    ],
    journey: Annotated[
        str, typer.Option(help="Journey map or its YAML file; the workspace's if left out.")
    ] = "",
    unlabelled: Annotated[
        Path | None,
        typer.Option(help="Lines of {id, text} to choose from what to label next."),
    ] = None,
    page: Annotated[
        Path | None, typer.Option(help="Write a web page with charts to this file.")
    ] = None,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Measure how well stages and sentiment are found in passages that a person has labelled.

    Says macro-F1 with its interval, precision and recall by label, whether confidence can be
    believed, and which passages to label next: from --unlabelled, or from the workspace.
    """
    from voc.errors import SettingsInvalid
    from voc.pipeline.evaluate import evaluate as measured
    from voc.pipeline.gold import read_gold
    from voc.pipeline.models import load_models
    from voc.resources.journeys import load_journey
    from voc.settings import FILE, ModelChoice, load_settings

    has_workspace = (workspace / FILE).is_file()
    if not journey and not has_workspace:
        raise SettingsInvalid(
            "There is no workspace here, so the journey map is not known.",
            hint="Name it with --journey, or the workspace with --workspace.",
        )
    settings = load_settings(workspace) if has_workspace else None
    choice = settings.models if settings else ModelChoice()
    own_map = load_journey(journey or (settings.journey_file if settings else ""))
    labelled = read_gold(gold, stages=[stage.id for stage in own_map.stages])
    pool = _pool(unlabelled, workspace if has_workspace else None)
    models = load_models(own_map, embedding=choice.embedding, cache=choice.cache)
    found = measured(labelled, models, unlabelled=pool)
    if page:
        from voc.pipeline.publish import write_whole
        from voc.story.evaluation import render_evaluation

        write_whole(render_evaluation(found).encode(), page)
    if as_json:
        write_json(asdict(found))
        return
    _tell(found)
    if page:
        typer.echo(f"page: {page}")


def _pool(unlabelled: Path | None, workspace: Path | None) -> list[str]:
    """Read the texts to choose from."""
    from voc.cli.lines import opened
    from voc.pipeline.lines import TextLine, read_lines

    if unlabelled:
        with opened(str(unlabelled), "rb") as lines:
            chunks = list(read_lines(lines))
        return [item.text for chunk in chunks for item in chunk if isinstance(item, TextLine)]
    if workspace is None:
        return []
    from voc.cli.options import open_workspace
    from voc.store import RecordFilter

    _, store = open_workspace(workspace)
    return [record.verbatim for record, _ in store.list_records(RecordFilter(), limit=_POOL)]


def _tell(found: "Evaluation") -> None:
    unread = f", {found.n_not_read:,} of them not read" if found.n_not_read else ""
    typer.echo(f"{found.n_passages:,} passages{unread}, journey {found.journey}")
    for name, quality in (("stage", found.stage), ("sentiment", found.sentiment)):
        if quality:
            _tell_labels(name, quality)
    if found.label_next:
        typer.echo("label next (least certain, most like others):")
    for one in found.label_next:
        typer.echo(f"  {one.stage} {one.confidence:.2f}  {one.text}")


def _tell_labels(name: str, quality: "LabelsQuality") -> None:
    f1 = quality.f1
    typer.echo(f"{name}: macro-F1 {f1.value:.3f} ({f1.low:.3f} to {f1.high:.3f}), n = {f1.n:,}")
    typer.echo(f"  {'':<20} precision  recall    true  found")
    for one in quality.by_label:
        precision = "        –" if one.precision is None else f"{one.precision:9.2f}"
        recall = "      –" if one.recall is None else f"{one.recall:7.2f}"
        typer.echo(f"  {one.label:<20} {precision} {recall} {one.n_true:>7,} {one.n_found:>6,}")
    for n, truth, guess in quality.mistakes()[:_MISTAKES]:
        typer.echo(f"  {truth} taken for {guess}: {n:,}")
    sure = quality.confidence
    right = f"{sure.precision.value:.0%} of them right" if sure.precision else "none to judge"
    typer.echo(
        f"  confidence: expected calibration error {sure.error:.3f}; at 0.8 and above "
        f"{sure.coverage:.0%} of passages, {right}"
    )
