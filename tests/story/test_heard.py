"""A story says only what the voices and times it heard can bear, and shows no empty shells."""

import re

import pytest

from voc.domain.claim import Claim, Story
from voc.domain.snapshot import Cell, Snapshot
from voc.story import render_html, tell

from .company import company
from .heard import in_turn, one_voice, undated, years_before


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return company()


def _claims(story: Story, kind: str) -> dict[str, Claim]:
    return {claim.subject: claim for claim in story.claims if claim.kind == kind}


def _text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))


def test_voices_of_different_times_are_not_compared(snapshot: Snapshot) -> None:
    apart = years_before(snapshot, solicited=False)
    story = tell(apart)
    assert not _claims(story, "divergence")
    assert not any("Both voices" in claim.sentence for claim in story.claims)
    assert not any("; in unsolicited feedback it is" in c.sentence for c in story.claims)
    moved = [claim for claim in story.claims if claim.kind == "stage_movement"]
    assert {claim.query["solicited"] for claim in moved} == {"true", "false"}
    assert "the two are of different times and are not compared" in story.summary[0]
    assert "(April to July 2023)" in story.summary[0]
    assert "The voices speak of different times" in story.caveats[0]
    text = _text(render_html(story, apart))
    assert "The two columns speak of different times." in text
    assert "so no gap is called a disagreement" in text


def test_channels_that_spoke_years_apart_are_told_apart(snapshot: Snapshot) -> None:
    story = tell(in_turn(snapshot))
    levels = [claim for claim in story.claims if claim.kind == "score_level"]
    assert [claim.query["channel"] for claim in levels] == ["review", "social"]
    assert "from 16 to 24 February 2015" in levels[1].sentence
    for claim in story.claims:
        if claim.kind in ("painful_topic", "praised_topic"):
            assert claim.sentence.startswith(("In reviews", "In social posts"))
    assert any("are told apart: reviews" in caveat for caveat in story.caveats)
    text = _text(render_html(story, in_turn(snapshot)))
    assert "Unasked: reviews" in text
    assert "Unasked: social posts" in text


@pytest.mark.parametrize("solicited", [True, False])
def test_one_voice_leaves_no_empty_half_on_the_page(snapshot: Snapshot, solicited: bool) -> None:
    alone = one_voice(snapshot, solicited=solicited)
    html = render_html(tell(alone), alone)
    assert "Two voices" not in html
    assert "hatched" not in html.split("<tbody>")[1].split("</tbody>")[0]
    assert ("Unasked:" if solicited else "Asked:") not in html
    assert "too few" not in html.split('id="topics"')[1].split("</table>")[0]


def test_one_date_for_all_is_no_time_and_allows_no_change(snapshot: Snapshot) -> None:
    story = tell(undated(snapshot))
    assert "All records carry one date, so nothing can be said about change." in story.summary
    assert all("2021" not in claim.sentence for claim in story.claims)
    assert any("All records carry one date, 1 January 2021" in c for c in story.caveats)
    text = _text(render_html(story, undated(snapshot)))
    assert "Change" not in text
    assert "· 1 January 2021" not in text
    assert "too few to compare" not in text


def test_what_got_better_is_the_headline_when_nothing_got_worse(snapshot: Snapshot) -> None:
    def swapped(cell: Cell) -> Cell:
        """Let the survey's two periods change places, and nothing else speak."""
        return cell.model_copy(
            update={
                "span": {"current": "previous", "previous": "current"}.get(cell.span, cell.span)
            }
        )

    surveys = one_voice(snapshot, solicited=True)
    cells = tuple(swapped(c) for c in surveys.cells if c.scope != "topic")
    story = tell(surveys.model_copy(update={"cells": cells, "losses": ()}))
    assert story.headline.startswith("The Pay stage has got better: NPS is up ")
    assert len(story.headline.split()) <= 20


def test_a_small_base_is_said_with_its_number(snapshot: Snapshot) -> None:
    story = tell(snapshot)
    small = [claim for claim in story.claims if claim.small_base]
    assert small
    for claim in small:
        found = re.search(r"The base is small: (\d+) (customers|records)\.$", claim.sentence)
        assert found
        assert 5 <= int(found[1]) < 100


def test_a_new_problem_is_not_told_again_as_an_old_one(snapshot: Snapshot) -> None:
    told = [c.kind for c in tell(snapshot).claims if c.subject == "router_restarts"]
    hurts = [c for c in tell(snapshot).claims if c.kind == "painful_topic"]
    assert "emerging_topic" in told
    assert not any(c.subject == "router_restarts" and " too: " in c.sentence for c in hurts)


def test_records_without_a_customer_are_counted_for_the_reader(snapshot: Snapshot) -> None:
    rows = tuple(
        row.model_copy(update={"n_without_customer": 40 if row.channel == "review" else 0})
        for row in snapshot.coverage
    )
    caveats = tell(snapshot.model_copy(update={"coverage": rows})).caveats
    assert any(
        re.match(r"40 of [\d,]+ records of unsolicited feedback lack a customer id", caveat)
        for caveat in caveats
    )
    assert not any("customer id" in caveat for caveat in tell(snapshot).caveats)


def test_what_goes_with_leaving_is_quoted_from_those_who_left(snapshot: Snapshot) -> None:
    assert _claims(tell(snapshot), "loss_topic")["slow_evenings"].evidence == ()
    of_leaver = next(q for q in snapshot.quotes if q.key == "slow_evenings").model_copy(
        update={"before_leaving": True, "text": "Every evening it crawls, so I am off."}
    )
    known = snapshot.model_copy(update={"quotes": (*snapshot.quotes, of_leaver)})
    lost = _claims(tell(known), "loss_topic")["slow_evenings"]
    assert lost.evidence == (of_leaver,)
    assert lost.counter_evidence == ()


def test_no_quote_speaks_for_and_against_the_same_claim(snapshot: Snapshot) -> None:
    both = [q for q in snapshot.quotes if q.key == "pay" and q.sentiment_label == "negative"]
    turned = [q.model_copy(update={"sentiment_label": "positive"}) for q in both]
    told = tell(snapshot.model_copy(update={"quotes": (*both, *turned)}))
    pay = _claims(told, "stage_movement")["pay"]
    assert {q.record_id for q in pay.evidence}.isdisjoint(q.record_id for q in pay.counter_evidence)


def test_a_topic_that_divides_customers_is_neither_pain_nor_praise(snapshot: Snapshot) -> None:
    divided = {"n_records": 3500, "n_customers": 3500, "n_positive": 2000, "n_negative": 1500}
    cells = tuple(
        c.model_copy(update={**divided, "n_neutral": 0})
        if c.scope == "topic" and c.span != "week"
        else c
        for c in snapshot.cells
    )
    kinds = {claim.kind for claim in tell(snapshot.model_copy(update={"cells": cells})).claims}
    assert not kinds & {"painful_topic", "praised_topic"}
