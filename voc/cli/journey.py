"""`voc journey`: list, show and check journey maps."""

from pathlib import Path
from typing import Annotated, Any

import typer

from voc.cli.options import AsJson, Overwrite, write_json

app = typer.Typer(help="List, show and check journey maps.", no_args_is_help=True)
NameOrFile = Annotated[str, typer.Argument(help="Name of a map, or its YAML file.")]


@app.command("list")
def list_maps(as_json: AsJson = False) -> None:
    """List the journey maps that come with voc."""
    from voc.resources.journeys import journey_names, load_journey

    rows: list[dict[str, Any]] = []
    for name in journey_names():
        journey = load_journey(name)
        stages = [stage.id for stage in journey.stages]
        rows.append({"id": journey.id, "name": journey.name, "stages": stages})
    if as_json:
        write_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']:<12} {row['name']}: {', '.join(row['stages'])}")


@app.command()
def show(name: NameOrFile) -> None:
    """Show the stages of a map: what the customer wants there, and who owns it."""
    from voc.resources.journeys import load_journey

    journey = load_journey(name)
    typer.echo(f"{journey.name} (version {journey.version})\n{journey.description}")
    for stage in journey.stages:
        mark = " *" if stage.priority else ""
        typer.echo(f"\n{stage.order}. {stage.name} [{stage.id}]{mark}, owner: {stage.owner}")
        typer.echo(f"   {stage.goal}")
        typer.echo(f"   {len(stage.examples)} examples; {', '.join(stage.touchpoints)}")
    typer.echo("\n* priority experience")


@app.command()
def validate(file: NameOrFile) -> None:
    """Check a map; name file, line and field of every error."""
    from voc.resources.journeys import load_journey

    journey = load_journey(file)
    typer.echo(f"{file} is valid: {len(journey.stages)} stages.")
    for stage in journey.stages:
        if len(stage.examples) < 5:
            typer.echo(
                f"{file}: stage {stage.id} has {len(stage.examples)} examples; "
                "with fewer than 5 it is often missed.",
                err=True,
            )


@app.command()
def correct(
    name: NameOrFile,
    gold: Annotated[
        Path, typer.Option(help="CSV file with the columns text and stage, as for `voc evaluate`.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="YAML file for the map.")],
    overwrite: Overwrite = False,
) -> None:
    """Teach a map the passages that you put right: writes it with them as corrections.

    They stand above everything else that the map learns from. Name the file as `journey` in
    voc.toml; the next night reads all feedback anew.
    """
    from voc.cli.lines import check_apart, check_new, opened
    from voc.pipeline.gold import correct as corrected
    from voc.pipeline.gold import read_gold
    from voc.resources.journeys import journey_yaml, load_journey

    check_apart(str(gold), str(output))
    check_new(output, overwrite=overwrite)
    journey = load_journey(name)
    labelled = read_gold(gold, stages=[stage.id for stage in journey.stages])
    taught = corrected(journey, labelled)
    with opened(str(output), "wb") as file:
        file.write(journey_yaml(taught).encode())
    typer.echo(f"{output}: {len(taught.corrections):,} corrections.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a map, for an editor to check while you write."""
    from voc.domain.journey import JourneyMap

    write_json(JourneyMap.model_json_schema())
