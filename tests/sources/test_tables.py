"""Tables as people make them: titles above the header, sheets of notes, cut off, with gaps."""

import json

import pytest

from tests.sources.workbooks import write_xlsx, xlsx_sheet
from voc.domain.mapping import SourceMapping
from voc.errors import RecordRejected, SourceFormat
from voc.pipeline.preview import preview
from voc.sources import SOURCES, prepare
from voc.sources.guess import guess
from voc.sources.mapped import to_feedback

HEADER = ["id", "date", "nps", "comment", "shop"]
ROWS = [
    ["a1", "2026-03-02", "9", "The app is slow, still", "Leeds"],
    ["a2", "2026-03-03", "2", "Nobody rang me back", ""],
    ["a3", "2026-03-14", "10", "Very kind lady in the shop", "York"],
]


def lines(*rows, end="\n"):
    return end.join(";".join(row) for row in rows) + end


def mapping(form="csv", **more):
    columns = {"external_id": "id", "occurred_at": "date", "text": "comment"}
    given = {"format": form, "channel": "survey", "solicited": True, **columns, **more}
    return SourceMapping.model_validate(given)


def ids(path, form="csv"):
    return [row.values["id"] for row in SOURCES[form](path, mapping(form))]


@pytest.mark.parametrize(
    ("above", "named"),
    [
        (["Customer survey, Q1 2026;;;;"], "row 1"),
        (["Customer survey", "", "Exported;14.03.2026", "From;01.01.2026;To;31.03.2026", ""],
         "row 1, 3, 4"),
        (["sep=;"], ""),
        (['"sep=;"', "Customer survey;;;;"], "row 1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_header_below_titles_is_found_and_what_is_skipped_is_said(
    above, named, encoding, tmp_path
):
    path = tmp_path / "survey.csv"
    path.write_text("\n".join([*above, lines(HEADER, *ROWS)]), encoding=encoding)
    found = guess(path, given={})
    assert (found.fields["score"], found.fields["text"]) == (("nps",), ("comment",))
    notes = [note for note in found.notes if "above" in note]
    assert len(notes) == bool(named) and all(f"{named}." in note for note in notes)
    assert ids(path) == ["a1", "a2", "a3"]


def test_a_stated_delimiter_holds_even_where_another_fits_better(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text("sep=|\nid|date|comment\na1|2026-03-02|slow, bad; sad\n")
    (row,) = SOURCES["csv"](path, mapping())
    assert row.values["comment"] == "slow, bad; sad"


@pytest.mark.parametrize(
    "rows",
    [
        ["comment", "Slow, and sad", "Fine, really, yes"],
        [",id,comment", "0,a1,slow", "1,a2,fine"],
        ["id,comment,", "a1,slow,x", "a2,fine,y"],
        ["2019,2020,2021", "1,2,3", "4,5,6"],
    ],
)
def test_a_header_in_the_first_row_is_never_skipped(rows, tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(rows) + "\n")
    assert not any("above" in note for note in guess(path, given={}).notes)


def test_a_sheet_of_notes_and_a_merged_title_are_passed_over_and_named(tmp_path):
    notes = xlsx_sheet([["Read me"], ["Column", "Meaning"], ["nps", "0 to 10"], ["shop", "where"]])
    title = [["Customer survey 2026", "", "", "", ""], [""] * 5]
    table = xlsx_sheet([*title, HEADER, *ROWS])
    path = write_xlsx(tmp_path / "a.xlsx", {"Read me": notes, "Data": table, "Old": notes})
    said = guess(path, given={}).notes
    assert any("'Data' is read and not 'Read me', 'Old'" in note for note in said)
    assert any("row 1." in note for note in said)
    assert ids(path, "spreadsheet") == ["a1", "a2", "a3"]
    assert [r.number for r in SOURCES["spreadsheet"](path, mapping("spreadsheet"))] == [4, 5, 6]


def test_a_table_without_a_header_is_refused_without_showing_its_first_row(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text(lines(*ROWS))
    with pytest.raises(SourceFormat, match="first row has a date") as caught:
        guess(path, given={})
    assert "slow" not in str(caught.value)


@pytest.mark.parametrize("write", ["csv", "xlsx"])
def test_two_rows_that_name_the_columns_are_joined(tmp_path, write):
    groups = ["id", "date", "scores", "", "comment"]
    parts = ["", "", "nps", "csat", ""]
    scored = [[*row[:3], "4", row[3]] for row in ROWS]
    path = tmp_path / f"a.{write}"
    if write == "csv":
        path.write_text(lines(groups, parts, *scored))
    else:
        write_xlsx(path, {"S": xlsx_sheet([groups, parts, *scored])})
    found = guess(path, given={})
    assert any("Two rows name the columns" in note for note in found.notes)
    assert (found.fields["score"], found.fields["text"]) == (("scores - nps",), ("comment",))
    rows = list(SOURCES[found.format](path, prepare(found.mapping(), source="s")))
    assert [row.number for row in rows] == [3, 4, 5]
    assert [row.values["scores - csat"] for row in rows] == ["4", "4", "4"]


def test_columns_without_a_name_are_named_by_their_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(lines(["", *HEADER], *([str(n), *row] for n, row in enumerate(ROWS))))
    found = guess(path, given={})
    assert any("no name in the header: column_1." in note for note in found.notes)
    assert found.fields["external_id"] == ("id",)


def test_a_summary_before_the_answers_is_passed_over_and_the_sheet_is_kept_to(tmp_path):
    summary = [
        ["Month", "Answers", "NPS", "Theme"],
        *([f"M{n}", 90, 31, "Bills"] for n in range(5)),
    ]
    sheets = {"Summary": xlsx_sheet(summary), "Answers": xlsx_sheet([HEADER, *ROWS])}
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    found = guess(path, given={})
    assert found.fields["sheet"] == "Answers"
    assert any("'Answers' is read and not 'Summary'" in note for note in found.notes)


def test_a_file_that_breaks_off_shows_what_stands_before(tmp_path):
    whole = [{"id": str(n), "date": "2026-01-05", "text": "Nobody rang me back"} for n in range(3)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(whole)[:-20])
    found = guess(path, given={"channel": "ticket", "solicited": False})
    shown = preview(path, mapping=found.mapping())
    assert (shown.read, shown.broken) == (2, True)
    assert "cut off" in str(found.broken)


@pytest.mark.parametrize(("name", "text"), [("a.csv", "id,date,text\n"), ("a.json", "[]")])
def test_a_file_without_rows_is_refused_as_such(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(SourceFormat, match="holds no rows"):
        guess(tmp_path / name, given={})


def test_objects_by_their_keys_are_all_read(tmp_path):
    path = tmp_path / "a.json"
    item = {"date": "2026-01-05T10:00:00Z", "text": "Nobody rang me back"}
    path.write_text(json.dumps({f"-N{n}": item for n in range(9)}))
    found = guess(path, given={"channel": "ticket", "solicited": False})
    mapping = prepare(found.mapping(), source="s")
    assert len(list(SOURCES[mapping.format](path, mapping))) == 9


def test_answers_are_known_by_the_questions_beside_them(tmp_path):
    said = [
        {
            "responseId": f"r{n}",
            "submittedAt": "2026-01-05T10:00:00Z",
            "answers": [
                {"question": "How likely are you to recommend us?", "value": n},
                {"question": "Why?", "value": "Nobody rang me back, three days long"},
            ],
        }
        for n in range(6)
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"responses": said}))
    fields = guess(path, given={}).fields
    assert (fields["score"], fields["scale"]) == (("answers.0.value",), "nps_0_10")
    said[3]["answers"].reverse()
    path.write_text(json.dumps({"responses": said}))
    found = guess(path, given={})
    assert "score" not in found.fields and "text" in found.questions
    assert any("an order of its own" in note for note in found.notes)


def test_a_file_cut_off_in_its_last_row_rejects_that_row(tmp_path):
    path = tmp_path / "survey.csv"
    whole = lines(HEADER, *ROWS)
    path.write_text(whole[: whole.index("Very kind")].rstrip(";"))
    *good, last = SOURCES["csv"](path, mapping())
    assert [to_feedback(row, mapping()).feedback.external_id for row in good] == ["a1", "a2"]
    with pytest.raises(RecordRejected, match=r"cut off.*3 cells of 5"):
        to_feedback(last, mapping())
    path.write_text(whole.rstrip("\n"))
    assert not any(row.problem for row in SOURCES["csv"](path, mapping()))


def test_short_rows_are_counted_and_those_that_lack_what_was_said_are_rejected(tmp_path):
    path = tmp_path / "survey.csv"
    short = [ROWS[0], ROWS[1][:4], ["a4", "2026-03-05"], ["a5"], ROWS[2]]
    path.write_text(lines(HEADER, *short))
    shown = preview(path, mapping=mapping())
    assert (shown.read, shown.rejected, shown.short, shown.first_short) == (5, 2, 1, 3)
    reasons = {refusal.first: refusal.reason for refusal in shown.refusals}
    assert "no cell for 'comment'" in reasons[4] and "'date', 'comment'" in reasons[5]
    scored = mapping(score="nps", scale="nps_0_10")
    path.write_text(lines(HEADER, ROWS[0], ROWS[1][:3], ROWS[2]))
    shown = preview(path, mapping=scored)
    assert (shown.rejected, shown.short, shown.without_text) == (0, 1, 1)


def test_blank_rows_are_no_rows(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text(lines(HEADER, ROWS[0], [""] * 5, [" ", "\t"], ROWS[1]) + "\n;;;;\n")
    shown = preview(path, mapping=mapping())
    assert (shown.read, shown.rejected, shown.short) == (2, 0, 0)


def test_a_spreadsheet_or_web_page_that_is_called_csv_is_named_as_such(tmp_path):
    path = write_xlsx(tmp_path / "survey.csv", {"Data": xlsx_sheet([HEADER, *ROWS])})
    with pytest.raises(SourceFormat, match=r'is a spreadsheet.*format = "spreadsheet"'):
        ids(path)
    assert guess(path, given={}).format == "spreadsheet"
    path = tmp_path / "export.xls"
    path.write_text("<html><body><table><tr><td>id</td></tr></table></body></html>")
    with pytest.raises(SourceFormat, match="is a web page"):
        guess(path, given={})


def test_a_cut_off_jsonl_file_is_the_same_to_a_dry_run_and_to_reading(tmp_path):
    path = tmp_path / "survey.jsonl"
    objects = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in ROWS]
    for n_whole in (1, 2):
        path.write_text("\n".join([*objects[:n_whole], objects[2][:30]]))
        found = guess(path, given={})
        assert found.format == "jsonl"
        shown = preview(path, mapping=found.mapping())
        assert (shown.read, shown.rejected) == (n_whole + 1, 1)
        assert "cut off" in shown.refusals[0].reason
        read = list(SOURCES["jsonl"](path, found.mapping()))
        assert [bool(row.problem) for row in read] == [False] * n_whole + [True]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"id": 1}\n{"id": ' + "[" * 10_000 + "]" * 10_000 + "}", "nested too deep"),
        ('{"id": 1}\n[1]', "not an object"),
        ('{"id": 1}\n{"id": 2', "cut off"),
    ],
)
def test_a_line_that_can_not_be_read_says_why(text, message, tmp_path):
    path = tmp_path / "survey.jsonl"
    path.write_text(text)
    nothing = mapping("jsonl", external_id=(), occurred_at=(), text=())
    assert message in list(SOURCES["jsonl"](path, nothing))[1].problem


def test_json_over_several_lines_is_told_from_json_lines(tmp_path):
    path = tmp_path / "survey.jsonl"
    path.write_text(json.dumps([{"id": 1}], indent=2))
    with pytest.raises(SourceFormat, match=r'over several lines.*format = "json"'):
        list(SOURCES["jsonl"](path, mapping("jsonl")))
