"""Whatever a file holds, reading it gives rows or one clear error that names it."""

import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.workbooks import ods_row, write_ods, write_xlsx, xlsx_sheet
from voc.errors import RecordRejected, SourceError, SourceFormat
from voc.sources import SOURCES
from voc.sources.guess import guess
from voc.sources.guess.recognise import probe
from voc.sources.mapped import to_feedback
from voc.sources.row import SourceRow

HEADER = "id,when,said\n"
DEEP = "[" * 10_000 + "]" * 10_000
fuzz = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read(path, form):
    return list(SOURCES[form](path, probe(form)))


def refusal(path, form):
    with pytest.raises(SourceFormat) as caught:
        read(path, form)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_huge_cell_of_a_table_is_refused_with_its_row(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(f"{HEADER}1,2026-01-01,ok\n2,2026-01-02,{'x' * 50_000_000}\n")
    assert "row 3" in refusal(path, "csv")


def test_a_huge_text_elsewhere_rejects_its_row_alone(tmp_path):
    path = tmp_path / "export.jsonl"
    rows = [{"when": "2026-01-01", "said": said} for said in ("ok", "x" * 50_000_000)]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    mapping = probe("jsonl").model_copy(update={"occurred_at": ("when",), "text": ("said",)})
    good, huge = SOURCES["jsonl"](path, mapping)
    assert to_feedback(good, mapping).feedback.text == "ok"
    with pytest.raises(RecordRejected, match="longer than 131,072"):
        to_feedback(huge, mapping)


def test_a_million_columns_are_refused(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n1\n")
    assert "row 1: 1,000,000 columns" in refusal(path, "csv")
    wide = {f"c{n}": n for n in range(1_000_000)}
    (tmp_path / "wide.jsonl").write_text(f'{{"id": 1}}\n{json.dumps(wide)}\n')
    assert [bool(row.problem) for row in read(tmp_path / "wide.jsonl", "jsonl")] == [False, True]


@pytest.mark.parametrize("form", ["json", "zendesk", "intercom", "freshdesk", "typeform"])
def test_json_nested_too_deep_is_refused(form, tmp_path):
    path = tmp_path / "export.json"
    path.write_text(f'[{{"id": 1}},\n{{"a": {DEEP}}}]')
    assert "line 2: a value is nested too deep" in refusal(path, form)


def test_a_column_named_twice_is_refused(tmp_path):
    book = write_xlsx(tmp_path / "a.xlsx", {"S": xlsx_sheet([["id", "said", "said"], [1, 2, 3]])})
    mapping = probe("spreadsheet").model_copy(update={"text": ("said",)})
    with pytest.raises(SourceFormat, match="'said' stands there more than once"):
        list(SOURCES["spreadsheet"](book, mapping))
    columns = [pa.array(["a"]), pa.array(["b"])]
    pq.write_table(pa.table(columns, names=["said", "said"]), tmp_path / "a.parquet")
    assert "'said' stands there more than once" in refusal(tmp_path / "a.parquet", "parquet")


def test_a_spreadsheet_that_unpacks_to_gigabytes_is_refused_before_it_is_parsed(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1100):
                sheet.write(b" " * (1 << 20))
    assert "unpacks to more than 1 GB" in refusal(path, "spreadsheet")


def test_a_sheet_whose_cells_lie_far_apart_is_refused(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = write_xlsx(tmp_path / "far.xlsx", {"S": xlsx_sheet([["id"]]) + far})
    assert "more than 10,000,000 cells" in refusal(path, "spreadsheet")
    rows = ods_row(["x"], repeated=10_000, columns=1000) * 20
    assert "10,000,000 cells" in refusal(write_ods(tmp_path / "far.ods", rows), "spreadsheet")


def test_the_empty_rows_that_fill_a_sheet_cost_nothing(tmp_path):
    rows = ods_row(["id"]) + ods_row(["1"]) + ods_row([None], repeated=1_048_574, columns=16_384)
    path = write_ods(tmp_path / "a.ods", rows)
    assert read(path, "spreadsheet") == [SourceRow(2, {"id": "1"})]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 no zip", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook", "damaged, cut off"),
        (b"id,said\n1,ok\n", "no XLSX, XLS or ODS"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content, message, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert message in refusal(path, "spreadsheet")


def test_a_zip_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "exports.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("answers.csv", HEADER)
    assert "zip file, but no XLSX" in refusal(path, "spreadsheet")


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"\xff\xfe", b"{", b"[", b'"'])
def test_a_guess_at_rubbish_names_the_file(content, tmp_path):
    path = tmp_path / "rubbish"
    path.write_bytes(content)
    try:
        found = guess(path, given={})
    except SourceError as error:
        assert str(path) in str(error)
    else:
        assert found.questions


def test_a_file_that_grows_while_it_is_read_gives_whole_rows(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(HEADER + "1,2026-01-01,ok\n" * 20_000)
    rows = SOURCES["csv"](path, probe("csv"))
    first = next(rows)
    with path.open("a") as file:
        file.write("2,2026-01-02,late\n" * 3)
    assert {row.values["said"] for row in [first, *rows]} == {"ok", "late"}


KEYS = (
    *("id", "created_at", "source", "author", "conversation_parts", "contacts", "answers", "data"),
    *("field", "type", "tweet", "user", "helpdesk_ticket", "custom_fields", "items"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("form", SOURCES)
@fuzz
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_rows_or_one_error(form, content, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "export"
    path.write_bytes(content)
    try:
        read(path, form)
    except SourceError as error:
        assert str(path) in str(error)


@pytest.mark.parametrize(
    "form", ["json", "zendesk", "intercom", "freshdesk", "typeform", "x_posts"]
)
@fuzz
@given(items=st.lists(JSON, max_size=3))
def test_any_json_gives_rows_or_one_error(form, items, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "export.json"
    path.write_text(json.dumps(items))
    try:
        read(path, form)
    except SourceError as error:
        assert str(path) in str(error)


@pytest.mark.parametrize("form", ["xlsx", "ods", "parquet", "mbox"])
@fuzz
@given(data=st.data())
def test_a_file_with_bytes_changed_gives_rows_or_one_error(form, data, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "export"
    rows = [["id", "said"], ["1", "good"], ["2", "bad"]]
    if form == "xlsx":
        write_xlsx(path, {"S": xlsx_sheet(rows)})
    elif form == "ods":
        write_ods(path, "".join(ods_row(row) for row in rows))
    elif form == "parquet":
        pq.write_table(pa.table({"id": ["1", "2"], "said": ["good", "bad"]}), path)
    else:
        path.write_text("From a@b Mon\nDate: Mon, 2 Mar 2026 10:15:00 +0000\nSubject: x\n\nhi\n")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        read(path, {"xlsx": "spreadsheet", "ods": "spreadsheet"}.get(form, form))
    except SourceError as error:
        assert str(path) in str(error)
