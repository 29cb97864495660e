"""A story finds what is true of a company, says it with evidence, and nothing else."""

import json
import re

import pytest

from voc.domain.claim import Claim, Story
from voc.domain.snapshot import Snapshot
from voc.story import tell

from .company import company
from .quiet import quiet

SEEDS = (7, 8, 9)
TESTED = {"score_movement", "stage_movement", "emerging_topic", "divergence", "loss_topic"}


@pytest.fixture(scope="module", params=SEEDS)
def story(request: pytest.FixtureRequest) -> Story:
    return tell(company(request.param))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return company()


def _claims(story: Story, kind: str) -> dict[str, Claim]:
    return {claim.subject: claim for claim in story.claims if claim.kind == kind}


def test_both_voices_show_that_paying_got_worse_and_when(story: Story) -> None:
    claim = _claims(story, "stage_movement")["pay"]
    assert claim.figures["direction"] == "down"
    assert "Both voices agree" in claim.sentence
    assert claim.figures["began"] in ("2026-04-20", "2026-04-27", "2026-05-04")
    assert "Pay" in story.headline


def test_a_new_fault_is_found_in_its_first_month(story: Story) -> None:
    emerging = _claims(story, "emerging_topic")
    assert set(emerging) == {"router_restarts"}, "a wave that hurts nobody is no problem"
    assert "none before the week of 8 June 2026" in emerging["router_restarts"].sentence


def test_only_the_stage_where_voices_truly_disagree_is_named(story: Story) -> None:
    assert set(_claims(story, "divergence")) == {"support"}


def test_praise_and_loss_are_found_and_loss_is_no_cause(story: Story) -> None:
    assert "engineer_visits" in _claims(story, "praised_topic")
    lost = _claims(story, "loss_topic")
    assert set(lost) == {"slow_evenings"}
    assert "associated with" in lost["slow_evenings"].sentence
    assert not re.search(r"\b(caused|because|due to)\b", lost["slow_evenings"].sentence)


def test_chance_movements_are_as_rare_as_the_correction_allows() -> None:
    told = [tell(company(seed)) for seed in range(100, 120)]
    moved = [subject for one in told for subject in _claims(one, "stage_movement")]
    assert moved.count("pay") == len(told)
    assert len(moved) - moved.count("pay") <= 0.3 * len(told)


def test_every_figure_carries_its_base_and_its_uncertainty(story: Story) -> None:
    for claim in story.claims:
        assert re.search(r"n = [\d,]+|\d+ of [\d,]+|[\d,]+ are negative", claim.sentence), claim
        assert "95% interval" in claim.sentence or "p " in claim.sentence, claim
        assert "-" not in re.sub(r"[a-z]-[a-z]", "", claim.sentence), "a minus is a minus sign"
        assert {"from", "to"} <= set(claim.query)
    assert len(story.headline.split()) <= 20
    assert 3 <= len(story.summary) <= 5


def test_quotes_speak_for_their_claim_and_against_it(story: Story) -> None:
    pay = _claims(story, "stage_movement")["pay"]
    assert {quote.sentiment_label for quote in pay.evidence} == {"negative"}
    assert {quote.solicited for quote in pay.evidence} == {True, False}
    assert [quote.sentiment_label for quote in pay.counter_evidence] == ["positive"]
    apart = _claims(story, "divergence")["support"]
    told = {(quote.solicited, quote.sentiment_label) for quote in apart.evidence}
    assert told == {(True, "positive"), (False, "negative")}


def test_equal_snapshots_give_equal_stories(snapshot: Snapshot) -> None:
    again = Snapshot.model_validate_json(snapshot.model_dump_json())
    assert tell(snapshot) == tell(again)
    ids = [claim.id for claim in tell(snapshot).claims]
    assert len(ids) == len(set(ids))
    json.loads(tell(snapshot).model_dump_json())


def test_companies_in_which_nothing_happens_are_told_so(snapshot: Snapshot) -> None:
    stories = [tell(quiet(snapshot, seed=seed)) for seed in range(200)]
    wrong = [s for s in stories if any(claim.kind in TESTED for claim in s.claims)]
    assert len(wrong) <= 0.06 * len(stories)
    calm = next(s for s in stories if s not in wrong)
    unmoved = "nothing moved by more than chance against the 13 weeks before."
    assert f"In the 13 weeks to 5 July 2026, {unmoved}" in calm.summary


def test_one_voice_alone_is_told_with_a_caveat(snapshot: Snapshot) -> None:
    alone = snapshot.model_copy(
        update={
            "cells": tuple(c for c in snapshot.cells if not c.solicited),
            "periods": tuple(p for p in snapshot.periods if not p.solicited),
            "coverage": tuple(c for c in snapshot.coverage if not c.solicited),
        }
    )
    story = tell(alone)
    assert "There is no record of surveys: the story has one voice only." in story.caveats
    assert _claims(story, "stage_movement")["pay"].query["solicited"] == "false"
    assert "net sentiment" in story.headline


def test_without_nps_the_story_speaks_of_satisfaction(snapshot: Snapshot) -> None:
    no_scores = {"n_promoters": 0, "n_passives": 0, "n_detractors": 0}
    cells = tuple(
        c.model_copy(update={**no_scores, "top_boxes": c.n_promoters, "n_csat": c.n_records})
        if c.solicited
        else c
        for c in snapshot.cells
    )
    story = tell(snapshot.model_copy(update={"cells": cells}))
    told = [claim.sentence for claim in story.claims if claim.kind == "score_level"]
    assert any(sentence.startswith("CSAT is ") for sentence in told)
    assert any(sentence.startswith("The net sentiment of survey comments") for sentence in told)
    assert not any("NPS" in claim.sentence for claim in story.claims)


def test_what_was_never_compared_is_not_called_unmoved(snapshot: Snapshot) -> None:
    now = tuple(c for c in snapshot.cells if c.span != "previous")
    story = tell(snapshot.model_copy(update={"cells": now}))
    assert "No two periods have enough records yet to be compared." in story.summary


def test_a_company_without_records_has_an_honest_story(snapshot: Snapshot) -> None:
    empty = snapshot.model_copy(
        update={"cells": (), "periods": (), "quotes": (), "losses": (), "coverage": ()}
    )
    story = tell(empty)
    assert story.claims == ()
    assert story.headline == "Too few customers have spoken to tell a story yet"
