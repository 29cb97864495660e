"""Running ingestion and the night again changes nothing, and nothing is lost on the way."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.workspaces import EXPORTS, LARKLINE, voc
from voc.settings import load_settings
from voc.store import open_store

pytestmark = pytest.mark.model


def contents(folder: str) -> dict[str, list[tuple[object, ...]]]:
    with open_store(load_settings(Path(folder)).database_url) as store:
        return dict(store.dump())


def test_a_second_night_changes_nothing(told_workspace: str) -> None:
    before = contents(told_workspace)
    page = Path(told_workspace, "story.html").read_bytes()
    voc("night", "-w", told_workspace)
    assert contents(told_workspace) == before
    assert Path(told_workspace, "story.html").read_bytes() == page


def test_reading_an_export_again_changes_nothing(told_workspace: str) -> None:
    before = contents(told_workspace)
    for source, export in EXPORTS.items():
        if source == "customers":
            continue
        done = voc("ingest", source, LARKLINE / export, "-w", told_workspace, "--json")
        report = json.loads(done.stdout)
        assert report["stored"] == report["revised"] == 0
        assert report["read"] == report["unchanged"] + report["rejected"]
    assert contents(told_workspace) == before


def test_personal_data_is_not_in_the_database(told_workspace: str) -> None:
    raw = b"".join(path.read_bytes() for path in Path(told_workspace).glob("voc.db*"))
    exports = b"".join((LARKLINE / name).read_bytes() for name in EXPORTS.values())
    for secret in (b"@example.com", b"@example.org", b"07700 900", b"4111 1111 1111 1111"):
        assert secret in exports
        assert secret not in raw


def test_status_adds_up(told_workspace: str) -> None:
    status = json.loads(voc("status", "--json", "-w", told_workspace).stdout)
    assert status["pending"] == 0
    assert status["records"] == sum(status["by_source"].values())
    with sqlite3.connect(Path(told_workspace, "voc.db")) as database:
        mode = database.execute("pragma journal_mode").fetchone()[0]
    assert mode == "wal"
