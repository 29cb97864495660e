"""Take away a topic's words that were said in the records that are erased and in no other, and all
that points to these records."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, or_, select, update

from voc.domain.changes import Changes
from voc.domain.claim import Story
from voc.domain.erasure import snapshot_relabelled, story_relabelled
from voc.domain.label import BETWEEN
from voc.domain.registry import Registry, fold
from voc.domain.snapshot import Snapshot
from voc.domain.topic import Fields, TopicEvent
from voc.store.identity import newest
from voc.store.statements import parts
from voc.store.tables import PASSAGE, RECORD, SNAPSHOT, STORY
from voc.store.topics import load_events, log_events, rewrite_events

NO_LABEL = "(label erased)"
_REFS = ("representatives", "exemplars", "pinned", "barred")


def relabel(connection: Connection, record_ids: Sequence[str]) -> None:
    """Take such words out of the log of topics, and so out of their labels and keywords, and out of
    stored documents."""
    events = load_events(connection)
    before = fold(events)
    lost = _lost(connection, events, before, set(record_ids))
    cleaned = [_cleaned(event, lost, set(record_ids), before) for event in events]
    changed = [new for new, old in zip(cleaned, events, strict=True) if new != old]
    if not changed:
        return
    rewrite_events(connection, changed)
    after = fold(cleaned)
    for id_, topic in before.topics.items():
        now = after.topics[id_]
        if (now.label, now.keywords) != (topic.label, topic.keywords):
            _relabel_documents(connection, id_, topic.label, now.label, now.keywords)
    _log(
        connection,
        cleaned,
        [i for i, t in before.topics.items() if after.topics[i].label != t.label],
    )


def _lost(
    connection: Connection, events: Sequence[TopicEvent], registry: Registry, gone: set[str]
) -> dict[str, set[str]]:
    """Map topics, themes and proposals to their phrases that only records which go say. A phrase
    that nobody says word for word is made of the words of several, and stays."""
    touched = _touched(connection, gone)
    sources = {id_: {id_} for id_ in touched}
    for theme_id in {registry.topics[id_].theme_id for id_ in touched} - {None}:
        sources[str(theme_id)] = {t.id for t in registry.topics.values() if t.theme_id == theme_id}
    for id_, proposal in registry.proposals.items():
        if touched & set(proposal.topic_ids):
            sources[id_] = set(proposal.topic_ids)
    found = {}
    for id_, topic_ids in sources.items():
        phrases = {phrase for event in events for phrase in _phrases(event, id_)}
        found[id_] = _unheard(connection, topic_ids, phrases, gone)
    return found


def _touched(connection: Connection, gone: Collection[str]) -> set[str]:
    found: set[str | None] = set()
    for column in (PASSAGE.c.assigned_id, PASSAGE.c.topic_id):
        for part in parts(sorted(gone)):
            said = select(column).where(PASSAGE.c.record_id.in_(part)).distinct()
            found |= set(connection.scalars(said))
    return {id_ for id_ in found if id_ is not None}


def _phrases(event: TopicEvent, id_: str) -> Iterator[str]:
    for side in (event.before, event.after):
        for fields in (side.get(id_, {}), *side.get(id_, {}).get("parts", ())):
            yield from fields.get("label", "").split(BETWEEN)
            yield from fields.get("keywords", ())


def _unheard(
    connection: Connection, topic_ids: Collection[str], phrases: set[str], gone: set[str]
) -> set[str]:
    unheard = phrases - {""}
    for record_id, text in _texts(connection, topic_ids):
        if record_id not in gone:
            unheard -= {phrase for phrase in unheard if _plain(phrase) in text}
        if not unheard:
            return set()
    texts = [text for record_id, text in _texts(connection, topic_ids) if record_id in gone]
    return {phrase for phrase in unheard if any(_plain(phrase) in text for text in texts)}


def _texts(connection: Connection, topic_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    own = sorted(topic_ids)
    of_topics = or_(PASSAGE.c.topic_id.in_(own), PASSAGE.c.assigned_id.in_(own))
    records = select(PASSAGE.c.record_id).where(of_topics)
    said = select(RECORD.c.id, RECORD.c.verbatim).where(RECORD.c.id.in_(records))
    for id_, verbatim in connection.execute(said.order_by(RECORD.c.id)):
        yield id_, _plain(verbatim)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _cleaned(
    event: TopicEvent, lost: Mapping[str, set[str]], gone: set[str], registry: Registry
) -> TopicEvent:
    reason = event.reason
    for phrase in sorted(set().union(*(lost.get(id_, set()) for id_ in event.after))):
        reason = re.sub(re.escape(phrase), NO_LABEL, reason, flags=re.IGNORECASE)

    def side(held: Mapping[str, Fields]) -> dict[str, Fields]:
        return {
            id_: _without(fields, lost.get(id_, set()), gone, _instead(id_, lost, registry))
            for id_, fields in held.items()
        }

    return replace(event, reason=reason, before=side(event.before), after=side(event.after))


def _instead(id_: str, lost: Mapping[str, set[str]], registry: Registry) -> str:
    topic = registry.topics.get(id_)
    kept = [word for word in topic.keywords if word not in lost.get(id_, set())] if topic else []
    return next(iter(kept), NO_LABEL)


def _without(fields: Fields, lost: set[str], gone: set[str], instead: str) -> dict[str, Any]:
    held = dict(fields)
    if "label" in held:
        kept = [word for word in held["label"].split(BETWEEN) if word not in lost]
        held["label"] = BETWEEN.join(kept) or instead
    if "keywords" in held:
        held["keywords"] = [word for word in held["keywords"] if word not in lost]
    for name in _REFS:
        if name in held:
            held[name] = [ref for ref in held[name] if ref[0] not in gone]
    if "parts" in held:
        held["parts"] = [_without(part, lost, gone, NO_LABEL) for part in held["parts"]]
    return held


def _relabel_documents(
    connection: Connection, topic_id: str, old: str, new: str, keywords: tuple[str, ...]
) -> None:
    for table, id_, document in _documents(connection):
        if table is SNAPSHOT:
            snapshot = Snapshot.model_validate_json(document)
            changed = snapshot_relabelled(snapshot, topic_id, new, keywords).model_dump_json()
        else:
            story = Story.model_validate_json(document)
            changed = story_relabelled(story, old, new).model_dump_json()
        if changed != document:
            kept = update(table).where(table.c.id == id_)
            connection.execute(kept.values(document=changed))


def _documents(connection: Connection) -> Iterator[tuple[Table, str, str]]:
    for table in (SNAPSHOT, STORY):
        for id_ in list(connection.scalars(select(table.c.id).order_by(table.c.id))):
            document = connection.scalar(select(table.c.document).where(table.c.id == id_))
            yield table, id_, document or ""


def _log(connection: Connection, log: Sequence[TopicEvent], topic_ids: Sequence[str]) -> None:
    at = newest(connection)
    if at is None:
        return
    changes = Changes(log, at=at, actor="erasure")
    for id_ in topic_ids:
        reason = "only records that were erased had said its label"
        changes.change(id_, "relabelled", reason, {id_: {}})
    log_events(connection, changes.events)
