"""The registry is the fold of its events: any time can be rebuilt, and any event undone."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.store.store_examples import MONDAY, a_topic
from voc.domain.changes import Changes
from voc.domain.registry import Registry, as_of, fold, founding
from voc.domain.topic import PassageRef, TopicEvent, TopicState

IDS = ("a", "b", "c")
REFS = tuple(PassageRef(f"r{n}", 0, "digest") for n in range(4))


def seen(registry: Registry) -> dict[str, object]:
    return {id_: founding(topic) for id_, topic in registry.topics.items()}


def born() -> list[TopicEvent]:
    changes = Changes([], at=MONDAY, actor="night")
    for id_ in IDS:
        changes.found(a_topic(id_), "born", "residue")
    return changes.events


def changed(log: list[TopicEvent], id_: str, day: int = 0, **fields: object) -> list[TopicEvent]:
    changes = Changes(log, at=MONDAY + timedelta(days=day), actor="ana")
    changes.change(id_, "changed", "", {id_: fields})
    return changes.log


def undo(log: list[TopicEvent], number: int, day: int = 0) -> list[TopicEvent]:
    changes = Changes(log, at=MONDAY + timedelta(days=day), actor="ana")
    changes.undo(log[number - 1], "")
    return changes.log


def several(values) -> st.SearchStrategy[tuple]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


topics = st.sampled_from(IDS)
changes = st.one_of(
    st.tuples(topics, st.fixed_dictionaries({"label": st.text(max_size=5)})),
    st.tuples(topics, st.fixed_dictionaries({"pinned": several(REFS)})),
    st.tuples(topics, st.fixed_dictionaries({"locked": several("xyz")})),
    st.tuples(
        topics,
        st.fixed_dictionaries(
            {"state": st.sampled_from(TopicState), "successors": several(IDS)}
        ),
    ),
)  # fmt: skip


@given(st.lists(changes, max_size=8))
def test_undoing_the_last_events_goes_back_through_every_state(made) -> None:
    log = born()
    states = [seen(fold(log))]
    for day, (id_, fields) in enumerate(made):
        log = changed(log, id_, day, **fields)
        states.append(seen(fold(log)))
    for number in range(len(log), len(IDS), -1):
        assert seen(fold(log)) == states[number - len(IDS)]
        log = undo(log, number, 9)
    assert seen(fold(log)) == states[0]


@given(st.lists(changes, max_size=8))
def test_the_registry_of_any_time_is_what_it_was_then(made) -> None:
    log, states = born(), {}
    for day, (id_, fields) in enumerate(made):
        log = changed(log, id_, day, **fields)
        states[day] = seen(fold(log))
    for number in range(len(IDS) + 1, len(log) + 1):
        log = undo(log, number, len(made) + number)
    for day, state in states.items():
        assert seen(as_of(log, MONDAY + timedelta(days=day))) == state


@given(st.lists(changes, max_size=6), st.data())
def test_undoing_an_undoing_lets_the_event_hold_again(made, data) -> None:
    log = born()
    for id_, fields in made:
        log = changed(log, id_, **fields)
    number = data.draw(st.integers(1, len(log)))
    before = seen(fold(log))
    again = undo(undo(log, number), len(log) + 1)
    assert seen(fold(again)) == before


def test_a_rename_that_is_undone_leaves_a_later_one_alone() -> None:
    log = changed(changed(born(), "a", label="first"), "a", label="second")
    assert fold(undo(log, 4)).topics["a"].label == "second"
    assert fold(undo(log, 5)).topics["a"].label == "first"


def test_of_two_pins_either_can_be_undone() -> None:
    log = changed(changed(born(), "a", pinned=REFS[:1]), "a", pinned=REFS[:2])
    assert fold(undo(log, 4)).topics["a"].pinned == REFS[1:2]
    assert fold(undo(log, 5)).topics["a"].pinned == REFS[:1]


def test_a_topic_whose_birth_is_undone_is_retired_and_leads_to_its_parents() -> None:
    def split(log: list[TopicEvent]) -> list[TopicEvent]:
        changes = Changes(log, at=MONDAY, actor="ana")
        parts = [a_topic("a1", parents=("a",)), a_topic("a2", parents=("a",))]
        gone = {"state": TopicState.SPLIT, "successors": ("a1", "a2")}
        changes.change("a", "split", "", {"a": gone}, *parts)
        return changes.log

    log = split(born())
    assert fold(log).leads_to("a") == ("a1", "a2")
    log = changed(log, "a1", label="renamed since", state=TopicState.ACTIVE)
    back = fold(undo(log, 4))
    assert back.topics["a"].state is TopicState.ACTIVE
    assert back.topics["a1"].state is TopicState.RETIRED
    assert back.leads_to("a1") == back.leads_to("a") == ("a",)


def test_a_proposed_or_retired_topic_leads_nowhere_and_a_circle_ends() -> None:
    def leads(log: list[TopicEvent]) -> tuple[str, ...]:
        return fold(log).leads_to("a")

    assert leads(changed(born(), "a", state=TopicState.PROPOSED)) == ()
    assert leads(changed(born(), "a", state=TopicState.RETIRED)) == ()
    log = changed(born(), "a", state=TopicState.MERGED, successors=("b",))
    assert leads(log) == ("b",)
    assert leads(changed(log, "b", state=TopicState.MERGED, successors=("a",))) == ()


def test_the_log_never_goes_back_in_time() -> None:
    log = changed(born(), "a", 5, label="later")
    earlier = Changes(log, at=MONDAY, actor="night")
    earlier.change("a", "renamed", "", {"a": {"label": "x"}})
    assert [event.at for event in earlier.events] == [MONDAY + timedelta(days=5)]


def test_vectors_and_times_survive_the_log() -> None:
    topic = fold(born()).topics["a"]
    expected = a_topic("a")
    assert (topic.centroid == expected.centroid).all()
    assert (topic.born_at, topic.keywords) == (expected.born_at, expected.keywords)
    assert replace(topic, id="b").id == "b"
