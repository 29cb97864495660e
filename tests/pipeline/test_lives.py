"""The lives of topics follow the registry's log."""

from datetime import UTC, datetime, timedelta

import numpy as np

from voc.domain.changes import Changes
from voc.domain.topic import Topic, TopicEvent, TopicState
from voc.pipeline.lives import tell_lives

START = datetime(2026, 1, 5, tzinfo=UTC)


def topic(id_: str, label: str, **more: object) -> Topic:
    centroid = np.ones(2, np.float32)
    fields = {"keywords": (), "centroid": centroid, "radius": 0.5, "n_passages": 9} | more
    return Topic(id=id_, label=label, born_at=START, **fields)  # type: ignore[arg-type]


def test_births_renames_merges_splits_and_what_was_undone() -> None:
    log: list[TopicEvent] = []

    def at(day: int) -> Changes:
        return Changes(log, at=START + timedelta(days=day), actor="night")

    for id_, label in (("A", "double charge"), ("B", "two bills"), ("C", "engineer"), ("D", "x")):
        changes = at(0)
        changes.found(topic(id_, label), "born", "")
        log += changes.events
    waiting = at(1)
    waiting.found(topic("P", "maybe", state=TopicState.PROPOSED), "proposed", "")
    log += waiting.events
    renamed = at(0)
    renamed.change("A", "renamed", "", {"A": {"label": "charged twice"}})
    log += renamed.events
    merged = at(5)
    merged.change("B", "merged", "", {"B": {"state": TopicState.MERGED, "successors": ("A",)}})
    log += merged.events
    split = at(9)
    gone = {"C": {"state": TopicState.SPLIT, "successors": ("E", "F")}}
    split.change("C", "split", "", gone, topic("E", "late", parents=("C",)), topic("F", "kind"))
    log += split.events
    retired = at(10)
    retired.change("D", "retired", "", {"D": {"state": TopicState.RETIRED}})
    retired.undo(retired.events[-1], "")
    log += retired.events

    lives = {life.id: life for life in tell_lives(log, {"A": 12})}
    assert lives.keys() == {"A", "B", "C", "D", "E", "F"}
    assert [label for _, label in lives["A"].labels] == ["double charge", "charged twice"]
    assert lives["A"].n_records == 12 and lives["A"].ended_at is None
    assert (lives["B"].state, lives["B"].successors) == ("merged", ("A",))
    assert lives["C"].ended_at == lives["E"].born_at == START + timedelta(days=9)
    assert lives["E"].parents == ("C",)
    assert lives["D"].ended_at is None and not lives["D"].has_changed
