"""Keep snapshots and the stories told from them; neither ever changes."""

import json
from datetime import datetime

from sqlalchemy import Connection, Table, insert, select

from voc.domain.claim import Story
from voc.domain.snapshot import Snapshot
from voc.errors import NotFound, SnapshotMissing
from voc.store.statements import next_sequence
from voc.store.tables import SNAPSHOT, STORY


def save_snapshot(connection: Connection, snapshot: Snapshot) -> None:
    """Store a snapshot as the latest one, unless it is stored already."""
    _save(connection, SNAPSHOT, {"id": snapshot.id, "document": snapshot.model_dump_json()})


def load_snapshot(connection: Connection, snapshot_id: str) -> Snapshot:
    """Get one snapshot."""
    return Snapshot.model_validate_json(_document(connection, SNAPSHOT, snapshot_id))


def latest_snapshot(connection: Connection) -> Snapshot | None:
    """Get the snapshot that was stored last; None before the first."""
    document = _latest(connection, SNAPSHOT)
    return None if document is None else Snapshot.model_validate_json(document)


def list_snapshots(connection: Connection) -> list[tuple[int, str, datetime]]:
    """List the snapshots, oldest first: sequence, id and the time of their newest record."""
    rows = connection.execute(select(SNAPSHOT).order_by(SNAPSHOT.c.sequence))
    found = ((row, json.loads(row.document)["as_of"]) for row in rows)
    return [(row.sequence, row.id, datetime.fromisoformat(as_of)) for row, as_of in found]


def save_story(connection: Connection, story: Story) -> None:
    """Store a story as the latest one, unless it is stored already."""
    known = connection.scalar(select(SNAPSHOT.c.id).where(SNAPSHOT.c.id == story.snapshot_id))
    if known is None:
        raise SnapshotMissing(
            f"Story {story.id} is told from snapshot {story.snapshot_id}, which isn't stored.",
            hint="Save the snapshot first.",
        )
    values = {"id": story.id, "snapshot_id": story.snapshot_id}
    _save(connection, STORY, {**values, "document": story.model_dump_json()})


def load_story(connection: Connection, story_id: str) -> Story:
    """Get one story."""
    return Story.model_validate_json(_document(connection, STORY, story_id))


def latest_story(connection: Connection) -> Story | None:
    """Get the story that was stored last; None before the first."""
    document = _latest(connection, STORY)
    return None if document is None else Story.model_validate_json(document)


def _save(connection: Connection, table: Table, values: dict[str, str]) -> None:
    if connection.scalar(select(table.c.id).where(table.c.id == values["id"])) is None:
        sequence = next_sequence(connection, table)
        connection.execute(insert(table).values(sequence=sequence, **values))


def _document(connection: Connection, table: Table, id_: str) -> str:
    document: str | None = connection.scalar(select(table.c.document).where(table.c.id == id_))
    if document is None:
        raise NotFound(
            f"There is no {table.name} {id_!r}.", hint="Leave the id out for the latest."
        )
    return document


def _latest(connection: Connection, table: Table) -> str | None:
    newest_first = select(table.c.document).order_by(table.c.sequence.desc()).limit(1)
    return connection.scalar(newest_first)
