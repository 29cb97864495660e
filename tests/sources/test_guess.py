import csv
import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import GOLD
from voc.errors import SettingsInvalid, SourceFormat
from voc.nlp.clean import clean
from voc.sources import SOURCES, prepare
from voc.sources.guess import guess
from voc.sources.guess.dates import decide
from voc.sources.mapped import to_feedback
from voc.sources.moment import parse


def answers(tmp_path, *columns, name="nps_survey.csv"):
    """Write a table of named columns."""
    path = tmp_path / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(zip(*columns, strict=True))
    return path


WHEN = ["date", "2026-03-02", "2026-03-03", "2026-03-14"]
SAID = ["comment", "The app is slow", "Nobody rang me back", "Very kind lady in the shop"]


@pytest.mark.parametrize(
    ("values", "formats"),
    [
        (["03/04/2018", "13/04/2018"], ("%d/%m/%Y",)),
        (["03/04/2018", "04/13/2018"], ("%m/%d/%Y",)),
        (["05.03.26 10:00", "25.03.26 11:00"], ("%d.%m.%y %H:%M",)),
        (["2026-03-04", "2026-03-04T10:00:00Z"], ("iso",)),
        (["Mar 4, 2026", "Mar 5, 2026"], ("%b %d, %Y",)),
        (["1772445600", "1772532000"], ("unix",)),
        (["1772445600000"], ("unix_ms",)),
        (["13/04/2018", "13/04/2018 10:22"], ("%d/%m/%Y", "%d/%m/%Y %H:%M")),
        (["03/03/2018"], ("%d/%m/%Y",)),
        (["12.01.2026 14:30 CET", "14.07.2026 09:05 CEST"], ("%d.%m.%Y %H:%M %z",)),
        (["Mon Jan 05 10:00:00 GMT 2026"], ("%a %b %d %H:%M:%S %z %Y",)),
        (["04/13/2026 9:05 a.m.", "04/14/2026 6:45pm"], ("%m/%d/%Y %I:%M %p",)),
        (["05.01.2026, 08:15 Uhr", "13.01.2026, 17:00 Uhr"], ("%d.%m.%Y, %H:%M",)),
        (["13/01/2026 08h15", "14/01/2026 à 17h00"], ("%d/%m/%Y %H:%M",)),
        (["1er mars 2026", "13 août 2026"], ("%d %B %Y",)),
        (["Samstag, 3. Oktober 2026", "13. März 2026"], ("%d %B %Y",)),
    ],
)
def test_dates_are_decided_from_the_whole_column(values, formats):
    found = decide(dict.fromkeys(values, 1))
    assert (found.formats, found.doubt, found.share) == (formats, (), 1)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("14.07.2026 09:05 CEST", "2026-07-14T07:05:00+00:00"),
        ("14.01.2026 09:05 MEZ", "2026-01-14T08:05:00+00:00"),
        ("Jun 14, 2026 2:15 p.m. EDT", "2026-06-14T18:15:00+00:00"),
        ("Mon Jan 05 10:00:00 CET 2026", "2026-01-05T09:00:00+00:00"),
    ],
)
def test_a_named_zone_is_kept_to(value, moment):
    found = decide({value: 1})
    assert not found.zoneless
    assert parse(value, found.formats).astimezone(UTC).isoformat() == moment


def test_a_name_of_several_zones_is_no_time():
    assert not decide({"14.07.2026 09:05 IST": 1}).share


@pytest.mark.parametrize(
    "values",
    [
        ["03/04/2018", "05/06/2018"],
        ["03/04/2018", "13/04/2018", "04/13/2018"],
        ["03-04-18 10:00"],
        ["13/04/2018", "04/13/2018"],
        ["13/04/2018 10:22", "04-13-2018"],
    ],
)
def test_a_column_that_does_not_tell_is_not_guessed(values):
    assert decide(dict.fromkeys(values, 1)).doubt


@given(st.lists(st.dates(), min_size=1, max_size=20), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_a_decided_order_reads_every_date_as_it_was_meant(days, form):
    days = [day for day in days if day.year >= 1000]
    found = decide({day.strftime(form): 1 for day in days})
    if not found.doubt and days:
        assert {form} == set(found.formats) or all(day.day == day.month for day in days)


def test_an_ambiguous_column_is_asked_about_and_an_answer_is_taken(tmp_path):
    path = answers(tmp_path, ["date", "03/04/2026", "05/06/2026", "01/02/2026"], SAID)
    asked = guess(path, given={})
    assert set(asked.questions) == {"date_formats"}
    assert all(order in asked.questions["date_formats"] for order in ("%d/%m/%Y", "%m/%d/%Y"))
    answered = guess(path, given={"date_formats": "%d/%m/%Y"})
    assert not answered.questions and answered.mapping().date_formats == ("%d/%m/%Y",)


def test_dates_that_contradict_each_other_are_asked_about_by_their_rows(tmp_path):
    path = answers(tmp_path, ["date", "13/04/2026", "05/06/2026", "04/13/2026"], SAID)
    question = guess(path, given={}).questions["date_formats"]
    for named in ("row 2 has 13/04/2026", "row 4 has 04/13/2026", "%d/%m/%Y", "%m/%d/%Y"):
        assert named in question
    answered = guess(path, given={"date_formats": "%d/%m/%Y"})
    assert not answered.questions
    both = guess(path, given={"date_formats": ("%d/%m/%Y", "%m/%d/%Y")})
    assert not both.questions and both.mapping().date_formats == ("%d/%m/%Y", "%m/%d/%Y")


@pytest.mark.parametrize(
    ("name", "values", "scale"),
    [
        ("NPS", ["0", "10", "7"], "nps_0_10"),
        ("How likely are you to recommend us?", ["9", "10", "8"], "nps_0_10"),
        ("csat", ["1", "5", "N/A"], "csat_1_5"),
        ("Satisfaction", ["1", "7", "4"], "csat_1_7"),
        ("CES", ["2", "7", "-1"], "ces_1_7"),
        ("Star rating", ["1", "5", "3"], "stars_1_5"),
        ("rating", ["2", "9", "3"], "rating_1_10"),
        ("score", ["88", "93", "71"], "rating_0_100"),
        ("CSAT", ["88 %", "93 %", "4 %"], "rating_0_100"),
        ("Satisfaction", ["🙁", "😐", "🙂"], "emoji_1_3"),
        ("Rating", ["★★☆☆☆", "★★★★★", "★★★★"], "stars_1_5"),
        ("Satisfied?", ["Yes", "no", "Yes"], "yes_no"),
        ("satisfaction", ["0", "1", "1"], "yes_no"),
    ],
)
def test_a_score_gets_the_scale_of_its_name_and_values(name, values, scale, tmp_path):
    found = guess(answers(tmp_path, WHEN, SAID, [name, *values]), given={})
    assert (found.fields["score"], found.fields["scale"]) == ((name,), scale)


def test_as_many_faces_as_a_column_has_tell_their_scale(tmp_path):
    faces = ["mood rating", "😡", "☹️", "😐", "🙂", "😀"]
    when = ["date", *(f"2026-03-0{n}" for n in range(1, 6))]
    said = ["comment", *(f"The line was slow on day {n}" for n in range(1, 6))]
    assert guess(answers(tmp_path, when, said, faces), given={}).fields["scale"] == "emoji_1_5"


def test_a_number_on_no_scale_is_no_score(tmp_path):
    found = guess(answers(tmp_path, WHEN, SAID, ["score", "880", "93", "7100"]), given={})
    assert "score" not in found.fields and any("no known scale" in note for note in found.notes)


def test_a_score_that_is_no_column_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(SourceFormat, match=r"has no column 'NPS'.*'date', 'comment'"):
        guess(answers(tmp_path, WHEN, SAID), given={"score": "NPS"})


def test_ids_of_which_few_repeat_are_still_ids(tmp_path):
    when, said = (["date", *["2026-03-02"] * 200], ["comment", *[SAID[1]] * 200])
    ids = ["id", "x1", *(f"x{n}" for n in range(1, 200))]
    found = guess(answers(tmp_path, when, said, ids), given={})
    assert found.fields["external_id"] == ("id",)
    assert any("revisions of one record" in note for note in found.notes)
    ids[3:6] = ["x1"] * 3
    assert "external_id" not in guess(answers(tmp_path, when, said, ids), given={}).fields


def test_what_was_said_is_told_from_labels_and_links(tmp_path):
    path = answers(
        tmp_path,
        WHEN,
        ["Status", "Closed by the team", "Closed by the team", "Open with the team"],
        ["Link", *["https://example.org/a-long-address-of-a-review-page"] * 3],
        ["What could be better?", "Speed", "I waited three weeks for a reply", "More tills open"],
    )
    assert guess(path, given={}).fields["text"] == ("What could be better?",)


def test_a_channel_that_no_name_tells_is_asked_for(tmp_path):
    asked = guess(answers(tmp_path, WHEN, SAID, name="export.csv"), given={})
    assert set(asked.questions) == {"channel", "solicited"}
    told = guess(tmp_path / "export.csv", given={"channel": "other", "solicited": "false"})
    assert not told.questions and told.mapping().solicited is False


def test_an_answer_that_can_not_be_is_refused(tmp_path):
    path = answers(tmp_path, WHEN, SAID)
    with pytest.raises(SettingsInvalid, match="no format 'xls'"):
        guess(path, given={"format": "xls"})
    with pytest.raises(SettingsInvalid, match="channel"):
        guess(path, given={"channel": "smoke signals"}).mapping()


@pytest.mark.skipif(not GOLD.is_dir(), reason="needs ../shared/data, which is not there")
@pytest.mark.parametrize(
    ("file", "answers", "text", "score"),
    [
        ("telecom_nps_survey.csv", {"timezone": "Europe/London"}, "text", "NPS_SCORE"),
        ("telecom_complaints.csv", {"timezone": "US/Eastern"}, "Customer Complaint", None),
        ("american_airlines_reviews.csv", {}, "Review Body", None),
        ("airline_tweets.csv", {}, "text", None),
    ],
)
def test_real_files_are_mapped_without_help_but_for_their_zone(file, answers, text, score):
    with (GOLD / file).open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    mapping = prepare(guess(GOLD / file, given=answers).mapping(), source="real")
    read = [to_feedback(row, mapping) for row in SOURCES[mapping.format](GOLD / file, mapping)]
    assert len(read) == len(rows)
    assert all(row[text].strip() in one.feedback.text for row, one in zip(rows, read, strict=True))
    scored = [row for row in rows if score and row[score] not in mapping.missing]
    assert sum(one.feedback.score is not None for one in read) == len(scored)


@pytest.mark.parametrize(
    ("header", "dates"),
    [
        ("Opened On", ["14-Jan-24", "15-Jan-24", "16-Feb-24"]),
        ("at", ["2024-01-14T10:00:00Z", "2024-01-15T10:00:00Z", "2024-01-16T10:00:00Z"]),
        ("Completion time", ["2024-01-14", "2024-01-15", "2024-01-16"]),
        ("Created", ["14/Jan/24", "15/Jan/24", "16/Jan/24"]),
        ("ratedAt", ["1705000000000", "1705000001000", "1705000002000"]),
        ("Datum", ["14.01.2024", "15.01.2024", "16.01.2024"]),
        ("Wann", ["14.01.2024", "15.01.2024", "16.01.2024"]),
    ],
)
def test_a_date_is_known_by_its_name_or_as_the_only_one(tmp_path, header, dates):
    closed = ["Closed On", "17-Feb-24", "18-Feb-24", "19-Feb-24"]
    found = guess(answers(tmp_path, [header, *dates], closed, SAID), given={})
    assert found.fields["occurred_at"] == (header,)


def test_two_columns_of_dates_without_a_telling_name_are_asked_for(tmp_path):
    columns = (["one", *WHEN[1:]], ["two", *WHEN[1:]], SAID)
    assert "occurred_at" in guess(answers(tmp_path, *columns), given={}).questions


def test_what_a_tool_writes_before_each_text_is_removed(tmp_path):
    said = ["review", *(f"✅ Trip Verified | Seat {n} was too narrow for me" for n in range(6))]
    when = ["date", *(f"2026-03-{n:02d}" for n in range(1, 7))]
    found = guess(answers(tmp_path, when, said), given={})
    assert clean(said[1], strip=found.fields["strip"]).verbatim == "Seat 0 was too narrow for me"


def test_what_the_company_wrote_itself_is_left_out(tmp_path):
    inbound = ["inbound", "True", "False", "True"]
    assert guess(answers(tmp_path, WHEN, inbound, SAID), given={}).fields["only"] == {
        "inbound": "True"
    }


def test_a_list_of_customers_is_told_where_it_goes(tmp_path):
    columns = (["customer_id", "C-1", "C-2", "C-3"], ["joined_on", *WHEN[1:]])
    with pytest.raises(SourceFormat, match="voc ingest customers"):
        guess(answers(tmp_path, *columns, name="customers.csv"), given={})


@pytest.mark.parametrize(
    ("header", "values", "name", "scale"),
    [
        ("score", ["1", "4", "5"], "app_reviews_2026.csv", "stars_1_5"),
        (
            "rating",
            ["Rated 4 out of 5 stars", "Rated 1 out of 5 stars", "5/5"],
            "x.csv",
            "stars_1_5",
        ),
        ("Weiterempfehlung (0-10)", ["0", "9", "10"], "umfrage.csv", "nps_0_10"),
    ],
)
def test_a_score_is_known_by_its_words(tmp_path, header, values, name, scale):
    found = guess(answers(tmp_path, WHEN, SAID, [header, *values], name=name), given={})
    assert (found.fields["score"], found.fields["scale"]) == ((header,), scale)


PEOPLE = ["jane.doe@example.com", "Ben@example.org", "ana+1@mail.example.net"]


@pytest.mark.parametrize("header", ["Respondent ID", "id", "Reference", "user", "Who"])
@pytest.mark.parametrize("people", [PEOPLE, [*PEOPLE[:2], "anonymous"]])
def test_addresses_are_the_customers_and_never_ids(tmp_path, header, people):
    found = guess(answers(tmp_path, WHEN, SAID, [header, *people]), given={}).fields
    assert found["email"] == (header,)
    assert not {"external_id", "contact", "customer"} & found.keys()


def test_the_id_of_a_person_is_never_the_id_of_an_answer(tmp_path):
    found = guess(answers(tmp_path, WHEN, SAID, ["Person ID", "7", "8", "9"]), given={}).fields
    assert "external_id" not in found and found["contact"] == ("Person ID",)


def test_ids_beside_addresses_are_still_ids(tmp_path):
    ids, people = ["Case number", "A-1", "A-2", "A-3"], ["Respondent ID", *PEOPLE]
    agents = ["Agent", *reversed(PEOPLE)]
    found = guess(answers(tmp_path, WHEN, SAID, agents, people, ids), given={}).fields
    assert (found["external_id"], found["email"]) == (("Case number",), ("Respondent ID",))
    assert "email" not in guess(answers(tmp_path, WHEN, SAID, agents), given={}).fields


@pytest.mark.parametrize("keys", [["responses"], ["given"], ["data", "given"]])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_in_one_object_is_read_whole_however_it_is_printed(tmp_path, keys, indent):
    said = [{"id": str(n), "at": f"2025-03-0{n}T10:00:00Z", "say": SAID[n]} for n in (1, 2, 3)]
    whole = said
    for key in reversed(keys):
        whole = {key: whole, "total": 3}
    path = tmp_path / "survey.json"
    path.write_text(json.dumps(whole, indent=indent) + "\n")
    found = guess(path, given={})
    assert (found.format, found.fields["text"]) == ("json", ("say",))
    mapping = prepare(found.mapping(), source="survey")
    read = [to_feedback(row, mapping).feedback for row in SOURCES["json"](path, mapping)]
    assert [(raw.external_id, raw.text) for raw in read] == [(o["id"], o["say"]) for o in said]


def test_one_line_of_an_object_without_a_list_is_still_json_lines(tmp_path):
    path = tmp_path / "survey.jsonl"
    path.write_text(json.dumps({"at": WHEN[1], "say": SAID[1], "tags": ["a", "b"]}))
    assert guess(path, given={}).format == "jsonl"


@pytest.mark.parametrize(
    "stamps",
    [
        [
            "2026/03/02 10:22:33 AM GMT+1",
            "2026/03/03 9:00:00 PM GMT+1",
            "2026/03/14 1:02:03 PM UTC",
        ],
        ["2026-03-02T10:22:33Z", "2026-03-03T09:00:00Z", "2026-03-14T13:02:03Z"],
    ],
)
def test_a_form_that_asks_for_an_address_is_a_survey_that_you_sent(tmp_path, stamps):
    found = guess(
        answers(
            tmp_path,
            ["Timestamp", *stamps],
            ["Email Address", *PEOPLE],
            ["Overall satisfaction", "4", "5", "2"],
            ["Comments", *SAID[1:]],
            name="Form Responses 1.csv",
        ),
        given={},
    )
    assert not found.questions
    assert (found.fields["channel"], found.fields["solicited"]) == ("survey", True)
    assert (found.fields["email"], found.fields["scale"]) == (("Email Address",), "csat_1_5")
    mapping = prepare(found.mapping(), source="form")
    rows = SOURCES["csv"](tmp_path / "Form Responses 1.csv", mapping)
    first = to_feedback(next(rows), mapping).feedback.occurred_at
    assert first.hour == (9 if "GMT" in stamps[0] else 10)


def test_mails_are_told_by_their_head_or_their_files_name(tmp_path):
    columns = (WHEN, ["From", *PEOPLE], ["Subject", "Bill", "Visit", "Shop"], ["Body", *SAID[1:]])
    found = guess(answers(tmp_path, *columns, name="march.csv"), given={})
    assert (found.fields["channel"], found.fields["solicited"]) == ("email", False)
    found = guess(answers(tmp_path, WHEN, SAID, name="emails_march.csv"), given={})
    assert (found.fields["channel"], found.fields["solicited"]) == ("email", False)
