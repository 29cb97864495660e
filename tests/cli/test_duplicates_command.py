"""`voc duplicates`: what repeats what, and saying that it doesn't."""

import json
from pathlib import Path

import pytest

from tests.workspaces import voc

LOST = "The engineer never came and nobody at the call centre could tell me when the next one would"
POSTS = [
    {"id": "2", "created_at": "2026-03-03T10:00:00Z", "text": f"RT @jo_bloggs: {LOST}"},
    {"id": "1", "created_at": "2026-03-02T10:00:00Z", "text": LOST},
    {"id": "3", "created_at": "2026-03-04T10:00:00Z", "text": LOST.replace("tell me", "say")},
]
SOURCES = """[sources.posts]
format = "x_posts"
channel = "social"
solicited = false
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "posts.json").write_text(json.dumps(POSTS), encoding="utf-8")
    folder = tmp_path / "company"
    voc("init", "--journey", "telecom", "--sources", tmp_path / "sources.toml", "-w", folder)
    said = voc("ingest", "posts", tmp_path / "posts.json", "-w", folder).stdout
    assert "3 read = 1 stored + 0 revised + 0 unchanged + 2 duplicate" in said
    return folder


def listed(folder: Path, *arguments: object) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(
        voc("duplicates", "list", *arguments, "--json", "-w", folder).stdout
    )
    return rows


def test_duplicates_are_listed_split_and_joined(workspace: Path) -> None:
    [original] = listed(workspace)
    assert (original["verbatim"], original["duplicates"]) == (LOST, 2)
    members = listed(workspace, original["id"])
    assert [one["occurred_at"][:10] for one in members] == ["2026-03-03", "2026-03-04"]
    assert "1 without duplicates" in voc("status", "-w", workspace).stdout
    assert f"{original['id']}       2×" in voc("duplicates", "list", "-w", workspace).stdout

    voc("duplicates", "split", members[1]["id"], "-w", workspace)
    assert listed(workspace)[0]["duplicates"] == 1
    assert [one["id"] for one in listed(workspace, "--apart")] == [members[1]["id"]]
    voc("duplicates", "join", members[1]["id"], "-w", workspace)
    assert listed(workspace)[0]["duplicates"] == 2


def test_what_is_no_duplicate_is_named(workspace: Path) -> None:
    for command in ("split", "join", "list"):
        done = voc("duplicates", command, "nobody", "-w", workspace, check=False)
        assert done.returncode == 7 and "'nobody'" in done.stderr
        assert "Traceback" not in done.stderr
