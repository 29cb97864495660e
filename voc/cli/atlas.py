"""`voc topics map`: draw the topics, their themes and their lives."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.lines import check_apart, check_writable
from voc.cli.options import HERE, MAP_FILE, Workspace, open_workspace
from voc.errors import SettingsInvalid

_PAGE, _PNG, _SVG = (".html", ".htm"), (".png",), (".svg",)


def map_topics(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The page; else topics.html in the workspace."),
    ] = None,
    png: Annotated[Path | None, typer.Option(help="Write the map as PNG, for a slide.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Write the map as SVG.")] = None,
    tree: Annotated[
        Path | None, typer.Option(help="Write the tree of themes, as .svg or .png.")
    ] = None,
    lineage: Annotated[
        Path | None, typer.Option(help="Write the lives of the topics, as .svg or .png.")
    ] = None,
    workspace: Workspace = HERE,
) -> None:
    """Draw the topics: a page with map, tree and lives, and pictures of them.

    The page holds the passages that it shows: treat it like the feedback itself.
    """
    from voc.pipeline.atlas import workspace_atlas, write_atlas, write_picture
    from voc.story.atlas import lineage_svg, map_svg, tree_svg

    page = output or workspace / MAP_FILE
    _check_kind("--output", page, _PAGE)
    _check_kind("--png", png, _PNG)
    _check_kind("--svg", svg, _SVG)
    _check_kind("--tree", tree, _SVG + _PNG)
    _check_kind("--lineage", lineage, _SVG + _PNG)
    check_apart(*(str(path) for path in (page, png, svg, tree, lineage) if path))
    settings, store = open_workspace(workspace)
    check_writable(page, png, svg, tree, lineage)
    atlas = workspace_atlas(store, company=settings.company)
    typer.echo(f"page: {write_atlas(atlas, page)}")
    for path, draw in ((svg, map_svg), (png, map_svg), (tree, tree_svg), (lineage, lineage_svg)):
        if path is not None:
            typer.echo(f"picture: {write_picture(draw(atlas), path)}")


def _check_kind(option: str, path: Path | None, endings: Sequence[str]) -> None:
    """Make sure that a file's name says what is written into it.

    Raises:
        SettingsInvalid: it doesn't.
    """
    if path is not None and path.suffix.lower() not in endings:
        raise SettingsInvalid(
            f"{option} {path}: the file's name has to end in {' or '.join(endings)}.",
            hint="Name another file, or take the option for its kind.",
        )


def export_topics(
    bertopic: Annotated[Path, typer.Option(help="Folder for BERTopic's files.", metavar="DIR")],
    workspace: Workspace = HERE,
) -> None:
    """Write the topics for another tool: `BERTopic.load(DIR)` opens them.

    The files hold five passages of each topic; voc-ids.json in it maps BERTopic's numbers to ids.
    """
    from voc.pipeline.export import export_bertopic

    _, store = open_workspace(workspace)
    n = export_bertopic(store, bertopic)
    typer.echo(f"exported {n:,} topics: {bertopic.resolve()}")
