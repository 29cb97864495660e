"""`voc topics map`: a workspace's topics as a page and pictures."""

import json
from pathlib import Path

import pytest

from tests.workspaces import init_larkline, voc


@pytest.mark.model
def test_the_demo_company_is_drawn(told_workspace: str, tmp_path: Path) -> None:
    page, tree = tmp_path / "topics.html", tmp_path / "tree.svg"
    lives, png = tmp_path / "lives.svg", tmp_path / "map.png"
    pictures = ("--tree", tree, "--lineage", lives, "--png", png)
    voc("topics", "map", "-w", told_workspace, "-o", page, *pictures)
    topics = json.loads(voc("topics", "--json", "-w", told_workspace).stdout)
    labels = [topic["label"] for topic in topics]
    drawn = page.read_text(encoding="utf-8").replace("&#39;", "'")
    assert len(labels) > 10 and all(label in drawn for label in labels)
    assert "What customers of Larkline talk about" in drawn
    assert "asked" in tree.read_text(encoding="utf-8")
    assert "births" in lives.read_text(encoding="utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")


@pytest.mark.model
def test_an_export_maps_its_numbers_to_ids(told_workspace: str, tmp_path: Path) -> None:
    voc("topics", "export", "--bertopic", tmp_path / "new" / "bertopic", "-w", told_workspace)
    ids = json.loads((tmp_path / "new" / "bertopic" / "voc-ids.json").read_text("utf-8"))
    ours = {
        topic["id"] for topic in json.loads(voc("topics", "--json", "-w", told_workspace).stdout)
    }
    theirs = json.loads((tmp_path / "new" / "bertopic" / "topics.json").read_text("utf-8"))
    assert {topic["id"] for topic in ids["topics"].values()} == ours
    assert len(ids["passages"]) == len(theirs["topics"])


def test_a_workspace_without_topics_is_drawn_and_a_bad_path_is_named(tmp_path: Path) -> None:
    folder, page = init_larkline(tmp_path / "work"), tmp_path / "topics.html"
    voc("topics", "map", "-w", folder, "-o", page)
    assert "No topics yet" in page.read_text(encoding="utf-8")
    unnamed = voc("topics", "word", "-w", folder, check=False)
    assert unnamed.returncode == 3 and "[wording]" in unnamed.stderr
    refused = voc("topics", "map", "-w", folder, "-o", tmp_path / "no" / "x.html", check=False)
    assert refused.returncode == 5 and "x.html can't be written" in refused.stderr


def test_files_that_are_one_or_are_named_as_something_else_are_refused(tmp_path: Path) -> None:
    folder = init_larkline(tmp_path / "work")
    page = tmp_path / "same.svg.html"

    def refused(*options: object) -> str:
        done = voc("topics", "map", "-w", folder, *options, check=False)
        assert done.returncode == 3 and not {*tmp_path.iterdir()} - {folder}
        return done.stderr

    one = ("--tree", tmp_path / "one.svg", "--svg", tmp_path / "work" / ".." / "one.svg")
    assert "same file" in refused("-o", page, *one)
    for option, name in (("-o", "x.png"), ("--png", "x.svg"), ("--svg", "x"), ("--tree", "x.gif")):
        said = refused(option, tmp_path / name)
        assert name in said and "has to end in" in said
