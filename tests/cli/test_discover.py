"""`voc topics discover` with vectors of one's own: what is read, said and written."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.nlp.topics.planted import planted
from tests.workspaces import voc
from voc.cli.app import app
from voc.errors import CorpusTooSmall, SourceFormat, SourceUnavailable, VocError

THANKS = {"charged twice": ["Thank you so much"] * 15}
NATASHA = ". Yours, Natasha Romanova, natasha@example.com, card 4111 1111 1111 1111"


def _lines(texts: tuple[str, ...]) -> list[str]:
    return [json.dumps({"id": f"c{n}", "text": text}) for n, text in enumerate(texts)]


def _discover(folder: Path, lines: list[str], rows: Any) -> Result:
    (folder / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    np.save(folder / "x.npy", rows)
    given = ["--input", "in.jsonl", "--embeddings", "x.npy"]
    made = ["--output", "out.jsonl", "--topics", "topics.json", "--map", "map.html"]
    paths = [word if word.startswith("--") else str(folder / word) for word in (*given, *made)]
    return CliRunner().invoke(app, ["topics", "discover", *paths])


def _refused(done: Result, kind: type[VocError]) -> str:
    assert isinstance(done.exception, kind), done.output
    return str(done.exception)


def _results(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]


def _topics(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "topics.json").read_text("utf-8"))
    return found


def test_no_personal_data_is_shown(tmp_path: Path) -> None:
    passages = planted()
    signed = tuple(text + NATASHA for text in passages.texts)
    assert _discover(tmp_path, _lines(signed), passages.vectors).exit_code == 0
    for name in ("topics.json", "map.html"):
        shown = (tmp_path / name).read_text("utf-8")
        assert "charged twice" in shown
        assert not [
            word for word in ("Natasha", "Romanova", "example.com", "4111") if word in shown
        ]


def test_the_numbers_of_topics_are_those_of_the_lines(tmp_path: Path) -> None:
    passages = planted(more=THANKS)
    assert _discover(tmp_path, _lines(passages.texts), passages.vectors).exit_code == 0
    lines = Counter(row["topic_id"] for row in _results(tmp_path))
    topics = _topics(tmp_path)
    assert [topic["n"] for topic in topics] == [lines[topic["id"]] for topic in topics]
    assert [topic["n"] for topic in topics] == sorted((t["n"] for t in topics), reverse=True)


def test_lines_with_a_topic_have_a_confidence_and_others_none(tmp_path: Path) -> None:
    passages = planted(customers={}, more={"thanks": ["Thank you so much"] * 3})
    told = _discover(tmp_path, _lines(passages.texts), passages.vectors)
    for row in _results(tmp_path):
        if row["topic_id"] is None:
            assert row["confidence"] is None and row["reason"]
        else:
            assert 0 < row["confidence"] <= 1
    assert "3 texts in no topic: says no subject" in told.stderr


def test_rows_are_one_per_line_of_the_file(tmp_path: Path) -> None:
    passages = planted()
    texts = _lines(passages.texts)
    assert _discover(tmp_path, texts, passages.vectors).exit_code == 0
    alone = _results(tmp_path)
    done = _discover(
        tmp_path, ["no json", "", *texts], np.vstack([np.ones((2, 64)), passages.vectors])
    )
    assert done.exit_code == 1 and "1 line was refused" in done.stderr
    assert _results(tmp_path) == alone
    done = _discover(tmp_path, ["no json", "", *texts], passages.vectors)
    assert f"{len(texts)} embeddings for {len(texts) + 2} lines" in _refused(done, SourceFormat)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (np.ones((72, 8)), "all texts are the same"),
        (np.zeros((72, 8)), "nothing but zeros"),
        (np.ones((72, 8), complex), "complex128"),
        (np.full((72, 8), np.inf), "not finite"),
        (np.ones((72, 0)), "shape (72, 0)"),
    ],
)
def test_vectors_that_tell_nothing_are_refused(tmp_path: Path, rows: Any, says: str) -> None:
    assert says in _refused(_discover(tmp_path, _lines(planted().texts), rows), SourceFormat)
    assert not (tmp_path / "out.jsonl").exists()


def test_the_scale_of_vectors_makes_no_difference(tmp_path: Path) -> None:
    passages = planted()
    found = []
    for scale in (1.0, 1e300, 1e-300):
        rows = passages.vectors.astype(np.float64) * scale
        assert _discover(tmp_path, _lines(passages.texts), rows).exit_code == 0
        found.append(_results(tmp_path))
    assert found[0] == found[1] == found[2]


def test_two_kinds_of_vectors_are_two_topics(tmp_path: Path) -> None:
    passages = planted()
    rows = np.eye(2, 8)[[int(n < 36) for n in range(len(passages))]]
    assert _discover(tmp_path, _lines(passages.texts), rows).exit_code == 0
    assert [topic["n"] for topic in _topics(tmp_path)] == [36, 36]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,text\n1,Slow again\n", "seems to be a table"),
        (json.dumps([{"id": 1, "text": "Slow"}]), "is a JSON array"),
        ('[\n {"id": 1, "text": "Slow"}\n]', "is a JSON array"),
        ("Slow again\n", "no lines of JSON"),
        ('{"id": 1}\n', 'Line 1: The field "text" is missing'),
        ("PK\x03\x04\0\0", "is no text file"),
    ],
)
def test_a_file_of_another_kind_is_told(tmp_path: Path, content: str, says: str) -> None:
    done = _discover(tmp_path, [content], np.ones((1, 4)))
    assert says in _refused(done, SourceFormat)


def test_too_few_lines_are_counted_and_those_refused_named(tmp_path: Path) -> None:
    done = _discover(tmp_path, [*_lines(planted().texts[:20]), "no json"], np.ones((21, 4)))
    assert "20 texts (1 was refused) are too few" in _refused(done, CorpusTooSmall)
    assert "in.jsonl:21: The line is not JSON" in done.stderr


def test_lines_that_share_an_id_are_told(tmp_path: Path) -> None:
    passages = planted()
    lines = [line.replace('"c9"', '"c4"') for line in _lines(passages.texts)]
    done = _discover(tmp_path, lines, passages.vectors)
    assert done.exit_code == 0 and len(_results(tmp_path)) == len(lines)
    assert "2 lines share their id with others, the first id is c4" in done.stderr


@pytest.mark.parametrize("taken", ["out.jsonl", "topics.json", "map.html"])
def test_what_cannot_be_written_is_told_before_all_else(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).mkdir()
    done = _discover(tmp_path, ["no json"], np.ones((1, 4)))
    assert f"{taken} can't be written: it is a folder" in _refused(done, SourceUnavailable)


def test_pictures_that_cannot_be_written_are_told_before_any_is(tmp_path: Path) -> None:
    voc("init", "--journey", "telecom", "-w", tmp_path)
    to = tmp_path / "nowhere" / "map.png"
    done = voc("topics", "map", "--png", to, "-w", tmp_path, check=False)
    assert done.returncode == 5 and "there is no folder" in done.stderr
    assert not (tmp_path / "topics.html").exists()
