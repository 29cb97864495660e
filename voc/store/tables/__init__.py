"""The tables of the store. They hold neither a clock nor a counter of the database: equal input
gives equal rows."""

from voc.store.tables.analyses import ANALYSIS, PASSAGE
from voc.store.tables.columns import Base, Key, Moment
from voc.store.tables.customers import CUSTOMER, ERASURE, JOIN_EVENT, TOMBSTONE
from voc.store.tables.duplicates import KEPT_APART, SKETCH, UNCOMPARED
from voc.store.tables.records import RECORD, REJECTION, REVISION, SOURCE_CURSOR
from voc.store.tables.snapshots import COUNTED, RESTATEMENT, SNAPSHOT, STORY
from voc.store.tables.topics import THEME, TOPIC, TOPIC_EVENT

__all__ = [
    "ANALYSIS",
    "COUNTED",
    "CUSTOMER",
    "ERASURE",
    "JOIN_EVENT",
    "KEPT_APART",
    "PASSAGE",
    "RECORD",
    "REJECTION",
    "RESTATEMENT",
    "REVISION",
    "SKETCH",
    "SNAPSHOT",
    "SOURCE_CURSOR",
    "STORY",
    "THEME",
    "TOMBSTONE",
    "TOPIC",
    "TOPIC_EVENT",
    "UNCOMPARED",
    "Base",
    "Key",
    "Moment",
]
