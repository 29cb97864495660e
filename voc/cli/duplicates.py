"""`voc duplicates`: which records repeat another, and saying that they don't."""

from typing import Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json

app = typer.Typer(help="See which records repeat another, and say where they don't.")

Ids = Annotated[list[str], typer.Argument(help="Ids as `list` shows them.", metavar="ID…")]
_SHOWN = 70


@app.command("list")
def list_duplicates(
    record_id: Annotated[
        str, typer.Argument(help="List what repeats this record.", metavar="ID")
    ] = "",
    apart: Annotated[
        bool, typer.Option("--apart", help="List those that `split` set apart instead.")
    ] = False,
    limit: Annotated[int, typer.Option(help="List so many at most.", min=1)] = 20,
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """List the records that are repeated most, or what repeats one of them.

    Only a record that repeats none is counted, analysed and quoted.
    """
    _, store = open_workspace(workspace)
    if record_id:
        store.record(record_id)  # or says that there is none
    counts = {} if record_id or apart else store.count_repeats(limit)
    chosen = store.repeating(record_id) if record_id else store.kept_apart() if apart else counts
    rows = [
        {
            "id": record.id,
            "source": record.source,
            "occurred_at": record.occurred_at,
            "duplicates": counts.get(record.id, 0),
            "verbatim": record.verbatim,
        }
        for record in (store.record(id_)[0] for id_ in list(chosen)[:limit])
    ]
    if as_json:
        write_json(rows)
        return
    for row in rows:
        said = " ".join(str(row["verbatim"]).split())
        said = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
        times = f"{row['duplicates']:>6,}×" if counts else f"{row['occurred_at']:%Y-%m-%d}"
        typer.echo(f"{row['id']}  {times}  {row['source']:<20}  {said}")
    if not rows:
        typer.echo("None.")


@app.command("split")
def split(ids: Ids, workspace: Workspace = HERE) -> None:
    """Let records stand for themselves that repeat none, whatever is read later.

    Of a record that others repeat, all these are set apart.
    """
    from voc.pipeline.duplicates import split as split_off

    _, store = open_workspace(workspace)
    n_apart = len(split_off(store, ids))
    typer.echo(f"{n_apart:,} set apart; the next `voc night` reads what stands for itself now.")


@app.command("join")
def join(ids: Ids, workspace: Workspace = HERE) -> None:
    """Undo `split`: compare these records as all others are.

    For a record of which all that repeat it were split, these are.
    """
    from voc.pipeline.duplicates import join as rejoin

    _, store = open_workspace(workspace)
    typer.echo(f"{len(rejoin(store, ids)):,} compared again.")
