"""A night erases what is older than the workspace keeps, and only where it is told to."""

import json
from pathlib import Path

import pytest

from tests.workspaces import voc

SOURCE = """
[sources.scores]
format = "csv"
channel = "survey"
solicited = true
external_id = "id"
occurred_at = "when"
timezone = "UTC"
score = "score"
scale = "nps_0_10"
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    export = tmp_path / "scores.csv"
    export.write_text("id,when,score\n1,2001-01-01,9\n2,2099-12-31,3\n", encoding="utf-8")
    voc("init", "--journey", "telecom", "-w", tmp_path / "here")
    settings = tmp_path / "here" / "voc.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SOURCE, encoding="utf-8")
    voc("ingest", "scores", export, "-w", tmp_path / "here")
    return tmp_path / "here"


def count(workspace: Path) -> int:
    found: int = json.loads(voc("status", "--json", "-w", workspace).stdout)["records"]
    return found


def test_a_night_erases_what_is_too_old_where_it_is_told_to(workspace: Path) -> None:
    voc("night", "-w", workspace)
    assert count(workspace) == 2
    settings = workspace / "voc.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[privacy]", "[privacy]\nretention_days = 365"))
    assert "erased 1 records" in voc("night", "-w", workspace).stdout
    assert count(workspace) == 1
    again = voc("ingest", "scores", workspace.parent / "scores.csv", "-w", workspace).stdout
    assert "1 unchanged" in again and "1 erased" in again
