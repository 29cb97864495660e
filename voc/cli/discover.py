"""`voc topics discover`: lines in, topics out; no workspace and no database."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli.lines import Input, Output, check_apart, check_writable, opened, tell_refused

if TYPE_CHECKING:
    from voc.pipeline.lines import WholeFile

Embeddings = Annotated[
    Path | None,
    typer.Option(help="NumPy file (.npy): one row per line of the input."),
]


def discover(
    input: Input = "-",
    output: Output = "-",
    topics: Annotated[Path, typer.Option(help="JSON file for the topics.")] = Path("topics.json"),
    embeddings: Embeddings = None,
    map: Annotated[Path | None, typer.Option(help="Draw a page of the topics.")] = None,
) -> None:
    """Find topics and their themes in a file; needs no workspace and no database.

    Reads lines of {"id", "text"}, at least 50; writes {"id", "topic_id", "theme_id", "confidence"}
    for each (null for none, and then a "reason"), and the topics' labels, keywords, numbers of
    lines and representative ids to --topics. Confidence (above 0, up to 1) is how much nearer a
    text is to its topic than to the next one and to its topic's border. Personal data is replaced
    by placeholders before a text is read. A line that can't be read is named on stderr with its
    number, the rest is done, and the exit code is 1.
    """
    from voc.pipeline.atlas import discovered_atlas
    from voc.pipeline.embeddings import read_embeddings
    from voc.pipeline.lines import read_whole
    from voc.pipeline.models import load_embedding
    from voc.pipeline.topics import discover_texts
    from voc.settings import ModelChoice
    from voc.story.atlas import atlas_html

    check_apart(input, output, str(topics), *(str(path) for path in (embeddings, map) if path))
    check_writable(output, topics, map)
    with opened(input, "rb") as lines:
        given = read_whole(lines, name="The input" if input == "-" else input)
    _tell_read(given, input)
    choice = ModelChoice()
    source = read_embeddings(embeddings) if embeddings else None
    found = discover_texts(
        given, load_embedding(choice.embedding, cache=choice.cache) if source is None else source
    )
    files = [(output, b"".join(json.dumps(result).encode() + b"\n" for result in found.results))]
    files += [
        (str(topics), json.dumps(found.topics, ensure_ascii=False, indent=1).encode() + b"\n")
    ]
    if map is not None:
        of = "the input" if input == "-" else Path(input).name
        atlas = discovered_atlas(found, title=f"The topics of {of}")
        files += [(str(map), atlas_html(atlas).encode())]
    for name, content in files:
        with opened(name, "wb") as file:
            file.write(content)
    _tell_reasons(found.results)
    tell_refused(len(given.problems))


def _tell_read(given: "WholeFile", name: str) -> None:
    """Name the lines that were refused, and the ids that several have."""
    for problem in given.problems:
        typer.echo(f"{name}:{problem.line}: {problem.reason}", err=True)
    if repeated := given.repeated:
        first = next(iter(repeated))
        typer.echo(
            f"voc: {sum(repeated.values()):,} lines share their id with others, the first id is "
            f"{first}: each has its topic, lines of one id count as one record.",
            err=True,
        )


def _tell_reasons(results: Sequence[dict[str, Any]]) -> None:
    from voc.story.wording import counted

    reasons = Counter(result["reason"] for result in results if "reason" in result)
    for reason, n in reasons.most_common():
        typer.echo(f"{counted(n, 'text')} in no topic: {reason}", err=True)
