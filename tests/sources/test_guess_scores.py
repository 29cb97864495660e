"""Scores as surveys write them: with words, in words, as stars and faces, with a stray value."""

import csv

import pytest

from voc.domain.score import SCALES, read_score
from voc.errors import SettingsInvalid
from voc.sources import SOURCES, prepare
from voc.sources.guess import guess
from voc.sources.mapped import to_feedback


def table(tmp_path, scores, *, name="export.csv", **given):
    """Write a table of score columns, and guess it; a shorter column repeats."""
    n = max(len(values) for values in scores.values())
    path = tmp_path / name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "comment", *scores])
        for i in range(n):
            said = f"The line was slow again on day {i}"
            writer.writerow(["2026-03-02", said, *(v[i % len(v)] for v in scores.values())])
    told = {"channel": "survey", "solicited": "true"} | given
    return path, guess(path, given=told)


def read(path, found):
    """Give each row's score, None where there is none."""
    mapping = prepare(found.mapping(), source="survey")
    mapped = [to_feedback(row, mapping).feedback for row in SOURCES[mapping.format](path, mapping)]
    return [one.score.value if one.score else None for one in mapped]


SATISFIED = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]


@pytest.mark.parametrize(
    ("column", "values", "scale", "scores"),
    [
        ("Recommend?", ["10 - Extremely likely", "0 - Not at all likely", "7"], "nps_0_10",
         [10, 0, 7]),
        ("NPS", ["Extremely likely - 10", "Not likely (0)", "6"], "nps_0_10", [10, 0, 6]),
        ("Overall", ["5 (Very satisfied)", "1 (Very dissatisfied)", "3"], "csat_1_5", [5, 1, 3]),
        ("Satisfaction", SATISFIED, "csat_1_5", [5, 4, 3, 2, 1]),
        ("How did we do?", SATISFIED[:2], "csat_1_5", [5, 4]),
        ("Q3", ["Extremely satisfied", "Slightly dissatisfied", "Moderately satisfied"],
         "csat_1_7", [7, 3, 6]),
        ("Kundenzufriedenheit", ["sehr zufrieden", "Teils/teils", "eher unzufrieden"], "csat_1_5",
         [5, 3, 2]),
        ("Your visit", ["Excellent", "Very good", "Fair", "Poor"], "stars_1_5", [5, 4, 2, 1]),
        ("Made it easy", ["Strongly agree", "Somewhat disagree", "Agree"], "ces_1_7", [7, 3, 6]),
        ("How easy was it?", ["Very easy", "Difficult", "Easy"], "ces_1_5", [5, 2, 4]),
        ("Stimmung", ["★★★★☆", "⭐⭐⭐", "⭐️⭐️⭐️⭐️⭐️"], "stars_1_5", [4, 3, 5]),
        ("Mood", ["😡", "😐", "😀", "🙂"], "emoji_1_5", [1, 3, 5, 4]),
        ("How was it", [":-(", ":)", ":|"], "emoji_1_3", [1, 3, 2]),
        ("How was it", ["😀 Great", "😐 So so", "🙁 Bad"], "emoji_1_3", [3, 2, 1]),
        ("Score", ["9", "0", "6"], "nps_0_10", [9, 0, 6]),
        ("Weiterempfehlung (0-10)", ["4", "5", "3"], "nps_0_10", [4, 5, 3]),
        ("Recommend? 0-10", ["1", "2", "5"], "nps_0_10", [1, 2, 5]),
        ("Freundlichkeit (1-7)", ["4", "5", "2"], "rating_1_7", [4, 5, 2]),
        ("Zufriedenheit 0 bis 10", ["9", "1", "4"], "rating_0_10", [9, 1, 4]),
        ("Bewertung", ["4,5", "3,0", "1"], "stars_1_5", [4.5, 3, 1]),
        ("Rating", ["4★", "5 stars", "1"], "stars_1_5", [4, 5, 1]),
    ],
)  # fmt: skip
def test_a_score_is_read_however_a_survey_writes_it(tmp_path, column, values, scale, scores):
    path, found = table(tmp_path, {column: values})
    assert (found.fields["score"], found.fields["scale"]) == ((column,), scale)
    assert read(path, found) == scores


def test_words_that_nobody_said_yet_have_their_value_too(tmp_path):
    _, found = table(tmp_path, {"Satisfaction": ["Very satisfied", "Satisfied"]})
    answers = found.fields["answers"]
    assert list(answers.values()) == [1, 2, 3, 4, 5] and answers["Very dissatisfied"] == 1
    later = prepare(found.mapping(), source="survey")
    assert later.answers == answers


@pytest.mark.parametrize(
    ("column", "values", "why"),
    [
        ("Recommend?", ["Very likely", "Unlikely", "Likely"], "words of likelihood"),
        ("Satisfaction", ["1 - Very satisfied", "5 - Very dissatisfied", "2 - Satisfied"],
         "low numbers stand for the good answers"),
        ("Schulnote", ["1", "5", "2"], "of grades 1 is the best"),
        ("Rate us", ["Good", "Poor", "Excellent"], "fit several scales"),
        ("Satisfaction", ["Chuffed", "Miffed", "Meh"], "no known scale"),
        ("The app was slow", ["Strongly agree", "Disagree", "Agree"], "words of agreement"),
        ("CSAT score", ["880", "93", "7100"], "no known scale"),
    ],
)  # fmt: skip
def test_what_looks_like_a_score_and_can_not_be_read_is_named(tmp_path, column, values, why):
    _, found = table(tmp_path, {column: values})
    assert "score" not in found.fields
    (note,) = [note for note in found.notes if "NOT read" in note]
    assert repr(column) in note and why in note and "--set scale=" in note


def test_a_second_score_is_named_with_what_to_do(tmp_path):
    _, found = table(tmp_path, {"NPS": ["9", "3", "10"], "Overall satisfaction": SATISFIED})
    assert found.fields["score"] == ("NPS",)
    assert any("'Overall satisfaction' looks like a score too" in note for note in found.notes)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("Priority", ["1 - Critical", "2 - High", "3 - Moderate"]),
        ("Sentiment", ["Good", "Bad", "Neutral"]),
        ("Condition", ["Good", "Fair", "Poor"]),
    ],
)
def test_other_labels_are_no_scores(tmp_path, column, values):
    assert "score" not in table(tmp_path, {column: values})[1].fields


@pytest.mark.parametrize(
    ("column", "stray", "scale"),
    [
        ("rating", "8", "rating_1_7"),
        ("Satisfaction", "8", "csat_1_7"),
        ("score", "88", "rating_1_7"),
    ],
)
def test_one_stray_value_changes_no_scale_and_is_named(tmp_path, column, stray, scale):
    path, found = table(tmp_path, {column: [str(n % 7 + 1) for n in range(140)] + [stray]})
    assert found.fields["scale"] == scale
    assert any(f"Outside it lies 1 of the values ({stray})" in note for note in found.notes)
    scores = read(path, found)
    assert scores[-1] is None and None not in scores[:-1]


def test_a_footer_among_few_rows_changes_no_scale(tmp_path):
    path, found = table(tmp_path, {"nps": ["9", "3", "10", "7", "0", "54"]})
    assert found.fields["scale"] == "nps_0_10" and read(path, found)[-1] is None


def test_who_has_no_opinion_gives_no_score_and_is_not_rejected(tmp_path):
    words = [*SATISFIED, "Prefer not to say"] * 3
    for column in ({"Satisfaction": words}, {"NPS": ["9", "Don't know", "3"]}):
        path, found = table(tmp_path, column)
        mapping = prepare(found.mapping(), source="survey")
        mapped = [to_feedback(row, mapping) for row in SOURCES[mapping.format](path, mapping)]
        assert any(one.feedback.score is None for one in mapped)
        assert not any(one.score_problem for one in mapped)


def test_values_that_may_name_somebody_are_not_shown(tmp_path):
    _, found = table(tmp_path, {"NPS": [str(n % 11) for n in range(60)] + ["see Jane Roe"]})
    assert not any("Jane" in note for note in found.notes)


@pytest.mark.parametrize("scale", SCALES)
def test_a_number_with_its_words_is_that_number(scale):
    lowest = f"{SCALES[scale].lowest:g}"
    assert read_score(f"{lowest} – not at all", SCALES[scale]).value == SCALES[scale].lowest


def test_a_scale_that_is_none_is_refused_and_one_without_a_score_is_asked_about(tmp_path):
    with pytest.raises(SettingsInvalid, match=r"no scale 'foo'.*nps_0_10, csat_1_5"):
        table(tmp_path, {"Shop": ["a", "b"]}, scale="foo")
    assert "score" in table(tmp_path, {"Shop": ["a", "b"]}, scale="nps_0_10")[1].questions


@pytest.mark.parametrize("channel", ["ticket", "social", "chat", "email"])
def test_a_score_beside_what_nobody_asked_for_is_named_and_not_mixed_in(tmp_path, channel):
    spoken = {"channel": channel, "solicited": "false"}
    _, found = table(tmp_path, {"CSAT rating": ["4", "1", "5"]}, **spoken)
    assert "score" not in found.fields
    assert any("'CSAT rating'" in note and "channel=survey" in note for note in found.notes)
    _, asked = table(tmp_path, {"CSAT rating": ["4", "1", "5"]}, score="CSAT rating", **spoken)
    assert asked.fields["scale"] == "csat_1_5"


def test_a_score_that_was_named_and_can_not_be_read_is_asked_about(tmp_path):
    _, found = table(tmp_path, {"Verdict": ["Chuffed", "Miffed"]}, score="Verdict")
    assert "NOT read" in found.questions["scale"]


def test_a_channel_that_was_named_says_whether_it_was_asked_for(tmp_path):
    path, _ = table(tmp_path, {"nps": ["9", "3"]})
    for channel, solicited in (("ticket", False), ("survey", True)):
        assert guess(path, given={"channel": channel}).fields["solicited"] is solicited
