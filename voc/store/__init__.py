"""Keep everything in SQLite or PostgreSQL."""

from voc.store.feedback import RecordFilter
from voc.store.passages import PassageTable
from voc.store.records import RecordCounts
from voc.store.schema import create_or_migrate
from voc.store.seen import Seen
from voc.store.status import StoreCounts
from voc.store.store import Store, open_store
from voc.store.topics import Placement

__all__ = [
    "PassageTable",
    "Placement",
    "RecordCounts",
    "RecordFilter",
    "Seen",
    "Store",
    "StoreCounts",
    "create_or_migrate",
    "open_store",
]
