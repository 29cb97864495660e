"""Keep by what the texts that stand for themselves are found.

A post that was shared 10,000 times has one sketch, and is looked at once.
"""

from collections.abc import Collection, Iterator

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from voc.domain.duplicate import Sketches
from voc.store.statements import parts
from voc.store.tables import SKETCH

AT_ONCE = 10_000


def load_sketches(connection: Connection, first_day: int, last_day: int) -> Iterator[Sketches]:
    """Read the sketches of some days, at most 10,000 at once."""
    chosen = select(SKETCH).where(SKETCH.c.day.between(first_day, last_day)).order_by(SKETCH.c.day)
    result = connection.execution_options(yield_per=AT_ONCE).execute(chosen)
    for rows in result.partitions():
        ids, days, lengths, keys = zip(*rows, strict=True)
        joint = np.frombuffer(b"".join(keys), dtype="<u4").reshape(len(ids), -1)
        yield Sketches(ids, joint, np.array(lengths), np.array(days))


def keep_sketches(connection: Connection, sketches: Sketches) -> None:
    """Let records be found."""
    columns = (sketches.record_ids, sketches.days.tolist(), sketches.lengths.tolist())
    rows = [
        {"record_id": id_, "day": day, "length": length, "keys": keys.astype("<u4").tobytes()}
        for id_, day, length, keys in zip(*columns, sketches.keys, strict=True)
    ]
    if rows:
        connection.execute(insert(SKETCH), rows)


def forget_sketches(connection: Connection, record_ids: Collection[str]) -> None:
    """Let records no longer be found."""
    for part in parts(record_ids):
        connection.execute(delete(SKETCH).where(SKETCH.c.record_id.in_(part)))
