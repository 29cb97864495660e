import csv
import gzip
import json
import tomllib
from pathlib import Path

import pytest

from voc.domain.mapping import SourceMapping
from voc.domain.record import Mark
from voc.errors import Locked, SettingsInvalid, SourceFormat, SourceUnavailable
from voc.nlp.clean import Rules
from voc.pipeline.identity import keyed_hash
from voc.pipeline.ingest import CHUNK, ingest, ingest_customers
from voc.pipeline.report import whole
from voc.store import RecordFilter, Store

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/data"
SECRET = "a secret of this test"
NPS = {
    "format": "csv",
    "channel": "survey",
    "solicited": True,
    "occurred_at": "when",
    "text": "said",
    "score": "nps",
    "scale": "nps_0_10",
    "customer": "who",
}
HEADER = ["id", "when", "said", "nps", "who"]
ROWS = [
    ["1", "2026-03-02", "Mail me: jo@secret.example, card 4111111111111111", "9", "C-77"],
    ["2", "2026-03-02", "n/a", "3", "C-78"],
    ["3", "2026-03-03", "", "10", ""],
    ["4", "2026-03-04", "El técnico llegó tarde y no resolvió nada", "11", "C-77"],
    ["5", "yesterday, says Jane", "Unplaced in time", "5", "C-79"],
    ["2", "2026-03-05", "Another text with the same id", "4", "C-80"],
]


def mapping(**more):
    return SourceMapping(**NPS | {"external_id": "id"} | more)


def write(path, rows, header=HEADER):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def take_in(store, *paths, source="survey", how=None, rules=None):
    how = how or mapping()
    return whole(ingest(store, source=source, mapping=how, paths=paths, secret=SECRET, rules=rules))


def records(store):
    return [record for record, _ in store.list_records(RecordFilter(), limit=10_000)]


def adds_up(report):
    parts = (report.stored, report.revised, report.unchanged, report.duplicate, report.rejected)
    return report.read == sum(parts)


def everything(store):
    return dict(store.dump())


@pytest.fixture
def survey(tmp_path):
    return write(tmp_path / "survey.csv", ROWS)


def test_every_row_becomes_a_record_or_a_rejection(store: Store, survey):
    report = take_in(store, survey)
    assert (report.read, report.stored, report.rejected, report.scores_rejected) == (6, 4, 2, 1)
    by_id = {record.external_id: record for record in records(store)}
    assert by_id["1"].verbatim == "Mail me: <EMAIL>, card <CARD>"
    assert [by_id[key].mark for key in "1234"] == [None, Mark.EMPTY_ANSWER, Mark.NO_TEXT, None]
    assert by_id["4"].language == "es" and by_id["4"].score is None
    assert by_id["1"].customer_id == by_id["4"].customer_id != by_id["2"].customer_id
    found = [(r.file, r.row, r.field) for r in store.rejections()]
    assert found == [
        ("survey.csv", 5, "score"),
        ("survey.csv", 6, "occurred_at"),
        ("survey.csv", 7, "external_id"),
    ]


def test_nothing_raw_is_stored(store: Store, survey):
    take_in(store, survey)
    kept = json.dumps(everything(store), default=str)
    for raw in ("secret.example", "4111111111111111", "C-77", "Jane"):
        assert raw not in kept


def test_a_rejected_row_is_kept_redacted(store: Store, survey):
    take_in(store, survey)
    score, date, repeated = (dict(r.cells) for r in store.rejections())
    assert score == {"external_id": "4", "score": "11"}
    assert date["occurred_at"] == "yesterday, says <PERSON>" and date["text"] == ROWS[4][2]
    assert repeated["text"] == ROWS[5][2]


def test_a_row_whose_cells_can_not_be_told_apart_is_kept_without_them(store: Store, tmp_path):
    row = ["1", "2026-03-02", "Hi, I am", "jo@x.example", "9", "C"]
    broken = write(tmp_path / "broken.csv", [row])
    take_in(store, broken)
    assert [r.cells for r in store.rejections()] == [()]


@pytest.mark.parametrize("how", [mapping(), mapping(external_id=())])
def test_reading_a_file_again_changes_nothing(store: Store, survey, how):
    first = take_in(store, survey, how=how)
    before = everything(store)
    again = take_in(store, survey, survey, how=how)
    assert everything(store) == before
    assert again.unchanged == 2 * first.stored and again.stored == again.revised == 0
    assert adds_up(first) and adds_up(again)


def test_a_changed_row_is_a_revision_of_its_record(store: Store, survey, tmp_path):
    take_in(store, survey)
    changed = [*ROWS[:2], [*ROWS[2][:2], "Now it works", *ROWS[2][3:]]]
    report = take_in(store, write(tmp_path / "later.csv", changed))
    assert (report.unchanged, report.revised, report.stored) == (2, 1, 0)


def test_rows_without_an_id_are_each_kept_and_known_again_in_another_export(store, tmp_path):
    how = mapping(external_id=())
    same = ["", "2026-03-02", "Fine", "8", ""]
    take_in(store, write(tmp_path / "a.csv", [same, same]), how=how)
    wider = [[*same, "column that is new"], [*same, "another"], [*same, "more"]]
    report = take_in(store, write(tmp_path / "b.csv", wider, [*HEADER, "new"]), how=how)
    assert (report.unchanged, report.stored) == (2, 1)


def test_repeated_posts_are_duplicates_and_short_ones_are_not(store: Store, tmp_path):
    said = "Your app logs me out every single morning"
    texts = [said, f"RT @jo: {said.upper()}!!", "thanks", "thanks"]
    rows = [[str(place), "2026-03-02", text, "", ""] for place, text in enumerate(texts)]
    posts = mapping(channel="social", solicited=False, score=())
    report = take_in(store, write(tmp_path / "posts.csv", rows), how=posts)
    assert (report.stored, report.duplicate) == (3, 1)


def test_what_json_can_escape_and_no_database_takes_is_no_trouble(store: Store, tmp_path):
    path = tmp_path / "posts.jsonl"
    path.write_text(r'{"id": "a\u0000b", "when": "2026-03-02", "said": "Half \ud83d\u0000 of it"}')
    take_in(store, path, how=mapping(format="jsonl", score=(), customer=()))
    (record,) = records(store)
    assert (record.external_id, record.verbatim) == ("ab", "Half \ufffd of it")


def test_filtered_rows_are_counted_apart(store: Store, survey):
    report = take_in(store, survey, how=mapping(only={"who": "C-77"}))
    assert (report.read, report.stored, report.skipped) == (2, 2, 4)
    assert "4 skipped" in str(report) and "2 read = 2 stored" in str(report)


def test_a_file_that_breaks_off_keeps_the_chunks_before(store: Store, tmp_path):
    rows = [[str(n), "2026-03-02", f"Text {n}", "", ""] for n in range(2 * CHUNK)]
    path = write(tmp_path / "long.csv", rows)
    with path.open("a") as file:
        file.write('"cut off')
    seen = []
    with pytest.raises(SourceFormat, match="quote is opened"):
        whole(ingest(store, source="survey", mapping=mapping(), paths=[path], secret=SECRET,
               on_progress=seen.append))  # fmt: skip
    assert seen == [CHUNK, 2 * CHUNK]
    assert len(records(store)) == seen[-1]


def test_a_missing_file_stops_no_other(store: Store, survey):
    paths = [survey.with_name("other.csv"), survey]
    missing, there = ingest(store, source="survey", mapping=mapping(), paths=paths, secret=SECRET)
    assert isinstance(missing.error, SourceUnavailable) and not there.error
    assert len(records(store)) == there.report.stored > 0


def test_nothing_is_read_with_a_mapping_or_a_secret_that_is_wrong(store, survey):
    with pytest.raises(SettingsInvalid, match="'survey'"):
        take_in(store, survey, how=mapping(strip=["("]))
    with pytest.raises(SettingsInvalid, match="secret"):
        whole(ingest(store, source="survey", mapping=mapping(), paths=[survey], secret=""))
    assert records(store) == []


def test_a_file_whose_times_need_a_zone_stops_no_other(store: Store, tmp_path):
    days = ("2026-03-02", "2026-03-02 10:00", "2026-03-03")
    paths = [
        write(tmp_path / f"{n}.csv", [[str(n), day, "Slow line", "9", ""]])
        for n, day in enumerate(days)
    ]
    files = ingest(store, source="survey", mapping=mapping(), paths=paths, secret=SECRET)
    first, second, third = files
    assert (first.report.stored, second.report.stored, third.report.stored) == (1, 0, 1)
    assert "no time zone" in str(second.error) and not first.error and not third.error


def test_questions_of_one_response_share_its_id(store: Store, tmp_path):
    header = ["response", "when", "nps", "why", "csat", "more"]
    path = write(
        tmp_path / "s.csv", [["R-1", "2026-03-02", "9", "Fast", "2", "Rude agent"]], header
    )
    asked = {"external_id": "response", "response_id": "response", "customer": ()}
    nps = mapping(**asked | {"text": "why", "score": "nps"})
    csat = mapping(**asked | {"text": "more", "score": "csat", "scale": "csat_1_5"})
    take_in(store, path, source="nps", how=nps)
    take_in(store, path, source="csat", how=csat)
    first, second = records(store)
    assert first.response_id == second.response_id == "R-1" and first.id != second.id
    assert {one.score.scale.id for one in (first, second)} == {"nps_0_10", "csat_1_5"}


def test_ids_that_hold_addresses_are_kept_as_digests(store: Store, tmp_path):
    mails = (ROOT / "fixtures/exports/mailbox.mbox").read_text(encoding="utf-8")
    broken = mails.replace("Date: Tue, 3 Mar 2026 08:00:00 -0500", "Date: soon")
    path = tmp_path / "mailbox.mbox"
    how = SourceMapping(format="mbox", channel="email", solicited=False)
    for content, counts in ((broken, (1, 0, 1)), (mails, (1, 1, 0)), (mails, (0, 2, 0))):
        path.write_text(content.replace("@mail.example", "@pc-of-zoe"), encoding="utf-8")
        report = take_in(store, path, source="mails", how=how)
        assert (report.stored, report.unchanged, report.rejected) == counts
        assert "pc-of-zoe" not in repr(everything(store))
    named = write(tmp_path / "named.csv", [["jo@home.example", *ROWS[0][1:]]])
    take_in(store, named, how=mapping(response_id="id"))
    assert take_in(store, named, how=mapping(response_id="id")).unchanged == 1
    assert "jo@home.example" not in repr(everything(store))


def test_customers_are_joined_to_their_records(store: Store, survey, tmp_path):
    take_in(store, survey)
    header = ["customer_id", "account_id", "segment", "region", "monthly_revenue", "joined_on",
              "left_on"]  # fmt: skip
    rows = [
        ["C-77", "A-1", "family", "Midvale", "27.50", "2024-11-25", ""],
        ["C-78", "A-1", "family", "", "", "2024-11-25", "2026-04-01"],
        ["C-79", "", "", "", "plenty", "", ""],
        ["C-80", "", "", "", "1", "last spring", ""],
        ["", "A-9", "", "", "", "", ""],
    ]
    path = write(tmp_path / "customers.csv", rows, header)
    report = whole(ingest_customers(store, [path], secret=SECRET))
    assert (report.read, report.stored, report.rejected, report.cells_rejected) == (5, 4, 1, 2)
    customers = {customer.id: customer for customer in store.customers()}
    (record,) = [record for record in records(store) if record.external_id == "1"]
    known = customers[record.customer_id]
    assert (known.customer_segment, known.monthly_revenue) == ("family", 27.5)
    assert len({customer.account_id for customer in customers.values()} - {None}) == 1
    assert [(r.row, r.field) for r in store.rejections() if r.source == "customers"] == [
        (4, "monthly_revenue"), (5, "joined_on"), (6, "id"),
    ]  # fmt: skip
    before = everything(store)
    again = whole(ingest_customers(store, [path], secret=SECRET))
    assert (again.unchanged, again.rejected) == (4, 1) and everything(store) == before
    write(path, [[*rows[0][:4], "30", *rows[0][5:]], *rows[1:]], header)
    changed = whole(ingest_customers(store, [path], secret=SECRET))
    assert (changed.revised, changed.unchanged) == (1, 3)


def test_what_a_customer_can_not_have_is_left_out_and_the_rest_is_kept(store: Store, tmp_path):
    header = ["customer_id", "region", "monthly_revenue", "joined_on", "left_on", "email", "phone"]
    phone = "+44 20 7946 0018"
    rows = [
        ["C-1", "Midvale", "-5", "2024-11-25", "2023-01-01", "jo at home", "ring me"],
        ["C-2", "Midvale", "9", "1024-11-25", "2026-01-01", "jo@home.example", phone],
        ["C-3", "n/a", "N/A", "", "NA", "-1", f"{phone} ext. 7"],
    ]
    report = whole(
        ingest_customers(store, [write(tmp_path / "c.csv", rows, header)], secret=SECRET)
    )
    assert (report.stored, report.rejected, report.cells_rejected) == (3, 0, 5)
    assert "5 cells left out" in str(report) and store.count_rejected() == {}
    assert [(r.row, r.field) for r in store.rejections()] == [
        (2, "email"), (2, "left_on"), (2, "monthly_revenue"), (2, "phone"), (3, "joined_on"),
    ]  # fmt: skip
    by_id = {customer.id: customer for customer in store.customers()}
    first, second, third = (by_id[keyed_hash(f"C-{n}", secret=SECRET)] for n in (1, 2, 3))
    assert (str(first.joined_on), first.left_on, first.email_key) == ("2024-11-25", None, None)
    assert (second.joined_on, str(second.left_on)) == (None, "2026-01-01") and second.email_key
    assert (third.region, third.phone_key) == (None, second.phone_key)


@pytest.mark.parametrize(
    ("written", "joined"),
    [
        (["25/11/2024", "03/04/2024"], "2024-04-03"),
        (["11/25/2024", "03/04/2024"], "2024-03-04"),
        (["25.11.2024", "03.04.2024"], "2024-04-03"),
        (["2024-11-25 00:00:00", "2024-04-03"], "2024-04-03"),
    ],
)
def test_dates_of_customers_are_read_as_the_whole_file_tells(store, tmp_path, written, joined):
    rows = [[f"C-{n}", day] for n, day in enumerate(written)]
    path = write(tmp_path / "customers.csv", rows, ["customer_id", "joined_on"])
    assert whole(ingest_customers(store, [path], secret=SECRET)).stored == 2
    assert joined in {str(customer.joined_on) for customer in store.customers()}


def test_dates_of_customers_that_do_not_tell_are_refused(store, tmp_path):
    header = ["customer_id", "joined_on"]
    path = write(tmp_path / "customers.csv", [["C-1", "03/04/2024"]], header)
    with pytest.raises(SourceFormat, match=r"customers\.csv: 03/04/2024 could be"):
        whole(ingest_customers(store, [path], secret=SECRET))
    with store.night_lock(), pytest.raises(Locked):
        whole(ingest_customers(store, [path], secret=SECRET))


REAL = [
    ("telecom", "nps_survey", "telecom_nps_survey.csv"),
    ("telecom", "complaints", "telecom_complaints.csv"),
    ("airline", "reviews", "american_airlines_reviews.csv"),
    ("airline", "posts", "airline_tweets.csv"),
    ("airline_support", "support_threads", "airline_support_threads.csv.gz"),
    ("hospitals", "fft_comments", "nhs_survey_fft.csv"),
]
MOST = 10_000


def end_of(path, target):
    """Copy the header and the last rows of a long file, packed where it is."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    with opened(target / path.name, "wt", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows[-2000:]] if len(rows) > MOST else [header, *rows])
    return target / path.name


@pytest.mark.parametrize(("company", "source", "file"), REAL)
def test_real_exports_come_in_whole_with_their_documented_mapping(
    store, company, source, file, tmp_path
):
    if not DATA.is_dir():
        pytest.skip("shared/data is not beside the repository")
    text = (ROOT / "docs/examples" / f"{company}.toml").read_text(encoding="utf-8")
    how = SourceMapping(**tomllib.loads(text)["sources"][source])
    path = end_of(DATA / file, tmp_path)
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if any(map(str.strip, row.values()))]
    wanted = [row for row in rows if all(row[key] == v for key, v in how.only.items())]
    distinct = {row[how.external_id[0]] for row in wanted} if how.external_id else wanted

    report = take_in(store, path, source=source, how=how, rules=Rules(names=False))
    assert (report.read, report.skipped) == (len(wanted), len(rows) - len(wanted))
    assert adds_up(report) and (report.rejected, report.scores_rejected) == (0, 0)
    assert report.unchanged == len(wanted) - len(distinct)
    kept = records(store)
    assert len(kept) == len(distinct)
    assert sum(record.score is not None for record in kept) == sum(
        bool(row[column].strip()) for row in wanted for column in how.score
    )
    marks = ("Verified |", "<cust__", "__company__")
    assert not any(mark in record.verbatim for record in kept for mark in marks)

    before = everything(store)
    again = take_in(store, path, source=source, how=how, rules=Rules(names=False))
    assert again.unchanged == len(wanted)
    assert everything(store) == before


def test_the_examples_name_touchpoints_of_the_journey():
    from voc.resources.journeys import load_journey

    text = (ROOT / "docs/examples/telecom.toml").read_text(encoding="utf-8")
    how = SourceMapping(**tomllib.loads(text)["sources"]["nps_survey"])
    journey = load_journey("telecom")
    stages = [journey.stage_of_touchpoint(point) for point in how.touchpoints.values()]
    assert sorted(filter(None, stages)) == ["buy", "pay", "set_up", "use"]
