"""`voc topics discover`: topics of a file, without a workspace."""

import csv
import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.shared import REPOSITORY
from tests.workspaces import voc

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def lines() -> list[str]:
    with (REPOSITORY / "fixtures" / "nhs" / "feedback.csv").open(encoding="utf-8") as file:
        texts = [row["feedback"] for row in csv.DictReader(file)]
    return [json.dumps({"id": f"c{n}", "text": text}) for n, text in enumerate(texts)]


def _found(folder: Path, lines: list[str]) -> tuple[Any, Any]:
    source, target, topics = (folder / name for name in ("in.jsonl", "out.jsonl", "topics.json"))
    source.write_text("\n".join(lines), encoding="utf-8")
    files = ("--input", source, "--output", target, "--topics", topics)
    voc("topics", "discover", *files, "--map", folder / "map.html")
    out = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return out, json.loads(topics.read_text(encoding="utf-8"))


def test_a_file_gets_topics_and_themes_whatever_its_order(tmp_path: Path, lines: list[str]) -> None:
    out, topics = _found(tmp_path, lines)
    backwards, again = _found(tmp_path, [*lines[::-1], "no json"])
    assert [row["id"] for row in out] == [f"c{n}" for n in range(len(lines))]
    assert backwards[::-1] == out and again == topics
    parents = {topic["id"]: topic["theme"] for topic in topics}
    assert len(topics) >= 3
    assert {row["topic_id"] for row in out} - {None} == parents.keys()
    assert all(row["theme_id"] == parents.get(row["topic_id"]) for row in out)
    assert all(topic["label"] and topic["representatives"] for topic in topics)
    page = unescape((tmp_path / "map.html").read_text(encoding="utf-8"))
    assert all(topic["id"] in page for topic in topics)
    names = {topic["theme"]: topic["theme_label"] for topic in topics}
    assert all(f'<optgroup label="{name}">' in page for name in names.values())
    for theme, name in names.items():
        largest = [topic["label"] for topic in topics if topic["theme"] == theme][:2]
        assert "·" not in name or name == " · ".join(largest)


def test_files_that_would_be_destroyed_or_are_empty_are_refused(tmp_path: Path) -> None:
    source, empty = tmp_path / "in.jsonl", tmp_path / "x.npy"
    source.write_text('{"id": 1, "text": "Slow"}', encoding="utf-8")
    empty.touch()
    given = ("topics", "discover", "--input", source, "--embeddings", empty)
    new = tmp_path / "new.jsonl"
    for output, topics in ((source, new), (new, source), (new, new), (empty, new)):
        done = voc(*given, "--output", output, "--topics", topics, check=False)
        assert done.returncode == 3 and "same file" in done.stderr
    done = voc(*given, "--output", new, "--topics", tmp_path / "t.json", check=False)
    assert "x.npy is no .npy file" in done.stderr and not new.exists()
    assert source.read_text(encoding="utf-8") == '{"id": 1, "text": "Slow"}'
