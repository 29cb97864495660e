"""`voc sources`, `voc ingest --dry-run` and `--save`, `voc rejects`: from a file to a mapping."""

import csv
import json
import tomllib
from pathlib import Path

import pytest

from tests.shared import REPOSITORY
from tests.workspaces import voc

EXPORTS = REPOSITORY / "fixtures" / "exports"
ROWS = [
    ["id", "answered_at", "nps", "comment"],
    ["1", "14/03/2026", "9", "Ring me on 020 7946 0018 or mail jo@secret.example"],
    ["2", "02/03/2026", "11", "The engineer never came, twice"],
    ["3", "soon, says Jane", "3", "=cmd|' /C calc'!A0 is what your page showed"],
    *([str(place), "05/03/2026", "8", f"Line {place} was fast"] for place in range(4, 14)),
]


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    voc("init", "--journey", "telecom", "-w", folder)
    return folder


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    return write(tmp_path / "nps_survey.csv", ROWS)


def test_sources_lists_what_can_be_read_and_what_it_needs() -> None:
    listed = {one["format"]: one for one in json.loads(voc("sources", "--json").stdout)}
    assert listed["zendesk"]["needs"] == [] and "time zone" in listed["zendesk_csv"]["needs"]
    assert all(name in voc("sources").stdout for name in listed)


def test_a_dry_run_shows_redacted_rows_and_refusals_and_needs_no_workspace(
    survey: Path, tmp_path: Path
) -> None:
    shown = voc("ingest", "--dry-run", survey, cwd=tmp_path).stdout
    for raw in ("7946", "secret.example", "Jane"):
        assert raw not in shown
    assert "<PHONE>" in shown and "<EMAIL>" in shown
    data = json.loads(voc("ingest", "--dry-run", "--json", survey, cwd=tmp_path).stdout)
    assert data["mapping"]["date_formats"] == ["%d/%m/%Y"]
    preview = data["preview"]
    assert (preview["read"], preview["rejected"]) == (13, 1)
    refused = {(refusal["field"], refusal["first"]) for refusal in preview["refusals"]}
    assert refused == {("score", 3), ("occurred_at", 4)}
    assert list(tmp_path.iterdir()) == [survey]


def test_words_of_a_score_and_senders_to_leave_out_can_be_given(tmp_path: Path) -> None:
    rows = [["date", "from", "verdict", "said"]]
    for n, (who, word) in enumerate([("a@b.example", "Chuffed"), ("kim@us.example", "Miffed")], 1):
        rows.append([f"2026-03-0{n}", who, word, f"The line was slow again, {n} times"])
    answers = ("score=verdict", "scale=emoji_1_3", "answers.Chuffed=3", "answers.Miffed=1")
    given = ("channel=email", "solicited=false", *answers, "unless.from=*@us.example")
    options = [part for one in given for part in ("--set", one)]
    path = write(tmp_path / "mails.csv", rows)
    data = json.loads(voc("ingest", "--dry-run", "--json", path, *options).stdout)
    assert data["mapping"]["unless"] == {"from": "*@us.example"}
    preview = data["preview"]
    assert (preview["read"], preview["skipped"]) == (1, 1)
    assert preview["rows"][0]["score"] == 3
    wrong = voc("ingest", "--dry-run", path, "--set", "answers=3", check=False)
    assert wrong.returncode == 3 and "answers.KEY" in wrong.stderr


def test_a_guess_is_saved_once_and_read_by_its_name(workspace: Path) -> None:
    export = EXPORTS / "surveymonkey.csv"
    before = (workspace / "voc.toml").read_text(encoding="utf-8")
    save = ("ingest", "--dry-run", "--save", "monkeys", export, "-w", workspace)
    refused = voc(*save, check=False)
    assert refused.returncode == 3 and "--set timezone=" in refused.stderr
    assert (workspace / "voc.toml").read_text(encoding="utf-8") == before
    voc(*save, "--set", "timezone=Europe/London")
    text = (workspace / "voc.toml").read_text(encoding="utf-8")
    assert text.startswith(before.rstrip())
    assert tomllib.loads(text)["sources"]["monkeys"]["format"] == "surveymonkey"
    again = voc(*save, "--set", "timezone=Europe/London", check=False)
    assert again.returncode == 7 and "already" in again.stderr
    report = json.loads(voc("ingest", "monkeys", export, "--json", "-w", workspace).stdout)
    assert (report["read"], report["stored"]) == (3, 3)


def test_one_command_guesses_saves_and_reads(workspace: Path) -> None:
    export = EXPORTS / "trustpilot.csv"
    done = voc("ingest", "--save", "trust", export, "--json", "-w", workspace)
    assert json.loads(done.stdout)["stored"] == 2


@pytest.mark.parametrize("name", ["customers", "a.b", "a]b", "we ird.name", 'x"y', "a\n", ""])
def test_a_name_that_no_source_can_have_is_refused(name: str, workspace: Path) -> None:
    before = (workspace / "voc.toml").read_bytes()
    export = EXPORTS / "trustpilot.csv"
    refused = voc("ingest", "--save", name, export, "-w", workspace, check=False)
    assert refused.returncode == 3 and "--save" in refused.stderr and "name" in refused.stderr
    assert (workspace / "voc.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["survey"], 3, "no workspace"),
        (["--dry-run", "a", "b"], 3, "one file"),
        (["--dry-run", "nowhere.csv"], 5, "nowhere.csv can't be read"),
        (["--dry-run", ".", "--set", "colour=red"], 3, "no field=value"),
        (["--dry-run", "."], 5, "is a folder"),
    ],
)
def test_what_can_not_be_done_is_said(arguments, code, message, tmp_path: Path) -> None:
    done = voc("ingest", *arguments, check=False, cwd=tmp_path)
    assert done.returncode == code and message in done.stderr and "Traceback" not in done.stderr


def test_rejects_are_listed_exported_safely_and_retried(
    workspace: Path, survey: Path, tmp_path: Path
) -> None:
    odd = survey.rename(tmp_path / "=cmd.csv")
    voc("ingest", "--save", "survey", odd, "-w", workspace, *("--set", "channel=survey"),
        *("--set", "solicited=true"))  # fmt: skip
    listed = json.loads(voc("rejects", "list", "--json", "-w", workspace).stdout)
    assert [(one["row"], one["field"]) for one in listed] == [(3, "score"), (4, "occurred_at")]
    shown = voc("rejects", "list", "-w", workspace).stdout
    assert "1 rejected; 1 score left out" in shown and "row       4  occurred_at" in shown
    assert "'soon, says <PERSON>'" in shown
    target = tmp_path / "rejected.csv"
    voc("rejects", "export", target, "--source", "survey", "-w", workspace)
    with target.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=cmd.csv" in cells and not any(cell.startswith("=") for cell in cells)
    assert any(cell.startswith("'=cmd|' /C calc'!A0 is what") for cell in cells)
    export = ("rejects", "export", target, "-w", workspace)
    target.write_text("my corrections", encoding="utf-8")
    refused = voc(*export, check=False)
    assert refused.returncode == 3 and f"{target} is there already" in refused.stderr
    assert target.read_text(encoding="utf-8") == "my corrections"
    voc(*export, "--overwrite")
    assert "=cmd.csv" in target.read_text(encoding="utf-8-sig")
    write(odd, [*ROWS[:3], ["3", "15/03/2026", "3", "Now it has a date"], *ROWS[4:]])
    retried = json.loads(voc("rejects", "retry", odd, "--json", "-w", workspace).stdout)
    assert (retried[0]["stored"], retried[0]["rejected"]) == (1, 0)
    listed = json.loads(voc("rejects", "list", "--json", "-w", workspace).stdout)
    assert [(one["row"], one["field"]) for one in listed] == [(3, "score")]
    other = write(tmp_path / "corrected.csv", [*ROWS[:1], ["2", "02/03/2026", "10", ROWS[2][3]]])
    voc("rejects", "retry", other, "--of", odd, "-w", workspace)
    assert json.loads(voc("rejects", "list", "--json", "-w", workspace).stdout) == []
    unknown = voc("rejects", "retry", tmp_path / "other.csv", "-w", workspace, check=False)
    assert unknown.returncode == 7 and "other.csv" in unknown.stderr
    write(odd, ROWS)
    voc("ingest", "survey", odd, "-w", workspace)
    write(odd, [*ROWS[:2], *ROWS[4:]])
    some = voc("rejects", "retry", tmp_path / "other.csv", odd, "-w", workspace, check=False)
    assert some.returncode == 7 and "survey: 11 read" in some.stdout
    assert "No rejected rows" in voc("rejects", "list", "-w", workspace).stdout


def test_what_customers_can_not_have_is_named_listed_and_settled(
    workspace: Path, tmp_path: Path
) -> None:
    rows = [
        ["customer_id", "monthly_revenue", "joined_on"],
        ["C-1", "27.50", "2024-11-25"],
        *([f"C-{n}", "plenty", ""] for n in range(2, 8)),
        ["", "1", "in November, says Jane Roe"],
    ]
    path = write(tmp_path / "customers.csv", rows)
    done = voc("ingest", "customers", path, "-w", workspace, check=False)
    assert done.returncode == 1
    assert "8 read = 7 stored" in done.stdout and "1 rejected; 6 cells left out" in done.stdout
    named = done.stderr.splitlines()
    assert named[0].startswith("customers.csv, row 3, monthly_revenue: The revenue is no amount")
    assert "and 2 more" in named[-1] and not any("Jane" in line for line in named)
    listed = voc("rejects", "list", "-w", workspace).stdout
    assert "customers: customers.csv: 1 rejected; 6 cells left out" in listed
    write(path, [*rows[:2], *([f"C-{n}", "5", ""] for n in range(2, 7)), *rows[7:]])
    again = voc("rejects", "retry", path, "--json", "-w", workspace, check=False)
    (report,) = json.loads(again.stdout)
    assert again.returncode == 1
    assert (report["unchanged"], report["revised"], report["rejected"]) == (2, 5, 1)
    listed = json.loads(voc("rejects", "list", "--json", "-w", workspace).stdout)
    assert [(one["source"], one["row"], one["field"]) for one in listed] == [
        ("customers", 8, "monthly_revenue"),
        ("customers", 9, "id"),
    ]
    write(path, rows[:2])
    voc("rejects", "retry", path, "-w", workspace)
    assert "No rejected rows" in voc("rejects", "list", "-w", workspace).stdout
    pointed = voc("ingest", "--dry-run", path, "-w", workspace, check=False)
    assert "`voc ingest customers customers.csv` reads it" in pointed.stderr and not pointed.stdout


def test_of_several_files_each_is_counted_and_a_bad_one_stops_no_other(
    workspace: Path, survey: Path, tmp_path: Path
) -> None:
    how = ("--set", "channel=survey", "--set", "solicited=true")
    voc("ingest", "--dry-run", "--save", "survey", survey, "-w", workspace, *how)
    cut, last = tmp_path / "cut.csv", tmp_path / "last.csv"
    cut.write_text(
        'id,answered_at,nps,comment\n31,05/03/2026,8,Fine\n32,05/03/2026,8,"Not f',
        encoding="utf-8",
    )
    write(last, [ROWS[0], ["41", "05/03/2026", "8", "The last one"]])
    files = (survey, tmp_path / "gone.csv", cut, last)
    done = voc("ingest", "survey", *files, "-w", workspace, check=False)
    assert done.returncode == 5
    first, gone, broken, good, total = done.stdout.splitlines()
    assert first.startswith("survey: nps_survey.csv: 13 read = 12 stored")
    assert gone.startswith("survey: gone.csv: 0 read") and gone.endswith("not read to its end")
    assert broken.startswith("survey: cut.csv: 1 read = 1 stored")
    assert good.startswith("survey: last.csv: 1 read = 1 stored")
    assert total.startswith("survey: 4 files: 15 read = 14 stored")
    assert "gone.csv can't be read" in done.stderr and "cut.csv, row 3" in done.stderr
    again = voc("ingest", "survey", *files, "--json", "-w", workspace, check=False)
    report = json.loads(again.stdout)
    assert (again.returncode, report["unchanged"], report["rejected"]) == (5, 14, 1)
    assert [file["read"] for file in report["files"]] == [13, 0, 1, 1]
    assert [bool(file["error"]) for file in report["files"]] == [False, True, True, False]
    fine = voc("ingest", "survey", last, "-w", workspace)
    assert fine.returncode == 0 and fine.stdout.startswith("survey: 1 read = 0 stored")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_exported_rejects_is_a_formula(
    start: str, workspace: Path, tmp_path: Path
) -> None:
    from voc.domain.record import Rejection
    from voc.settings import load_settings
    from voc.store import open_store

    name = f"{start}cmd|' /C calc'!A0"
    with open_store(load_settings(workspace).database_url) as store:
        store.reject([Rejection(source="survey", file=name, row=2, field="text", reason=name)])
    target = tmp_path / "rejected.csv"
    voc("rejects", "export", target, "-w", workspace)
    with target.open(encoding="utf-8-sig", newline="") as file:
        _, row = csv.reader(file)
    assert [row[1], row[4]] == [f"'{name}"] * 2
