"""`voc classify`: lines in, lines out, in the same order; a bad line is named, the rest is done."""

import json
from pathlib import Path

import pytest

from tests.workspaces import voc

pytestmark = pytest.mark.model

GOOD = [
    {
        "id": "a",
        "text": "The engineer who installed our line was lovely. But I was charged twice for it!",
    },
    {"id": 7, "text": "call me on 07700 900123 or anna@example.com about my bill"},
    {"id": "c", "text": ""},
    {"id": "d", "text": "Sehr langsames Internet am Abend, das ist wirklich nicht akzeptabel."},
]
BAD = ["{not json", '{"id": "x"}', "[1]", '{"id": "y", "text": 5}']


def test_each_text_gets_its_line(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in GOOD), encoding="utf-8")
    voc("classify", "--journey", "telecom", "--input", source, "--output", target)
    out = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in out] == ["a", 7, "c", "d"]
    first, second, empty, german = out
    parts = [first["verbatim"][p["start"] : p["end"]] for p in first["passages"]]
    assert parts == [
        "The engineer who installed our line was lovely.",
        "But I was charged twice for it!",
    ]
    assert [p["stage"] for p in first["passages"]] == ["set_up", "pay"]
    for p in first["passages"]:
        assert p["second_stage"] != p["stage"] and p["second_confidence"] < p["stage_confidence"]
    assert [own["stage"] for own in first["stages"]] == ["set_up", "pay"]
    assert first["stages"][0]["share"] == round(len(parts[0]) / len("".join(parts)), 4)
    assert first["passages"][0]["sentiment"] > 0 > first["passages"][1]["sentiment"]
    assert "07700" not in second["verbatim"] and "anna@" not in second["verbatim"]
    assert empty["passages"] == [] and empty["stage"] is None
    assert german["language"] == "de" and german["stage"] is None and german["stages"] == []
    for row in out:
        assert -1 <= row["sentiment"] <= 1
        assert row["sentiment_label"] in {"negative", "neutral", "positive"}
        # Of three labels, the likeliest has a third at least; 0 is for what was not read.
        assert row["sentiment_confidence"] == 0 or row["sentiment_confidence"] > 1 / 3
        assert row["type"] in {"complaint", "praise", "suggestion", "question", "other"}


def test_a_bad_line_is_named_and_the_rest_is_done() -> None:
    lines = [json.dumps(GOOD[0]), *BAD, json.dumps(GOOD[2])]
    done = voc("classify", "--journey", "telecom", input="\n".join(lines) + "\n")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "c"]
    for number in range(2, 6):
        assert f"-:{number}: " in done.stderr


def test_an_unknown_journey_is_refused_with_the_known_ones() -> None:
    done = voc("classify", "--journey", "nope", check=False, input="")
    assert done.returncode == 4
    assert "telecom" in done.stderr and "Traceback" not in done.stderr


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.jsonl"
    done = voc("classify", "--journey", "telecom", "-i", missing, check=False)
    assert done.returncode == 5
    assert str(missing) in done.stderr


def test_emoji_alone_say_nothing_that_was_measured() -> None:
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(("😀👍", "👍👍👍", "❤️"))]
    done = voc("classify", "--journey", "telecom", input="\n".join(lines))
    for row in map(json.loads, done.stdout.splitlines()):
        assert (row["sentiment"], row["sentiment_label"], row["type"]) == (0, "neutral", "other")
        assert row["stage"] is None and row["passages"] == []
