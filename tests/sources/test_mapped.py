from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from voc.domain.mapping import SourceMapping
from voc.domain.score import SCALES
from voc.errors import RecordRejected, SettingsInvalid
from voc.sources import prepare
from voc.sources.mapped import is_wanted, to_feedback
from voc.sources.row import SourceRow


def mapping(**more):
    given = {"format": "csv", "channel": "survey", "solicited": True, "text": "text"}
    return SourceMapping(**given | {"occurred_at": "when"} | more)


def feedback(values, **more):
    row = SourceRow(2, {"when": "2026-01-31", "text": "Fine"} | values)
    return to_feedback(row, mapping(**more))


@pytest.mark.parametrize(
    ("written", "how", "expected"),
    [
        ("2015-02-24 11:35:52 -0800", {}, datetime(2015, 2, 24, 19, 35, 52)),
        ("2026-07-01T10:00:00Z", {}, datetime(2026, 7, 1, 10)),
        ("2026-07-01 10:00:00 UTC", {}, datetime(2026, 7, 1, 10)),
        ("2026-07-01 10:00", {"timezone": "Europe/London"}, datetime(2026, 7, 1, 9)),
        ("2026-07-01", {}, datetime(2026, 7, 1, 12)),
        ("21st August 2024", {"date_formats": "%d %B %Y"}, datetime(2024, 8, 21, 12)),
        (
            "03/04/2018 20:23",
            {"date_formats": ["%Y-%m-%d", "%d/%m/%Y %H:%M"], "timezone": "UTC"},
            datetime(2018, 4, 3, 20, 23),
        ),
    ],
)
def test_times_are_read_as_sources_write_them(written, how, expected):
    raw = feedback({"when": written}, **how).feedback
    assert raw.occurred_at == expected.replace(tzinfo=UTC)


def test_a_date_of_several_columns_is_joined():
    values = {"day": "14-Apr-15", "clock": "01:24:46 PM"}
    how = {"date_formats": "%d-%b-%y %I:%M:%S %p", "timezone": "US/Eastern"}
    raw = feedback(values, occurred_at=["day", "clock"], **how).feedback
    assert raw.occurred_at == datetime(2015, 4, 14, 17, 24, 46, tzinfo=UTC)


def test_a_row_without_a_date_takes_the_default_or_is_rejected():
    day = date(2026, 2, 1)
    for values, how in (({"when": " "}, {}), ({"when": "NA"}, {}), ({}, {"occurred_at": ()})):
        raw = feedback(values, default_date=day, **how).feedback
        assert raw.occurred_at == datetime(2026, 2, 1, 12, tzinfo=UTC)
        with pytest.raises(RecordRejected, match="no date") as caught:
            feedback(values, **how)
        assert caught.value.field == "occurred_at"


def test_a_wrong_date_is_rejected_without_showing_it_even_with_a_default():
    with pytest.raises(RecordRejected) as caught:
        feedback({"when": "Jane Roe, 31/02"}, default_date=date(2026, 2, 1))
    assert caught.value.field == "occurred_at" and "Jane" not in str(caught.value)


@pytest.mark.parametrize(
    ("day", "how"),
    [
        ("31/02/2020", {"date_formats": "%d/%m/%Y"}),
        ("31/02/2020", {"date_formats": ["iso", "%d/%m/%Y", "%m/%d/%Y"]}),
        ("2020-02-31", {}),
        ("2021-02-29T10:00:00Z", {}),
    ],
)
def test_a_day_that_no_calendar_has_is_rejected_as_such(day, how):
    with pytest.raises(RecordRejected, match="no such day"):
        feedback({"when": day}, **how)
    with pytest.raises(RecordRejected, match="not written as"):
        feedback({"when": f"about {day}"}, **how)


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2100-01-01T00:00:00Z", "2126-03-02"])
def test_a_date_of_another_age_is_rejected(day):
    with pytest.raises(RecordRejected, match="outside 1970-01-01 to 2099-12-31") as caught:
        feedback({"when": day}, default_date=date(2026, 2, 1))
    assert caught.value.field == "occurred_at" and day not in str(caught.value)
    for kept in ("1970-01-01", "2099-12-31"):
        assert feedback({"when": kept}).feedback.occurred_at.date().isoformat() == kept


def test_times_without_a_zone_need_one():
    row = SourceRow(7, {"when": "2026-07-01 10:00", "text": "Fine"})
    with pytest.raises(
        SettingsInvalid, match=r"answers\.csv, row 7: .*'when' carry no time zone.*timezone"
    ):
        to_feedback(row, mapping(), file="answers.csv")
    with pytest.raises(SettingsInvalid, match="no time zone 'Mars/Base'"):
        prepare(mapping(timezone="Mars/Base"), source="survey")


@pytest.mark.parametrize(("written", "value"), [("9", 9), ("0.0", 0), (" 10 ", 10)])
def test_a_score_keeps_its_scale(written, value):
    score = feedback({"nps": written}, score="nps", scale="nps_0_10").feedback.score
    assert score is not None and (score.value, score.scale.id) == (value, "nps_0_10")


@pytest.mark.parametrize(
    ("scale", "written", "value"),
    [
        ("yes_no", "Yes", 1), ("yes_no", "NO", 0), ("yes_no", "👍🏽", 1), ("yes_no", "0", 0),
        ("rating_0_100", "85", 85), ("rating_0_100", "85 %", 85), ("rating_0_100", "100.0", 100),
        ("emoji_1_5", "☹️", 2), ("emoji_1_5", "😡", 1), ("emoji_1_5", "😀", 5),
        ("emoji_1_3", "😡", 1), ("emoji_1_3", "😐", 2), ("emoji_1_3", "🙂", 3),
        ("stars_1_5", "★★★☆☆", 3), ("stars_1_5", "⭐⭐⭐⭐", 4), ("csat_1_7", "7", 7),
        ("rating_1_10", "1", 1), ("ces_1_7", "6", 6), ("csat_1_5", "5", 5),
    ],
)  # fmt: skip
def test_every_scale_reads_what_exports_write(scale, written, value):
    mapped = feedback({"score": written}, score="score", scale=scale)
    assert mapped.feedback.score is not None and mapped.feedback.score.value == value


@pytest.mark.parametrize("scale", SCALES)
def test_a_value_outside_its_scale_rejects_the_score_and_keeps_the_text(scale):
    for outside in (SCALES[scale].lowest - 7, SCALES[scale].highest + 1, "Jane Roe"):
        mapped = feedback({"score": str(outside)}, score="score", scale=scale)
        assert mapped.feedback.score is None and mapped.feedback.text == "Fine"
        assert mapped.score_problem is not None and scale in str(mapped.score_problem)
        assert "Jane" not in str(mapped.score_problem)


def test_an_export_may_have_words_of_its_own_for_a_score():
    own = {"score": "score", "scale": "csat_1_5", "answers": {"Very satisfied": 5, "So-so": 3}}
    score = feedback({"score": "Very satisfied"}, **own).feedback.score
    assert score is not None and score.value == 5
    assert feedback({"score": "VERY Satisfied"}, **own).feedback.score == score
    assert feedback({"score": "Satisfied"}, **own).score_problem is not None
    with pytest.raises(ValidationError, match="'Delighted' = 6 lies outside csat_1_5"):
        mapping(score="score", scale="csat_1_5", answers={"Delighted": 6})


@pytest.mark.parametrize("written", ["", "-1", "-1.0", "NA", "n/a", "nan", "NaN"])
def test_a_missing_score_is_no_problem(written):
    mapped = feedback({"nps": written}, score="nps", scale="nps_0_10")
    assert mapped.feedback.score is None and mapped.score_problem is None


@pytest.mark.parametrize("written", ["11", "-2", "Jane", "😀", "inf"])
def test_a_wrong_score_is_left_out_and_the_text_kept(written):
    mapped = feedback({"nps": written}, score="nps", scale="nps_0_10")
    assert mapped.feedback.score is None and mapped.feedback.text == "Fine"
    assert mapped.score_problem is not None and mapped.score_problem.field == "score"
    assert "Jane" not in str(mapped.score_problem)


def test_columns_are_joined_and_missing_values_left_out():
    values = {"title": "Bad", "text": " NA ", "first": "a", "last": "N/A", "step": "First bill"}
    raw = feedback(
        values,
        text=["title", "text"],
        customer=["first", "last"],
        account="absent",
        touchpoint="step",
        touchpoints={"First bill": "monthly_bill"},
    ).feedback
    assert raw.text == "Bad\nNA"
    assert (raw.customer, raw.account, raw.touchpoint) == ("a", None, "monthly_bill")


def test_only_the_named_rows_are_wanted_and_bad_ones_are_not_hidden():
    american = mapping(only={"airline": "American"})
    assert is_wanted(SourceRow(2, {"airline": " American "}), american)
    assert not is_wanted(SourceRow(3, {"airline": "Delta"}), american)
    assert is_wanted(SourceRow(4, {}, "cut off"), american)


def test_mails_of_own_staff_are_left_out_by_their_addresses():
    ours = mapping(unless={"from": ["*@larkline.example", "noreply@*"], "note": "[auto] *"})
    for sender in ("kim@larkline.example", "Kim@Larkline.Example ", "noreply@shop.example"):
        assert not is_wanted(SourceRow(2, {"from": sender}), ours)
    assert not is_wanted(SourceRow(2, {"from": "", "note": "[Auto] sent"}), ours)
    for sender in ("kim@larkline.example.net", "larkline@mail.example", ""):
        assert is_wanted(SourceRow(3, {"from": sender}), ours)
    assert is_wanted(SourceRow(4, {"from": "kim@larkline.example"}, "cut off"), ours)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"text": ()}, "no column for text or score"),
        ({"occurred_at": ()}, "no column for the date"),
        ({"strip": ["("]}, "strip"),
        ({"delimiter": "::"}, "one character"),
    ],
)
def test_a_mapping_that_can_not_work_names_its_source(wrong, message):
    with pytest.raises(SettingsInvalid, match=f"'survey': .*{message}"):
        prepare(mapping(**wrong), source="survey")
