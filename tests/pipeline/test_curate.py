"""What people do to topics holds for the passages at once, and can be taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.store.store_examples import (
    DIMENSIONS,
    MONDAY,
    a_passage,
    a_record,
    a_topic,
    an_analysis,
    birth,
)
from voc.domain.analysis import Analyses
from voc.domain.registry import founding
from voc.domain.topic import TopicState
from voc.errors import Conflict, NotFound
from voc.pipeline.curate import Curation, curating
from voc.pipeline.shown import list_topics, show_topic
from voc.store import Placement, Store, create_or_migrate, open_store

TEXT = "The bill was wrong."


def axis(*places: int) -> np.ndarray:
    vector = np.zeros(DIMENSIONS, np.float32)
    vector[list(places)] = 1
    return vector / np.linalg.norm(vector)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Hold topics a, b and a proposed p; records 0-3 are in a, 4-5 in b, 6-7 in p, 8 in none."""
    url = f"sqlite:///{tmp_path / 'voc.db'}"
    create_or_migrate(url)
    with open_store(url) as opened:
        places = (0, 0, 1, 1, 2, 2, 3, 3, 4)
        ids = [f"r{n}" for n in range(len(places))]
        opened.upsert_records([a_record(id_, f"{TEXT} {id_}") for id_ in ids])
        analyses = tuple(an_analysis(id_, a_passage(0, len(TEXT))) for id_ in ids)
        vectors = np.stack([axis(place) for place in places])
        opened.save_analyses(Analyses(records=analyses, vectors=vectors), "v1")
        topics = [
            a_topic("a", centroid=axis(0, 1)),
            a_topic("b", centroid=axis(2)),
            a_topic("p", centroid=axis(3), state=TopicState.PROPOSED),
        ]
        placed = [
            Placement(id_, 0, "aaaabbpp"[n], "aaaabb"[n : n + 1] or None, 0.5)
            for n, id_ in enumerate(ids[:8])
        ]
        opened.registry.log([birth(topic) for topic in topics], placed, considered=True)
        yield opened


def does(store: Store, *work: Callable[[Curation], None]) -> None:
    with curating(store, actor="ana", reason="seen in a workshop") as curation:
        for one in work:
            one(curation)


def topics_of(store: Store) -> str:
    return "".join(topic or "-" for topic in store.passages().topic_ids)


def split(curation: Curation) -> None:
    parts = [a_topic(f"a{n}", centroid=axis(n), parents=("a",)) for n in (0, 1)]
    curation.split("a", parts)


WORK = {
    "merge": (lambda c: c.merge(["a"], into="b"), "bbbbbb---"),
    "retire": (lambda c: c.retire("a"), "----bb---"),
    "accept": (lambda c: c.accept("p"), "aaaabbpp-"),
    "reject": (lambda c: c.reject("p"), "aaaabb---"),
    "pin": (lambda c: c.pin("b", c.passages(["r0", "r8/0"])), "baaabb--b"),
    "move": (lambda c: c.move(c.passages(["r1"]), source="a", target="b"), "abaabb---"),
    "rename": (lambda c: c.rename("a", "billing errors"), "aaaabb---"),
}


@pytest.mark.parametrize("name", WORK)
def test_work_moves_the_passages_and_undoing_it_brings_all_back(store: Store, name: str) -> None:
    work, expected = WORK[name]
    before = dict(store.dump())
    does(store, work)
    assert topics_of(store) == expected
    [event] = store.topic_events()[3:]
    assert (event.actor, event.reason, event.at) == ("ana", "seen in a workshop", MONDAY)
    does(store, lambda c: c.undo(event.number))
    after = dict(store.dump())
    assert {**after, "topic_event": ()} == {**before, "topic_event": ()}


def test_a_split_sends_each_passage_to_the_nearest_part(store: Store) -> None:
    does(store, split)
    assert list(store.passages().topic_ids[:4]) == ["a0", "a0", "a1", "a1"]
    does(store, lambda c: c.merge(["a1"], into="b"), lambda c: c.undo(4))
    assert topics_of(store) == "aaaabb---"


def test_chains_of_merges_lead_on_and_a_circle_is_refused(store: Store) -> None:
    does(store, lambda c: c.accept("p"), lambda c: c.merge(["a"], into="b"))
    does(store, lambda c: c.merge(["b"], into="p"))
    assert topics_of(store) == "pppppppp-"
    does(store, lambda c: c.undo(5))
    assert topics_of(store) == "aaaapppp-"
    does(store, lambda c: c.merge(["p"], into="a"))
    with pytest.raises(Conflict, match="into itself"):
        does(store, lambda c: c.undo(store.topic_events()[6].number))
    assert topics_of(store) == "aaaaaaaa-"


def test_a_correction_outlives_a_merge_and_a_revision_ends_it(store: Store) -> None:
    does(store, lambda c: c.pin("a", c.passages(["r4"])), lambda c: c.merge(["a"], into="b"))
    does(store, lambda c: c.undo(5))
    assert topics_of(store) == "aaaaab---"
    store.upsert_records([a_record("r4", "All is well now.")])
    again = Analyses(records=(an_analysis("r4", a_passage(0, 16)),), vectors=axis(4)[None])
    store.save_analyses(again, "v1")
    does(store, lambda c: c.accept("p"), lambda c: c.retire("b"))
    assert topics_of(store) == "aaaa--pp-"


def test_the_rows_are_the_fold_of_the_log(store: Store) -> None:
    does(store, *(work for work, _ in [WORK["rename"], WORK["pin"], WORK["accept"]]), split)
    does(store, lambda c: c.undo(5), lambda c: c.own("b", "Billing"), lambda c: c.lock("a0"))
    folded = store.registry.load()
    assert [founding(one) for one in store.topics()] == list(map(founding, folded.topics.values()))
    assert folded.topics["b"].owner == "Billing"
    assert "centroid" in folded.topics["a0"].locked


@pytest.mark.parametrize(
    ("error", "work"),
    [
        (NotFound, lambda c: c.rename("gone", "x")),
        (Conflict, lambda c: c.rename("a", "label of B")),
        (Conflict, lambda c: c.rename("a", " ")),
        (Conflict, lambda c: c.rename("a", "🔥 …")),
        (Conflict, lambda c: c.rename("a", "long " * 20)),
        (Conflict, lambda c: c.move(c.passages(["r4"]), source="a", target="b")),
        (Conflict, lambda c: c.merge(["a"], into="a")),
        (Conflict, lambda c: c.merge(["a"], into="p")),
        (Conflict, lambda c: c.accept("a")),
        (Conflict, lambda c: c.split("a", [a_topic("a0")])),
        (Conflict, lambda c: c.lock("a", ["mood"])),
        (NotFound, lambda c: c.passages(["r99"])),
        (NotFound, lambda c: c.passages(["r1/7"])),
        (NotFound, lambda c: c.undo(99)),
        (NotFound, lambda c: c.known("zz")),
    ],
)
def test_work_that_makes_no_sense_is_refused_and_changes_nothing(store: Store, error, work) -> None:
    before = dict(store.dump())
    with pytest.raises(error) as caught:
        does(store, lambda c: c.own("b", "Billing"), work)
    assert caught.value.hint
    assert dict(store.dump()) == before


def test_no_undoing_gives_two_topics_one_label(store: Store) -> None:
    was = store.registry.load().topics["a"].label
    does(store, lambda c: c.rename("a", "wrong bills"), lambda c: c.rename("b", was.upper()))
    with pytest.raises(Conflict, match="two topics would be called") as caught:
        does(store, lambda c: c.undo(4))
    assert "voc topics rename" in str(caught.value.hint)
    does(store, lambda c: c.rename("b", "late bills"), lambda c: c.undo(4))
    assert store.registry.load().topics["a"].label == was


def test_parts_of_a_split_that_are_called_alike_are_told_apart(store: Store) -> None:
    parts = [
        a_topic(f"a{n}", label="label of b", keywords=words, parents=("a",), centroid=axis(n))
        for n, words in enumerate([("refund",), ("late fee",)])
    ]
    does(store, lambda c: c.split("a", parts))
    labels = [topic.label for topic in store.registry.load().active()]
    assert len({label.casefold() for label in labels}) == len(labels)
    assert {"label of b · refund", "label of b · late fee"} <= set(labels)


def test_a_topic_is_listed_with_the_passages_that_it_holds_now(store: Store) -> None:
    does(store, lambda c: c.merge(["a"], into="b"))
    [row] = list_topics(store)
    assert (row["id"], row["n_passages"]) == ("b", 6)
    shown = show_topic(store, "b", most=4)
    assert shown["n_passages"] == 6
    assert [one.passage for one in shown["passages"][:2]] == ["r4/0", "r5/0"]
    assert shown["passages"][0].text.startswith(TEXT[:8])
    every = {row["id"]: row for row in list_topics(store, every=True)}
    assert (every["a"]["state"], every["a"]["n_passages"]) == ("merged", 0)
