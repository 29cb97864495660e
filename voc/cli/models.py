"""`voc models`: list, check, build and compare the embedding models."""

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.options import AsJson, write_json

app = typer.Typer(help="List, check, build and compare the embedding models.", no_args_is_help=True)
DEFAULT = "all-minilm-l6-v2"
Name = Annotated[
    str,
    typer.Argument(help="Id of a model as `voc models list` shows it, a manifest, or a folder."),
]


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List the models: digest, dimensions, languages, licence, and whether this machine has built
    them."""
    from voc.nlp.embed import is_built
    from voc.resources.models import WEIGHTS_FILE, load_manifest, manifest_names
    from voc.settings import ModelChoice

    cache = ModelChoice().cache
    rows = []
    for name in manifest_names():
        manifest = load_manifest(name)
        rows.append({**manifest.model_dump(), "built": is_built(manifest, cache=cache)})
    if as_json:
        write_json(rows)
        return
    for row in rows:
        built = "built" if row["built"] else "not built yet"
        digest = row["sha256"].get(WEIGHTS_FILE, "")[:12] or "none stated"
        typer.echo(
            f"{row['id']}  {row['dimensions']} dimensions, {row['licence']}, "
            f"languages: {', '.join(row['languages'])}; digest {digest}; {built}"
        )


@app.command()
def check(name: Name = DEFAULT) -> None:
    """Compare a model's files, and its built form if there is one, with their digests."""
    from voc.nlp.embed import check_built
    from voc.resources.models import check_digests, load_manifest
    from voc.settings import ModelChoice

    manifest = load_manifest(name)
    folder = check_digests(manifest)
    typer.echo(f"{manifest.id}: all digests match ({folder}).")
    if built := check_built(manifest, cache=ModelChoice().cache):
        typer.echo(f"{manifest.id}: the built form is whole ({built}).")


@app.command()
def build(name: Name = DEFAULT) -> None:
    """Build the fast int8 form of a model; does nothing when it is built already."""
    from voc.nlp.embed import build as build_model
    from voc.resources.models import load_manifest
    from voc.settings import ModelChoice

    manifest = load_manifest(name)
    folder = build_model(manifest, cache=ModelChoice().cache)
    typer.echo(f"{manifest.id}: built in {folder}.")


@app.command()
def compare(
    name: Name = DEFAULT,
    input: Annotated[
        Path | None,
        typer.Option(help="File of lines {id, text} to compare on, instead of journey examples."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare the built form with the published model: how alike the vectors are, how fast each."""
    from dataclasses import asdict

    from voc.pipeline.models import compare_model
    from voc.settings import ModelChoice

    lines = input.read_bytes().splitlines(keepends=True) if input else None
    found = compare_model(name, cache=ModelChoice().cache, lines=lines)
    if as_json:
        write_json(asdict(found))
        return
    speed = found.built_per_second / found.published_per_second
    typer.echo(
        f"{found.n_texts:,} texts; cosine to the published model {found.mean_cosine:.4f} on "
        f"average, {found.worst_cosine:.4f} at worst\n"
        f"published, float32: {found.published_per_second:,.0f} texts a second\n"
        f"built, int8, {' and '.join(found.readings)}: {found.built_per_second:,.0f} "
        f"({speed:.1f} times)"
    )
