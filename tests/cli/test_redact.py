"""`voc redact`: lines in, lines out, with the places of what was replaced in the input."""

import json
from pathlib import Path

from tests.workspaces import voc

GOOD = [
    {"id": "a", "text": "é👍 Siobhan from chat: jo@example.com"},
    {"id": 7, "text": "account LK-2840066 at @LarklineHelp"},
    {"id": "c", "text": ""},
]
BAD = ["{not json", '{"id": "x"}', "[1]", '{"id": "y", "text": 5}']


def test_each_text_gets_its_line_and_offsets_point_into_the_input(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in GOOD), encoding="utf-8")
    own = ("--keep", "Larkline", "--pattern", r"account=LK-\d{7}")
    voc("redact", "--input", source, "--output", target, *own)
    assert not target.stat().st_mode & 0o077
    first, second, empty = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert first["id"] == "a" and first["text"] == "é👍 <PERSON> from chat: <EMAIL>"
    parts = [(GOOD[0]["text"][e["start"] : e["end"]], e["type"]) for e in first["entities"]]
    assert parts == [("Siobhan", "PERSON"), ("jo@example.com", "EMAIL")]
    assert second["id"] == 7 and second["text"] == "account <ACCOUNT> at @LarklineHelp"
    assert empty == {"id": "c", "text": "", "entities": []}


def test_a_bad_line_is_named_without_its_text_and_the_rest_is_done() -> None:
    lines = [json.dumps(GOOD[0]), *BAD, json.dumps(GOOD[2])]
    done = voc("redact", input="\n".join(lines) + "\n")
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "c"]
    for number in range(2, 6):
        assert f"-:{number}: " in done.stderr
    assert "not json" not in done.stderr


def test_ids_are_passed_on_and_addresses_among_them_are_counted() -> None:
    rows = [{"id": id_, "text": "fine"} for id_ in ("jo@example.com", "amy@example.com", 3)]
    done = voc("redact", "--no-names", input="\n".join(map(json.dumps, rows)))
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [r["id"] for r in rows]
    assert done.returncode == 0 and "2 ids hold an @" in done.stderr
    assert "jo@" not in done.stderr


def test_a_wrong_pattern_is_refused() -> None:
    done = voc("redact", "--pattern", "account=LK-(", check=False, input="")
    assert done.returncode == 3
    assert "account" in done.stderr and "Traceback" not in done.stderr


def test_an_output_that_is_the_input_is_refused_and_kept(tmp_path: Path) -> None:
    source, link = tmp_path / "in.jsonl", tmp_path / "link.jsonl"
    source.write_text(json.dumps(GOOD[0]), encoding="utf-8")
    link.symlink_to(source)
    for target in (source, link, tmp_path / ".." / tmp_path.name / "in.jsonl"):
        done = voc("redact", "--input", source, "--output", target, check=False)
        assert done.returncode == 3 and "same file" in done.stderr
    assert json.loads(source.read_text("utf-8")) == GOOD[0]


def test_half_a_pair_becomes_one_other_character() -> None:
    line = {"id": "a\ud800", "text": "lone \udc00 jo@example.com 👍"}
    done = json.loads(voc("redact", input=json.dumps(line)).stdout)
    assert (done["id"], done["text"]) == ("a\ufffd", "lone \ufffd <EMAIL> 👍")
    (entity,) = done["entities"]
    assert line["text"][entity["start"] : entity["end"]] == "jo@example.com"
