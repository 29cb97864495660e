"""`voc models`: list, check and build the embedding models."""

from typing import Annotated

import typer

from voc.cli.options import AsJson, write_json

app = typer.Typer(help="List, check and build the embedding models.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Id of a model, as `voc models list` shows it.")]
DEFAULT = "all-minilm-l6-v2"


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List the models, their licence and languages, and whether this machine has built them."""
    from voc.nlp.embed import is_built
    from voc.resources.models import load_manifest, manifest_names
    from voc.settings import ModelChoice

    cache = ModelChoice().cache
    rows = []
    for name in manifest_names():
        manifest = load_manifest(name)
        rows.append(
            {**manifest.model_dump(exclude={"sha256"}), "built": is_built(manifest, cache=cache)}
        )
    if as_json:
        write_json(rows)
        return
    for row in rows:
        built = "built" if row["built"] else "not built yet"
        typer.echo(
            f"{row['id']}  {row['dimensions']} dimensions, {row['licence']}, "
            f"languages: {', '.join(row['languages'])}; {built}"
        )


@app.command()
def check(name: Name = DEFAULT) -> None:
    """Compare a model's files with their published digests."""
    from voc.resources.models import check_digests, load_manifest

    folder = check_digests(load_manifest(name))
    typer.echo(f"{name}: all digests match ({folder}).")


@app.command()
def build(name: Name = DEFAULT) -> None:
    """Build the fast int8 form of a model; does nothing when it is built already."""
    from voc.nlp.embed import build as build_model
    from voc.resources.models import load_manifest
    from voc.settings import ModelChoice

    folder = build_model(load_manifest(name), cache=ModelChoice().cache)
    typer.echo(f"{name}: built in {folder}.")
