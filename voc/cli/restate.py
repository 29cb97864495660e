"""`voc restate`: how topics' numbers for a past period changed since they were published."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from voc.cli.options import HERE, AsJson, Workspace, open_workspace, write_json


def restate(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DAY")],
    last: Annotated[
        datetime, typer.Option("--to", formats=["%Y-%m-%d"], metavar="DAY", help="Included.")
    ],
    since: Annotated[
        str, typer.Option(help="Compare with this snapshot.", metavar="SNAPSHOT")
    ] = "",
    workspace: Workspace = HERE,
    as_json: AsJson = False,
) -> None:
    """Split what changed in a past period's records: new data, late data, taxonomy, model.

    Compared is with the first snapshot that was taken when the period was over. The columns add up.
    """
    from voc.pipeline.restate import restate as compute

    _, store = open_workspace(workspace)
    found = compute(store, first.date(), last.date(), since=since)
    labels = {topic.id: topic.label for topic in store.topics()}
    rows = [
        {**asdict(one), "now": one.now, "label": labels.get(one.topic_id, "")}
        for one in sorted(found.topics, key=lambda one: (-one.now, one.topic_id))
    ]
    if as_json:
        write_json({**asdict(found), "topics": rows})
        return
    typer.echo(
        f"{found.first} to {found.last}, since snapshot {found.snapshot_id[:12]} "
        f"(records up to {found.as_of:%Y-%m-%d})"
    )
    if not rows:
        newest = store.newest()
        until = f": the newest is of {newest:%Y-%m-%d}" if newest else ""
        typer.echo(f"No record of this period counts to a topic{until}.")
        return
    names = ("published", "new", "late", "taxonomy", "model", "now")
    typer.echo("".join(f"{name:>10}" for name in names) + "  topic")
    for row in rows:
        numbers = (
            f"{row[name]:>+10,}" if name in names[1:5] else f"{row[name]:>10,}" for name in names
        )
        typer.echo("".join(numbers) + f"  {row['label']}")
