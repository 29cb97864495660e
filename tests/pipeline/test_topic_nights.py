"""Over nights: ids stay, what is new is proposed, and what people decide holds."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tests.nlp.topics.planted import DIMENSIONS
from tests.pipeline.nights import Company
from voc.domain.changes import Changes
from voc.domain.topic import TopicPolicy, TopicState
from voc.pipeline.births import found_themes
from voc.pipeline.curate import curating
from voc.pipeline.proposals import open_proposals

SUBJECTS = ("charged_twice", "router_restarts", "helpful_engineer", "waiting_on_hold")
FOUNDING = dict.fromkeys(SUBJECTS, 24) | {"chatter": 60}
DAILY = dict.fromkeys(SUBJECTS, 3) | {"chatter": 3}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    founded = Company.at(tmp_path)
    founded.night(**FOUNDING)
    return founded


def states(company: Company) -> list[str]:
    return sorted(topic.state.value for topic in company.store.topics())


def test_the_first_night_gives_topics_with_themes_and_later_ones_change_no_id(
    company: Company,
) -> None:
    first = company.topics()
    assert states(company) == ["active"] * 4
    themes = {theme.id for theme in company.store.themes()}
    assert {topic.theme_id for topic in company.store.topics()} == themes
    for _ in range(3):
        company.night(**DAILY)
    later = company.topics()
    assert {record: later[record] for record in first} == first
    assert states(company) == ["active"] * 4
    own = [company.topic_of(f"charged_twice-{day}-0") for day in range(4)]
    assert len(set(own)) == 1 and own[0] is not None


def test_a_theme_is_named_as_discovery_names_it_or_by_its_two_largest_topics(
    company: Company,
) -> None:
    topics = sorted(company.store.topics(), key=lambda topic: topic.id)[:3]
    sized = [replace(topic, n_passages=n) for topic, n in zip(topics, (9, 12, 10), strict=True)]
    for given in ("getting help", ""):
        changes = Changes((), at=topics[0].born_at, actor="night")
        said = [SimpleNamespace(theme=0, theme_label=given)] * 3
        [home] = {topic.theme_id for topic in found_themes(changes, sized, said)}
        label = changes.registry.themes[home].label
        assert label == (given or f"{topics[1].label} · {topics[2].label}")


def test_a_new_subject_is_proposed_when_enough_speaks_for_it(company: Company) -> None:
    company.policy = TopicPolicy(accept="ask")
    company.night(**DAILY, moving_house=6)
    assert states(company) == ["active"] * 4
    company.night(**DAILY, moving_house=6)
    assert states(company) == ["active"] * 4 + ["proposed"]
    [shown] = open_proposals(company.store)
    assert "12 records of 12 customers on 2 days" in shown.why and "moving house" in shown.what
    assert company.topic_of("moving_house-1-0") is None
    company.night(**DAILY, moving_house=6)
    assert len(company.store.topics()) == 5
    with curating(company.store, actor="ana") as work:
        work.accept(shown.id)
    company.night(**DAILY, moving_house=6)
    assert {company.topic_of(f"moving_house-{day}-1") for day in (1, 2, 3, 4)} == {shown.id}


def test_a_new_subject_is_found_though_it_was_taken_for_a_known_one(company: Company) -> None:
    company.policy = TopicPolicy(accept="ask")
    near = company.named()["charged twice"]
    company.misread = {"moving house": near}
    company.night(**DAILY, moving_house=6)
    company.night(**DAILY, moving_house=6)
    [shown] = open_proposals(company.store)
    assert "12 that were taken for other topics" in shown.effect
    first = [f"moving_house-{day}-{n}" for day in (1, 2) for n in range(6)]
    assert {company.topic_of(record) for record in first} == {near}
    with curating(company.store, actor="ana") as work:
        work.accept(shown.id)
    company.misread = {}
    company.night(**DAILY, moving_house=6)
    assert {company.topic_of(record) for record in [*first, "moving_house-3-0"]} == {shown.id}
    with curating(company.store, actor="ana") as work:
        work.undo(next(e.number for e in company.store.topic_events() if e.kind == "accepted"))
    assert {company.topic_of(record) for record in first} == {near}


def test_by_policy_a_birth_takes_what_was_taken_for_a_known_subject(company: Company) -> None:
    near = company.named()["charged twice"]
    company.misread = {"moving house": near}
    company.night(**DAILY, moving_house=6)
    company.night(**DAILY, moving_house=6)
    moved = {company.topic_of(f"moving_house-{day}-{n}") for day in (1, 2) for n in range(6)}
    assert len(moved) == 1 and moved.isdisjoint({near, None})


def test_nothing_is_proposed_where_nothing_is_new(company: Company) -> None:
    for _ in range(5):
        company.night(**DAILY)
    assert states(company) == ["active"] * 4


def test_by_policy_a_proposal_becomes_a_topic_at_once(company: Company) -> None:
    company.night(**DAILY, moving_house=6)
    company.night(**DAILY, moving_house=6)
    assert states(company) == ["active"] * 5
    kinds = [event.kind for event in company.store.topic_events()][-2:]
    assert kinds == ["proposed", "accepted"]


def test_what_was_rejected_is_never_proposed_again(company: Company) -> None:
    company.policy = TopicPolicy(accept="ask")
    for _ in range(2):
        company.night(**DAILY, moving_house=6)
    with curating(company.store, actor="ana") as work:
        work.reject(open_proposals(company.store)[0].id)
    for _ in range(8):
        company.night(**DAILY, moving_house=6)
    assert states(company) == ["active"] * 4 + ["retired"]
    assert open_proposals(company.store) == []


def test_twenty_corrections_survive_thirty_nights_and_their_reviews(company: Company) -> None:
    named = company.named()
    bills, routers, hold = (
        named[n] for n in ("charged twice", "router restarts", "waiting on hold")
    )
    with curating(company.store, actor="ana") as work:
        moved = [f"charged_twice-0-{n}" for n in range(8)]
        work.move(work.passages(moved), source=bills, target=routers)
        pinned = [f"waiting_on_hold-0-{n}" for n in range(8)]
        for one in pinned:
            work.pin(bills, work.passages([one]))
        work.rename(bills, "Billing errors")
        work.rename(routers, "Routers")
        work.merge([hold], into=named["helpful engineer"])
        work.own(bills, "Billing")
    for night in range(30):
        company.night(**DAILY, **({"moving_house": 2} if night > 10 else {}))
    assert {company.topic_of(one) for one in moved} == {routers}
    assert {company.topic_of(one) for one in pinned} == {bills}
    topics = company.store.registry.load().topics
    assert (topics[bills].label, topics[routers].label) == ("Billing errors", "Routers")
    assert topics[bills].owner == "Billing"
    assert topics[hold].state is TopicState.MERGED
    assert company.topic_of("waiting_on_hold-30-0") == named["helpful engineer"]
    assert "reviewed" in {event.kind for event in company.store.topic_events()}
    proposals = company.store.registry.load().proposals.values()
    assert named["helpful engineer"] not in {
        id_ for one in proposals if one.kind == "split" for id_ in one.topic_ids
    }


def test_a_review_proposes_and_changes_no_passage(company: Company) -> None:
    with curating(company.store, actor="ana") as work:
        work.merge([company.named()["charged twice"]], into=company.named()["router restarts"])
    merged = company.store.topic_events()[-1]
    before = company.topics()
    for _ in range(8):
        company.night(**DAILY)
    assert not [one for one in open_proposals(company.store) if one.kind == "split"]
    with curating(company.store, actor="ana") as work:
        work.undo(merged.number)
    after = company.topics()
    assert {after[record] for record in before if record.startswith("charged")} == {
        company.named()["charged twice"]
    }


def test_another_embedding_model_keeps_ids_and_passages(company: Company) -> None:
    before, topics = company.topics(), company.store.topics()
    turn, _ = np.linalg.qr(np.random.default_rng(3).standard_normal((DIMENSIONS, DIMENSIONS)))
    company.turn, company.space = turn.astype(np.float32), "second@1"
    company.read(list(before), "v2")
    company.night(**DAILY)
    after = company.topics()
    assert {record: after[record] for record in before} == before
    assert after["charged_twice-1-0"] == company.named()["charged twice"]
    for old, new in zip(topics, company.store.topics(), strict=True):
        assert (new.id, new.label, new.embedding) == (old.id, old.label, "second@1")
        assert float(new.centroid @ (old.centroid @ company.turn)) > 0.98
    reanchored = [e for e in company.store.topic_events() if e.kind == "reanchored"]
    assert len(reanchored) == 4 and "0 of 24 passages" in reanchored[0].reason
