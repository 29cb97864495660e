"""What voc.toml says of personal data holds wherever a text is read."""

import csv
import json
import re
from pathlib import Path

import pytest

from tests.workspaces import voc

TEXT = "Brigid at Fernhill moved LK-1234567 while @FernhillHelp and @jo_bloggs watched us"
RULES = """
keep = ["Fernhill"]
patterns = { account = 'LK-\\d{7}' }
names = false
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    voc("init", "--journey", "telecom", "-w", folder)
    return folder


def rule(workspace: Path, lines: str) -> None:
    """Add lines to the table `privacy` of voc.toml."""
    path = workspace / "voc.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(secret = ".*")', lambda m: f"{m[1]}\n{lines}", text, count=1))


def survey(path: Path, when: str = "2026-03-02") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [["id", "date", "nps", "comment"], ["1", when, "9", TEXT]]
        csv.writer(file).writerows(rows)
    return path


def stored(workspace: Path) -> str:
    from voc.settings import load_settings
    from voc.store import RecordFilter, open_store

    with open_store(load_settings(workspace).database_url) as store:
        ((record, _),) = store.list_records(RecordFilter(), limit=2)
    return record.verbatim


def test_own_words_numbers_and_names_are_redacted_as_voc_toml_says(
    workspace: Path, tmp_path: Path
) -> None:
    export = survey(tmp_path / "nps_survey.csv")
    strict = json.loads(voc("ingest", "--dry-run", "--json", export, cwd=tmp_path).stdout)
    rule(workspace, RULES)
    shown = json.loads(voc("ingest", "--dry-run", "--json", export, "-w", workspace).stdout)
    texts = [data["preview"]["rows"][0]["verbatim"] for data in (strict, shown)]
    assert "<PERSON>" in texts[0] and "LK-1234567" in texts[0] and "Help" not in texts[0]
    assert (
        texts[1] == "Brigid at Fernhill moved <ACCOUNT> while @FernhillHelp and <HANDLE> watched us"
    )
    voc("ingest", "--save", "nps", export, "-w", workspace)
    assert stored(workspace) == texts[1]


def test_a_retried_row_is_redacted_as_any_other(workspace: Path, tmp_path: Path) -> None:
    rule(workspace, RULES)
    good, export = survey(tmp_path / "good.csv"), tmp_path / "nps_survey.csv"
    how = ("--set", "channel=survey", "--set", "solicited=true")
    voc("ingest", "--dry-run", "--save", "nps", good, "-w", workspace, *how)
    voc("ingest", "nps", survey(export, "some day"), "-w", workspace)
    voc("rejects", "retry", survey(export), "-w", workspace)
    assert "<ACCOUNT>" in stored(workspace) and "Brigid" in stored(workspace)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("patterns = { account = '(' }", "privacy.patterns.account is no regular expression"),
        ("patterns = { 'My number' = 'x' }", "'My number' can't become a placeholder"),
        ("patterns = ['x']", "privacy.patterns: Input should be a valid dictionary"),
        ("names = 'maybe'", "privacy.names: Input should be a valid boolean"),
        ("kepe = ['x']", "privacy.kepe: Extra inputs are not permitted"),
    ],
)
def test_rules_that_can_not_be_used_are_named_and_nothing_is_read(
    lines: str, message: str, workspace: Path, tmp_path: Path
) -> None:
    rule(workspace, lines)
    done = voc("ingest", "--dry-run", survey(tmp_path / "nps.csv"), "-w", workspace, check=False)
    assert done.returncode == 3 and message in done.stderr and "Traceback" not in done.stderr


def test_a_variable_that_is_no_json_is_named_without_its_value(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOC_PRIVACY_PATTERNS", "my-private-value")
    done = voc("status", "-w", workspace, check=False)
    assert done.returncode == 3 and "patterns" in done.stderr
    assert "my-private-value" not in done.stderr and "Traceback" not in done.stderr
