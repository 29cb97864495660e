"""The contract of every export: recognised by its shape, mapped without a mapping, wholly read."""

import csv
from dataclasses import dataclass

import pytest

from tests.shared import REPOSITORY
from tests.sources.workbooks import write_xlsx, xlsx_sheet
from voc.domain.mapping import Format
from voc.sources import SOURCES, prepare
from voc.sources.guess import guess
from voc.sources.mapped import to_feedback
from voc.sources.shapes import SHAPES

EXPORTS = REPOSITORY / "fixtures" / "exports"
ZONE = {"timezone": "Europe/London"}
ASKED = {"channel": "survey", "solicited": "true"}
GENERIC = {"csv", "spreadsheet", "json", "jsonl", "parquet"}


@dataclass(frozen=True)
class Expected:
    """Say what a person finds in an export. `first` is its first record: id, time, score, how its
    text begins."""

    file: str
    format: Format
    voice: tuple[str, bool]
    n_rows: int
    first: tuple[str, str, float | None, str]
    answers: dict[str, str] | None = None
    customers: int = 0


# fmt: off
CASES = (
    Expected("qualtrics.csv", "qualtrics", ("survey", True), 3,
             ("R_1aB2cD3eF4gH5iJ", "2026-03-02T14:12:31", 10, "Your engineer stayed"), customers=3),
    Expected("surveymonkey.csv", "surveymonkey", ("survey", True), 3,
             ("118200000001", "2026-03-14T10:22:33", 9, "Keep the shop open"), ZONE),
    Expected("typeform.json", "typeform", ("survey", True), 3,
             ("21085286190ffad1248d17c4135ee56f", "2026-03-02T22:08:07", 9, "It just works"),
             customers=2),
    Expected("typeform.csv", "typeform_csv", ("survey", True), 3,
             ("t1ghl1rp94s45k25uobt1ghl1sqx7hoz", "2026-03-02T10:01:40", 8, "Quick and friendly"),
             customers=3),
    Expected("zendesk.json", "zendesk", ("ticket", False), 2,
             ("35436", "2026-03-02T22:55:29", None, "Help, my printer is on fire!\nThe smoke"),
             customers=2),
    Expected("zendesk.csv", "zendesk_csv", ("ticket", False), 2,
             ("501", "2026-03-02T09:15:00", None, "Parcel left in the rain"), ZONE, 2),
    Expected("intercom.json", "intercom", ("chat", False), 2,
             ("147", "2026-03-02T10:00:00", None, "<p>Hi, the app logs me out"), customers=2),
    Expected("freshdesk.json", "freshdesk", ("ticket", False), 2,
             ("20", "2026-03-02T11:56:51", None, "Router keeps restarting\nEvery evening at eight"),
             customers=2),
    Expected("freshdesk.csv", "freshdesk_csv", ("ticket", False), 2,
             ("301", "2026-03-02T08:30:00", None, "Charged after I cancelled"), ZONE, 2),
    Expected("app_store.csv", "app_store", ("review", False), 2,
             ("00000022-8e15-4f11-b3ee-9a4b00000001", "2026-03-02T10:15:00", 1,
              "Crashes on start\nSince the update")),
    Expected("app_reviews.csv", "app_reviews", ("review", False), 2,
             ("rv-1", "2026-03-14T12:00:00", 4, "Good\nWould be five stars")),
    Expected("google_play.csv", "google_play", ("review", False), 3,
             ("http://play.google.com/console/developers/1/app/2/user-feedback/review-details"
              "?reviewId=gp-1", "2026-03-02T06:10:00", 2, "Stürzt ab")),
    Expected("trustpilot.csv", "trustpilot", ("review", False), 2,
             ("65e1f0c2a1b2c3d4e5f60001", "2026-03-02T14:21:09", 1, "Never again\nOrdered a lamp"),
             customers=2),
    Expected("x_archive.js", "x_posts", ("social", False), 2,
             ("2028412345678901234", "2026-03-02T09:14:05", None, "@help your chat")),
    Expected("x_posts.jsonl", "x_posts", ("social", False), 2,
             ("2028500000000000001", "2026-03-02T20:11:43", None, "@help is the network"),
             customers=2),
    Expected("x_analytics.csv", "x_analytics", ("social", False), 2,
             ("2028600000000000001", "2026-03-02T10:22:00", None, "@help three weeks")),
    Expected("mailbox.mbox", "mbox", ("email", False), 2,
             ("CA+1@mail.example", "2026-03-02T10:15:00", None,
              "Café voucher missing\nThe café voucher you promised never came."), customers=2),
    Expected("answers.tsv", "csv", ("survey", True), 2,
             ("t-1", "2026-03-02T12:00:00", 3, "Fine.\nNothing more"), ASKED),
    Expected("answers.xls", "spreadsheet", ("survey", True), 2,
             ("s-1", "2026-03-02T10:00:00", 4, "=SUM(A1) is not what I meant"), ASKED | ZONE),
    Expected("answers.json", "json", ("survey", True), 2,
             ("j-1", "2026-03-02T10:00:00", 5, "Parcel on the step"), ASKED, 2),
    Expected("answers.jsonl", "jsonl", ("survey", True), 2,
             ("l-1", "2026-03-02T10:00:00", 5, "Parcel on the step"), ASKED, 2),
    Expected("answers.parquet", "parquet", ("survey", True), 2,
             ("p-1", "2026-03-02T10:00:00", 5, "Found what I came for"), ASKED),
)
# fmt: on


@pytest.mark.parametrize("expected", CASES, ids=lambda case: case.file)
def test_an_export_is_recognised_and_read(expected: Expected) -> None:
    path = EXPORTS / expected.file
    found = guess(path, given=expected.answers or {})
    assert found.format == expected.format
    assert not found.questions
    mapping = prepare(found.mapping(), source="export")
    assert (mapping.channel.value, mapping.solicited) == expected.voice
    read = [to_feedback(row, mapping) for row in SOURCES[mapping.format](path, mapping)]
    assert len(read) == expected.n_rows and not any(one.score_problem for one in read)
    raws = [one.feedback for one in read]
    assert len({raw.external_id for raw in raws}) == len(raws)
    keys = [raw.customer or raw.contact or raw.email for raw in raws]
    assert len({key for key in keys if key}) == expected.customers
    external_id, when, score, text = expected.first
    first = raws[0]
    assert (first.external_id, first.occurred_at.isoformat()[:19]) == (external_id, when)
    assert (first.score.value if first.score else None) == score
    assert first.text.startswith(text)


def test_every_shape_has_an_export_in_the_contract() -> None:
    assert {case.format for case in CASES} == {shape.name for shape in SHAPES} - {"sql"}


@pytest.mark.parametrize("case", [c for c in CASES if c.format not in GENERIC])
def test_what_a_tool_needs_said_is_asked(case: Expected) -> None:
    assert set(guess(EXPORTS / case.file, given={}).questions) == set(case.answers or {})


def test_a_surveymonkey_workbook_is_read_as_its_csv_is(tmp_path) -> None:
    with (EXPORTS / "surveymonkey.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    book = write_xlsx(tmp_path / "export.xlsx", {"Sheet": xlsx_sheet(rows)})
    mapping = prepare(guess(book, given=ZONE).mapping(), source="export")
    assert mapping.format == "surveymonkey"
    names = {name for row in SOURCES["surveymonkey"](book, mapping) for name in row.values}
    assert {"Which of these did you use? - Shop", "Which of these did you use? - Phone"} <= names
    texts = [
        [to_feedback(row, mapping).feedback for row in SOURCES["surveymonkey"](path, mapping)]
        for path in (book, EXPORTS / "surveymonkey.csv")
    ]
    assert texts[0] == texts[1]


def test_only_the_customers_words_of_a_conversation_are_read() -> None:
    mapping = prepare(guess(EXPORTS / "intercom.json", given={}).mapping(), source="chats")
    rows = SOURCES["intercom"](EXPORTS / "intercom.json", mapping)
    first, second = (to_feedback(row, mapping).feedback for row in rows)
    assert "worked last week" in first.text and "Sorry" not in first.text
    assert second.text == "Refund\n<p>Where is my refund?</p>"


def test_a_mail_is_read_without_what_it_quotes() -> None:
    mapping = prepare(guess(EXPORTS / "mailbox.mbox", given={}).mapping(), source="mails")
    rows = SOURCES["mbox"](EXPORTS / "mailbox.mbox", mapping)
    first, second = (to_feedback(row, mapping).feedback for row in rows)
    assert "not the only one" in first.text and "on its way" not in first.text
    assert first.email == "zoe@example.com"
    assert second.occurred_at.hour == 13 and "estimate" in second.text
