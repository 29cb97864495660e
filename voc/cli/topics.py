"""`voc topics`: list the topics of a workspace, or find those of a file without one."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from voc.cli import atlas, curate, review, wording
from voc.cli.exit_codes import SOME_INPUT_REFUSED
from voc.cli.lines import Input, Output, check_apart, opened
from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

app = typer.Typer(
    help="List the topics, change or draw them, or find those of a file.",
    invoke_without_command=True,
)
curate.add_to(app)
app.command()(review.review)
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


@app.command()
def discover(
    input: Input = "-",
    output: Output = "-",
    topics: Annotated[Path, typer.Option(help="JSON file for the topics.")] = Path("topics.json"),
    embeddings: Annotated[
        Path | None, typer.Option(help="NumPy file (.npy) with one row per line of the input.")
    ] = None,
    map: Annotated[Path | None, typer.Option(help="Draw a page of the topics.")] = None,
) -> None:
    """Find topics and their themes in a file; needs no workspace and no database.

    Reads lines of {"id", "text"}; writes {"id", "topic_id", "theme_id", "confidence"} for each
    (null for none, and then a "reason"), and the topics' labels, keywords and representative ids to
    --topics. A line that can't be read is named on stderr with its number, the rest is done, and
    the exit code is 1.
    """
    from voc.pipeline.atlas import discovered_atlas, write_atlas
    from voc.pipeline.models import load_embedding
    from voc.pipeline.topics import discover_lines, read_embeddings
    from voc.settings import ModelChoice

    check_apart(input, output, str(topics), *(str(path) for path in (embeddings, map) if path))
    choice = ModelChoice()
    with opened(input, "rb") as lines:
        given = list(lines)
    encoder = load_embedding(choice.embedding, cache=choice.cache)
    vectors = None if embeddings is None else read_embeddings(embeddings)
    found = discover_lines(given, encoder, vectors)
    with opened(output, "wb") as results:
        for result in found.results:
            results.write(json.dumps(result).encode() + b"\n")
    with opened(str(topics), "wb") as file:
        file.write(json.dumps(found.topics, ensure_ascii=False, indent=1).encode() + b"\n")
    if map is not None:
        write_atlas(discovered_atlas(found, title=f"The topics of {Path(input).name}"), map)
    reasons = Counter(result["reason"] for result in found.results if "reason" in result)
    for reason, n in reasons.most_common():
        typer.echo(f"{n:,} texts in no topic: {reason}", err=True)
    for problem in found.problems:
        typer.echo(f"{input}:{problem.line}: {problem.reason}", err=True)
    if found.problems:
        typer.echo(f"voc: {len(found.problems)} lines were refused.", err=True)
        raise typer.Exit(SOME_INPUT_REFUSED)
