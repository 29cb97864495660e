"""What a desk's exports call their columns, in several languages and tools."""

import csv
import itertools

import pytest

from voc.nlp.clean import clean
from voc.sources import SOURCES, prepare
from voc.sources.guess import guess
from voc.sources.mapped import is_wanted, to_feedback

WHEN = [f"2026-03-{day:02d}" for day in range(1, 21)]
SAID = [f"The parcel came {day} days late and nobody told me" for day in range(1, 21)]


def export(tmp_path, columns, *, name="export.csv", above=()):
    """Write a table of named columns, each of 20 rows: what is given is repeated."""
    path = tmp_path / name
    cells = [itertools.islice(itertools.cycle(values), 20) for values in columns.values()]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *above, *zip(*cells, strict=True)])
    return path


@pytest.mark.parametrize(
    ("score", "values", "scale"),
    [
        ("Hoe waarschijnlijk is het dat u ons aanbeveelt?", ["0", "7", "10"], "nps_0_10"),
        ("¿Qué probabilidad hay de que nos recomiende?", ["0", "7", "10"], "nps_0_10"),
        ("LTR", ["0", "7", "10"], "nps_0_10"),
        ("OSAT", ["1", "6", "7"], "csat_1_7"),
        ("Note (0 à 10)", ["0", "6,5", "10"], "rating_0_10"),
        ("gemak (1-7)", ["1", "6", "7"], "ces_1_7"),
        ("Rapportcijfer", ["1", "6", "10"], "rating_1_10"),
        ("Tevredenheid", ["Zeer tevreden", "Ontevreden", "Tevreden"], "csat_1_5"),
        ("Facilité", ["Très facile", "Difficile", "Facile"], "ces_1_5"),
        ("It was easy to resolve my issue", ["Strongly agree", "Agree", "Disagree"], "ces_1_5"),
    ],
)
def test_a_survey_in_any_of_these_words_is_one_with_its_score(tmp_path, score, values, scale):
    found = guess(export(tmp_path, {"date": WHEN, score: values, "Toelichting": SAID}), given={})
    assert found.fields["score"] == (score,) and found.fields["scale"] == scale
    assert found.fields.get("channel", "survey") == "survey"
    assert found.fields["text"] == ("Toelichting",)


def test_the_ends_that_a_name_states_hold_though_some_values_lie_outside(tmp_path):
    path = export(tmp_path, {"date": WHEN, "Easy? (1-7)": ["7", "2", "9"], "comment": SAID})
    found = guess(path, given={})
    assert found.fields["scale"] == "ces_1_7"
    assert any("(9)" in note for note in found.notes)


def test_grades_of_which_one_may_be_the_best_are_named_and_not_read(tmp_path):
    path = export(tmp_path, {"Datum": WHEN, "Note": ["1", "5", "2"], "Kommentar": SAID})
    found = guess(path, given={})
    assert "score" not in found.fields
    assert any("'Note'" in note and "NOT read" in note for note in found.notes)


def test_every_column_is_read_or_named(tmp_path):
    path = export(tmp_path, {"date": WHEN, "comment": SAID, "Unit": ["N1", "N2"], "Empty": [""]})
    assert "Not read: Unit." in guess(path, given={}).notes


def test_of_two_questions_the_one_that_most_answered_is_read(tmp_path):
    other = ["", "", "I also think that the shop in the station is far too small for us"]
    path = export(tmp_path, {"date": WHEN, "Comment 2": other, "Comment 1": SAID})
    assert guess(path, given={}).fields["text"] == ("Comment 1",)


def test_a_column_that_is_called_so_is_the_text_however_short_it_is(tmp_path):
    path = export(tmp_path, {"date": WHEN, "mood": ["😀", "😡"], "note": ["ok", "Too slow", "Meh"]})
    assert guess(path, given={}).fields["text"] == ("note",)


def test_what_agents_and_bots_write_is_left_out(tmp_path):
    sender = ["visitor", "agent", "bot", "visitor"]
    path = export(tmp_path, {"time": WHEN, "sender": sender, "message": SAID}, name="chats.csv")
    mapping = prepare(guess(path, given={}).mapping(), source="chats")
    rows = [row for row in SOURCES[mapping.format](path, mapping) if is_wanted(row, mapping)]
    assert {row.values["sender"] for row in rows} == {"visitor"} and len(rows) == 10


def test_what_a_tool_writes_is_removed_behind_a_title_too(tmp_path):
    said = [f"✅ Trip Verified |  Seat {n} was too narrow for me" for n in range(20)]
    titles = [f"Seat {n}" for n in range(20)]
    path = export(tmp_path, {"date": WHEN, "title": titles, "review": said})
    mapping = prepare(guess(path, given={}).mapping(), source="reviews")
    first = next(SOURCES["csv"](path, mapping))
    text = clean(to_feedback(first, mapping).feedback.text, strip=mapping.strip).verbatim
    assert text == "Seat 0\nSeat 0 was too narrow for me"


def test_qualtrics_question_of_recommending_is_nps_and_previews_are_no_answers(tmp_path):
    columns = {
        "RecordedDate": WHEN,
        "ResponseId": [f"R_{n}" for n in range(20)],
        "Status": ["IP Address", "Survey Preview"],
        "Q1_NPS_GROUP": ["Promoter", "Detractor"],
        "Q1": ["10", "1", "9", "0"],
        "Q2": SAID,
    }
    labels = ["Recorded Date", "Response ID", "Response Type", "Group", "How is it, 0-10?", "Why?"]
    ids = [f'{{"ImportId":"Q{place}"}}' for place in range(len(labels))]
    path = export(tmp_path, columns, above=[labels, ids])
    found = guess(path, given={"timezone": "UTC"})
    assert found.fields["scale"] == "nps_0_10"
    assert found.mapping().unless == {"Status": ("Survey Preview",)}


def test_what_the_source_deleted_is_followed_and_its_own_ids_join_no_other_tool(tmp_path):
    columns = {
        "created": WHEN,
        "status": ["open", "deleted"],
        "requester_id": [str(n) for n in range(20)],
        "description": SAID,
    }
    fields = guess(export(tmp_path, columns, name="tickets.csv"), given={}).fields
    assert fields["deleted"] == {"status": "deleted"}
    assert fields["contact"] == ("requester_id",) and "customer" not in fields


def test_a_broken_line_does_not_cost_the_rows_their_ids(tmp_path):
    path = tmp_path / "tickets.jsonl"
    lines = [f'{{"id": {n}, "date": "2026-03-02", "text": "It is late again"}}' for n in range(5)]
    path.write_text("\n".join([*lines, '{"id": 9, "text": "cut', ""]))
    assert guess(path, given={}).fields["external_id"] == ("id",)
