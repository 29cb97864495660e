import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.workbooks import ods_row, write_ods, write_xlsx, xlsx_sheet
from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import SOURCES, files, prepare
from voc.sources.delimited import table
from voc.sources.mapped import to_feedback

ANSWERS = [
    ("A1", "2026-03-02T10:00:00Z", 'Slow in the evening,\nfast at "night"; why?'),
    ("A2", "2026-03-03T11:30:00+01:00", "Ça marche très bien, merci"),
]


def as_csv(rows, *, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def as_qualtrics(rows):
    names, *answers = rows
    ids = [json.dumps({"ImportId": name}) for name in names]
    return as_csv([names, ["Question text"] * len(names), ids, *answers])


def mapping(form, **more):
    columns = {"external_id": "id", "occurred_at": "when", "text": "said"}
    return SourceMapping(format=form, channel="survey", solicited=True, **columns | more)


ROWS = [("id", "when", "said"), *ANSWERS]
OBJECTS = [dict(zip(ROWS[0], answer, strict=True)) for answer in ANSWERS]
TEXTS = {
    "csv": as_csv(ROWS),
    "jsonl": "\n".join(json.dumps(item) for item in OBJECTS),
    "json": json.dumps(OBJECTS),
    "qualtrics": as_qualtrics(ROWS),
    "zendesk": json.dumps({"count": 2, "tickets": OBJECTS, "next_page": None}),
}
FORMATS = [*TEXTS, "xlsx", "ods", "parquet"]


def reader(form):
    return {"xlsx": "spreadsheet", "ods": "spreadsheet"}.get(form, form)


def write(path, form):
    """Write the same two answers as a file of some format."""
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(OBJECTS), path)
    elif form == "xlsx":
        write_xlsx(path, {"Answers": xlsx_sheet(ROWS)})
    elif form == "ods":
        write_ods(path, "".join(ods_row(row) for row in ROWS))
    else:
        path.write_text(TEXTS[form], encoding="utf-8", newline="")
    return path


def rows_of(path, form, **more):
    how = mapping(reader(form), **more)
    return list(SOURCES[how.format](path, how))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_feedback(form, tmp_path):
    path = write(tmp_path / "export", form)
    read = [to_feedback(row, mapping(reader(form))).feedback for row in rows_of(path, form)]
    assert [(raw.external_id, raw.text) for raw in read] == [(a[0], a[2]) for a in ANSWERS]
    assert [raw.occurred_at.isoformat() for raw in read] == [
        "2026-03-02T10:00:00+00:00",
        "2026-03-03T10:30:00+00:00",
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_reads_gzipped_files(form, tmp_path):
    plain = write(tmp_path / "export", form)
    path = tmp_path / "export.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert len(rows_of(path, form)) == len(ANSWERS)


@pytest.mark.parametrize("form", FORMATS)
def test_a_missing_column_is_named_with_those_there_are(form, tmp_path):
    path = write(tmp_path / "export", form)
    with pytest.raises(SourceFormat, match=r"no column 'comment'.*'id', 'when', 'said'"):
        rows_of(path, form, text="comment")


@pytest.mark.parametrize(
    ("form", "first"),
    [("csv", 2), ("jsonl", 1), ("json", 1), ("qualtrics", 4), ("xlsx", 2), ("parquet", 1)],
)
def test_rows_are_numbered_as_a_person_sees_them(form, first, tmp_path):
    path = write(tmp_path / "export", form)
    assert [row.number for row in rows_of(path, form)] == [first, first + 1]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_file_that_is_cut_off_never_gives_a_traceback(form, share, tmp_path):
    path = write(tmp_path / "export", form)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    try:
        rows = rows_of(path, form)
    except SourceFormat as error:
        assert str(path) in str(error)
    else:
        assert len(rows) <= len(ANSWERS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found_out(delimiter, encoding, tmp_path):
    path = tmp_path / "export.csv"
    rows = [("id", "when", "said"), *ANSWERS]
    path.write_bytes(as_csv(rows, delimiter=delimiter).encode(encoding))
    read = list(SOURCES["csv"](path, mapping("csv")))
    assert [row.values["said"] for row in read] == [answer[2] for answer in ANSWERS]


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_characters="\0", codec="utf-8"))] * 3),
        min_size=1,
    ),
    st.sampled_from(",;\t|"),
)
def test_any_cell_comes_back_as_it_was_written(tmp_path_factory, cells, delimiter):
    path = tmp_path_factory.mktemp("cells") / "export.csv"
    written = as_csv([("id", "when", "said"), *cells], delimiter=delimiter)
    path.write_bytes(written.encode())
    _, body = table(path, delimiter=delimiter)
    filled = [row for row in cells if any(cell.strip() for cell in row)]
    assert [tuple(row.cells) for row in body] == filled


@pytest.mark.parametrize("block", [1, 7, 64])
def test_tickets_may_lie_across_the_blocks_that_are_read(block, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_BLOCK", block)
    ticket = {
        "id": 570306133677760513,
        "subject": 'Crème brûlée } ] " , {',
        "via": {"channel": "email"},
        "tags": ["slow", "billing"],
        "requester": {"id": 77, "external_id": "C-1"},
        "custom_fields": [{"id": 9, "value": "fibre"}, {"id": 10, "value": None}],
        "satisfaction_rating": {"score": "good"},
    }
    path = tmp_path / "tickets.json"
    path.write_text(json.dumps({"users": [{"id": 1}], "count": 12, "tickets": [ticket, ticket]}))
    zendesk = mapping("zendesk", external_id="id", occurred_at=(), text="subject")
    rows = list(SOURCES["zendesk"](path, zendesk))
    assert [row.number for row in rows] == [1, 2]
    assert rows[1].values == {
        "id": "570306133677760513",
        "subject": ticket["subject"],
        "via.channel": "email",
        "tags": "slow billing",
        "requester.id": "77",
        "requester_id": "77",
        "requester.external_id": "C-1",
        "custom_fields.9": "fibre",
        "custom_fields.10": "",
        "satisfaction_rating.score": "good",
    }


def test_a_zendesk_export_needs_no_columns_named(tmp_path):
    ticket = {
        "id": 7,
        "created_at": "2026-03-02T10:00:00Z",
        "subject": "Bill",
        "description": "Charged twice.",
        "requester_id": 9000,
    }
    path = tmp_path / "tickets.json"
    path.write_text(json.dumps({"tickets": [ticket]}))
    plain = SourceMapping(format="zendesk", channel="ticket", solicited=False)
    filled = prepare(plain, source="tickets")
    (row,) = SOURCES["zendesk"](path, filled)
    raw = to_feedback(row, filled).feedback
    assert (raw.external_id, raw.text, raw.contact) == ("7", "Bill\nCharged twice.", "9000")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"tickets": ' + "[" * 10_000 + "]" * 10_000 + "}", "nested too deep"),
        ('{"tickets": [{"id": 1}]} x', "expected an object"),
        ('{"tickets": [1]}', "ticket 1: not an object"),
        ('{"tickets": [{"id": 1},\n{"id": 2}', "line 2: .*cut off"),
        ("[1, 2]", "ticket 1: not an object"),
        ('{"tickets": [{"id": 1}], "count"', "cut off"),
    ],
)
def test_what_is_no_zendesk_export_is_refused(text, message, tmp_path):
    path = tmp_path / "tickets.json"
    path.write_text(text)
    with pytest.raises(SourceFormat, match=message):
        list(SOURCES["zendesk"](path, mapping("zendesk", external_id="id", occurred_at=())))


def test_a_bad_line_of_jsonl_is_one_bad_row(tmp_path):
    path = tmp_path / "posts.jsonl"
    good = json.dumps(dict(zip(("id", "when", "said"), ANSWERS[0], strict=True)))
    nested = '{"id": ' + "[" * 10_000 + "]" * 10_000 + "}"
    path.write_text("\n".join([good, "", "[1]", good[:20], nested, good]))
    rows = list(SOURCES["jsonl"](path, mapping("jsonl")))
    assert [(row.number, bool(row.problem)) for row in rows] == [
        (1, False), (3, True), (4, True), (5, True), (6, False),
    ]  # fmt: skip


def test_a_row_with_too_many_cells_is_a_bad_row(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("id,when,said\nA1,2026-03-02,Fine, but slow\nA3,,x,,\n")
    rows = list(SOURCES["csv"](path, mapping("csv")))
    assert [bool(row.problem) for row in rows] == [True, False]


def test_a_qualtrics_export_is_recognised_when_called_csv(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(TEXTS["qualtrics"], encoding="utf-8")
    with pytest.raises(SourceFormat, match="Qualtrics"):
        list(SOURCES["csv"](path, mapping("csv")))


def test_a_csv_that_is_no_qualtrics_export_is_refused_as_one(tmp_path):
    path = Path(tmp_path / "export.csv")
    path.write_text(TEXTS["csv"], encoding="utf-8")
    with pytest.raises(SourceFormat, match="import ids"):
        list(SOURCES["qualtrics"](path, mapping("qualtrics")))


@pytest.mark.parametrize(
    "text",
    [
        "[%s, %s]",
        "%s\n%s\n",
        '{"items": [%s, %s], "next": null}',
        '{"items": [%s]}\n{"items": [%s]}',
        '{"meta": {"n": 2}, "results": [%s,\n%s]}',
        "window.DATA.part0 = [%s, %s];",
    ],
)
def test_json_may_hold_its_items_in_any_usual_way(text, tmp_path):
    path = tmp_path / "export.json"
    path.write_text(text % tuple(json.dumps(item) for item in OBJECTS))
    assert [row.values["id"] for row in rows_of(path, "json")] == ["A1", "A2"]


def test_the_list_of_a_json_file_can_be_named(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"a": {"b": OBJECTS}, "items": []}))
    assert [row.values["id"] for row in rows_of(path, "json", items="a.b")] == ["A1", "A2"]


def test_a_sheet_is_the_first_visible_one_or_the_named_one(tmp_path):
    other = xlsx_sheet([ROWS[0], ("A9", *ANSWERS[0][1:])])
    path = write_xlsx(
        tmp_path / "book.xlsx",
        {"Notes": xlsx_sheet([["x"]]), "Answers": xlsx_sheet(ROWS, first_row=3), "Old": other},
        hidden=["Notes"],
    )
    assert [(row.number, row.values["id"]) for row in rows_of(path, "xlsx")] == [
        (4, "A1"),
        (5, "A2"),
    ]
    assert [row.values["id"] for row in rows_of(path, "xlsx", sheet="Old")] == ["A9"]
    with pytest.raises(SourceFormat, match=r"no sheet 'New'.*'Notes', 'Answers', 'Old'"):
        rows_of(path, "xlsx", sheet="New")


def test_cells_are_read_as_a_person_sees_them(tmp_path):
    rows = [["id", "when", "said"], [7, 2.5, "=HYPERLINK(1)"], [123456789012, 0.1, "-1+1"]]
    path = write_xlsx(tmp_path / "book.xlsx", {"S": xlsx_sheet(rows)})
    assert [list(row.values.values()) for row in rows_of(path, "xlsx")] == [
        ["7", "2.5", "=HYPERLINK(1)"],
        ["123456789012", "0.1", "-1+1"],
    ]


def test_a_parquet_file_keeps_inner_fields_and_times(tmp_path):
    path = tmp_path / "export.parquet"
    when = datetime(2026, 3, 2, 10, tzinfo=UTC)
    inner = {"id": 9007199254740993, "when": when, "said": {"text": "ok", "tags": ["a", "b"]}}
    pq.write_table(pa.Table.from_pylist([inner]), path)
    (row,) = rows_of(path, "parquet", text="said.text")
    assert row.values["id"] == "9007199254740993" and row.values["said.tags"] == "a b"
    raw = to_feedback(row, mapping("parquet", text="said.text")).feedback
    assert (raw.occurred_at, raw.text) == (when, "ok")
