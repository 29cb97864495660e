"""Options that several commands share, and how a command opens its workspace."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from voc.pipeline.models import Models
    from voc.pipeline.report import Progress
    from voc.settings import ModelChoice, Settings
    from voc.store import Store

Workspace = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        help="Folder that holds voc.toml.",
        metavar="FOLDER",
        envvar="VOC_WORKSPACE",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for a program to read.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Write over a file that is there.")]
HERE = Path()
MAP_FILE = "topics.html"


def open_workspace(workspace: Path) -> "tuple[Settings, Store]":
    """Read the settings of a workspace and open its store."""
    from voc.settings import load_settings
    from voc.store import open_store

    settings = load_settings(workspace)
    return settings, open_store(settings.database_url)


def models_of(journey: str | Path, choice: "ModelChoice") -> "Models":
    """Load the models for a journey map."""
    from voc.pipeline.models import load_models
    from voc.resources.journeys import load_journey

    return load_models(load_journey(journey), embedding=choice.embedding, cache=choice.cache)


def write_json(data: Any) -> None:
    """Write one JSON document to standard output."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str))


@contextmanager
def progress() -> "Iterator[Progress]":
    """Show progress bars on a terminal; elsewhere show nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=console, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield show
