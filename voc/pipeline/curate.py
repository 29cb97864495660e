"""What people do to topics. Each is an event, holds on all later nights, and can be undone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from voc.domain.changes import Changes
from voc.domain.consistent import check_ends, check_labels
from voc.domain.label import checked
from voc.domain.proposal import effect
from voc.domain.registry import Registry, undone
from voc.domain.topic import PassageRef, Proposal, Topic, TopicEvent, TopicState
from voc.errors import Conflict, NotFound
from voc.pipeline.births import named_apart
from voc.pipeline.settle import settled
from voc.pipeline.written import known, members, passages
from voc.store import Store

LOCKABLE = ("label", "keywords", "centroid", "theme_id", "stage", "owner", "state")


@contextmanager
def curating(store: Store, *, actor: str, reason: str = "") -> Iterator["Curation"]:
    """Change topics: what is done inside is stored at the end, in one transaction. They happen
    at the time of the newest record.

    Raises:
        Locked: a night works on this store.
    """
    with store.night_lock():
        log = store.topic_events()
        newest = store.newest() or (log[-1].at if log else None)
        if newest is None:
            raise NotFound("There are no topics yet.", hint="Run `voc night` first.")
        changes = Changes(log, at=newest, actor=actor)
        yield Curation(store, changes, reason)
        placements = settled(store, changes.before, changes.registry)
        store.registry.log(changes.events, placements)


class Curation:
    """Change topics by id; each method is one event.

    Raises:
        NotFound: nothing has an id.
        Conflict: the change makes no sense in the state that the topics are in.
    """

    def __init__(self, store: Store, changes: Changes, reason: str) -> None:
        self.store = store
        self._changes = changes
        self._reason = reason

    @property
    def events(self) -> list[TopicEvent]:
        """What was done so far."""
        return self._changes.events

    def known(self, written: str) -> str:
        """Find the id that begins so."""
        return known(self.registry, written)

    @property
    def registry(self) -> Registry:
        """The topics as they are by now."""
        return self._changes.registry

    def rename(self, id_: str, label: str) -> None:
        """Give a topic or theme another label, and lock it."""
        label = checked(label)
        entity = self._topic(id_) if id_ not in self.registry.themes else self.registry.themes[id_]
        locked = _with(entity.locked, ["label"])
        self._change(id_, "renamed", {id_: {"label": label, "locked": locked}})

    def own(self, id_: str, owner: str) -> None:
        """Say who answers for a topic; nobody, where empty."""
        topic = self._topic(id_)
        locked = _with(topic.locked, ["owner"]) if owner else topic.locked
        self._change(id_, "owned", {id_: {"owner": owner or None, "locked": locked}})

    def lock(self, id_: str, names: Collection[str] = LOCKABLE) -> None:
        """Let no night and no review change these fields."""
        unknown = sorted(set(names) - set(LOCKABLE))
        if unknown:
            raise Conflict(
                f"A topic has no field {unknown[0]!r} to lock.", hint=f"Any of {LOCKABLE}."
            )
        locked = _with(self._topic(id_).locked, names)
        self._change(id_, "locked", {id_: {"locked": locked}})

    def merge(self, ids: Sequence[str], *, into: str) -> None:
        """Let the passages of topics, and what comes to be like them, belong to another one, and no
        review propose to split that."""
        target = self._topic(into, TopicState.ACTIVE)
        merged = [self._topic(id_, TopicState.ACTIVE).id for id_ in dict.fromkeys(ids)]
        if not merged or into in merged:
            raise Conflict("A topic is merged into another one.", hint="Name two topics.")
        gone = {"state": TopicState.MERGED, "successors": (target.id,)}
        kept = {"locked": _with(target.locked, ["state"])}
        self._change(into, "merged", {**dict.fromkeys(merged, gone), into: kept})

    def split(self, id_: str, parts: Sequence[Topic]) -> None:
        """Put parts in the place of a topic; each of its passages goes to the nearest one, and no
        review proposes to merge them."""
        self._topic(id_, TopicState.ACTIVE)
        if len(parts) < 2:
            raise Conflict(
                "This topic does not fall apart.", hint="Say how many parts: `--parts 2`."
            )
        gone = {"state": TopicState.SPLIT, "successors": tuple(part.id for part in parts)}
        named = named_apart(parts, self.registry)
        kept = [replace(part, locked=_with(part.locked, ["state"])) for part in named]
        self._change(id_, "split", {id_: gone}, *kept)

    def retire(self, id_: str) -> None:
        """Let a topic have no passages any more; what is like it is not found again."""
        self._topic(id_, TopicState.ACTIVE)
        self._change(id_, "retired", {id_: {"state": TopicState.RETIRED, "successors": ()}})

    def pin(self, id_: str, refs: Sequence[PassageRef]) -> None:
        """Put passages into a topic, whatever they are like."""
        topic = self._topic(id_, TopicState.ACTIVE)
        fields = self._unpinned(refs)
        own = fields.setdefault(id_, {})
        own["pinned"] = _with(topic.pinned, refs)
        own["barred"] = tuple(ref for ref in topic.barred if ref not in refs)
        self._change(id_, "pinned", fields)

    def move(self, refs: Sequence[PassageRef], *, source: str, target: str) -> None:
        """Put passages out of one topic, for good, and into another."""
        left, topic = self._topic(source), self._topic(target, TopicState.ACTIVE)
        if source == target:
            raise Conflict("A passage moves from one topic to another.", hint="Name two topics.")
        held = members(self.store, self.registry, left, {ref.record_id for ref in refs})
        if others := [f"{ref.record_id}/{ref.ordinal}" for ref in refs if ref not in held]:
            raise Conflict(
                f"Not in the topic {left.label!r}: {', '.join(others)}.",
                hint="`voc topics show TOPIC` lists them; `voc topics pin` needs no --from.",
            )
        fields = self._unpinned(refs)
        fields.setdefault(source, {})["barred"] = _with(left.barred, refs)
        own = fields.setdefault(target, {})
        own["pinned"] = _with(topic.pinned, refs)
        own["barred"] = tuple(ref for ref in topic.barred if ref not in refs)
        self._change(target, "moved", fields)

    def accept(self, *ids: str) -> None:
        """Let proposed topics be some, or do what a review proposes; an event each."""
        for id_ in dict.fromkeys(ids):
            if id_ in self.registry.proposals:
                self._apply(_open(self.registry.proposals[id_]))
            else:
                self._topic(id_, TopicState.PROPOSED)
                self._change(id_, "accepted", {id_: {"state": TopicState.ACTIVE}})

    def reject(self, *ids: str) -> None:
        """Let proposed topics never be some, or a review not propose this again; an event each."""
        for id_ in dict.fromkeys(ids):
            if id_ in self.registry.proposals:
                gone = {"state": "rejected"}
                self._change(_open(self.registry.proposals[id_]).id, "rejected", {id_: gone})
            else:
                self._topic(id_, TopicState.PROPOSED)
                self._change(id_, "rejected", {id_: {"state": TopicState.RETIRED}})

    def undo(self, number: int) -> None:
        """Take an event back, as if it had not been. Undoing an undoing lets it hold again."""
        log = self._changes.log
        event = next((one for one in log if one.number == number), None)
        if event is None:
            raise NotFound(f"There is no event {number}.", hint="`voc topics history` lists them.")
        if number in undone(log):
            raise Conflict(
                f"Event {number} is undone already.", hint="Undo the undoing to let it hold again."
            )
        before = self.registry
        self._changes.undo(event, self._reason or f"undoes {number}: {event.kind}")
        check_ends(self.registry)
        check_labels(before, self.registry)

    def passages(self, written: Sequence[str], *, of: str = "") -> list[PassageRef]:
        """Find passages, written as RECORD or RECORD/ORDINAL. With a topic's id, RECORD is those of
        its passages that are in the topic, or all where none is."""
        records = {one.partition("/")[0] for one in written} if of else set()
        among = members(self.store, self.registry, self._topic(of), records) if of else ()
        return passages(self.store, written, among=among)

    def _apply(self, proposal: Proposal) -> None:
        """Do what a review proposed, as one event, so that it is undone as one."""
        for id_ in proposal.topic_ids:
            self._topic(id_, TopicState.ACTIVE)
        fields, parts = effect(proposal)
        self._change(proposal.id, "accepted", fields, *named_apart(parts, self.registry))

    def _topic(self, id_: str, state: TopicState | None = None) -> Topic:
        topic = self.registry.topics.get(id_)
        if topic is None:
            raise NotFound(f"There is no topic {id_!r}.", hint="`voc topics` lists them.")
        if state is not None and topic.state is not state:
            raise Conflict(
                f"The topic {topic.label!r} is {topic.state.value}, not {state.value}.",
                hint=f"`voc topics history {id_}` tells its life.",
            )
        return topic

    def _unpinned(self, refs: Sequence[PassageRef]) -> dict[str, dict[str, Any]]:
        return {
            topic.id: {"pinned": tuple(ref for ref in topic.pinned if ref not in refs)}
            for topic in self.registry.topics.values()
            if set(topic.pinned) & set(refs)
        }

    def _change(
        self, id_: str, kind: str, fields: Mapping[str, Mapping[str, Any]], *new: Topic
    ) -> None:
        before = self.registry
        self._changes.change(id_, kind, self._reason, fields, *new)
        check_labels(before, self.registry)


def _with(held: tuple[Any, ...], more: Collection[Any]) -> tuple[Any, ...]:
    return (*held, *(one for one in more if one not in held))


def _open(proposal: Proposal) -> Proposal:
    if proposal.state != "open":
        raise Conflict(
            f"The proposal was {proposal.state} already.",
            hint="`voc topics history` tells by which event: undo that.",
        )
    return proposal
