"""`voc evaluate`: figures, page and what to label next, from a user's own labels."""

import json
from pathlib import Path

import pytest

from tests.workspaces import voc

pytestmark = pytest.mark.model

GOLD = """text,stage,sentiment
"I was billed twice, which is outrageous",pay,negative
The engineer installed everything in an hour and was lovely,set_up,positive
Broadband drops every evening,use,negative
Happy new year everybody,none,neutral
Das ist eine ausgesprochen nette Überraschung,none,positive
"""


def test_own_labels_are_measured_and_the_next_are_proposed(tmp_path: Path) -> None:
    gold, pool, page = tmp_path / "gold.csv", tmp_path / "pool.jsonl", tmp_path / "page.html"
    gold.write_text(GOLD, encoding="utf-8")
    texts = [
        "It was something about the thing",
        "The bill <b>is</b> wrong again",
        "Der Router geht nicht",
    ]
    pool.write_text("\n".join(json.dumps({"id": n, "text": t}) for n, t in enumerate(texts)))
    arguments = ["--gold", gold, "--journey", "telecom", "--unlabelled", pool, "--page", page]
    found = json.loads(voc("evaluate", *arguments, "--json", cwd=tmp_path).stdout)
    assert (found["n_passages"], found["n_not_read"]) == (5, 1)
    assert sum(map(sum, found["stage"]["confusion"])) == 5
    for kind in ("stage", "sentiment"):
        assert sum(one["right"]["n"] for one in found[kind]["confidence"]["bins"]) == 4
    assert 0 <= found["sentiment"]["f1"]["low"] <= found["sentiment"]["f1"]["high"] <= 1
    assert {one["text"] for one in found["label_next"]} == {texts[0], "The bill is wrong again"}
    shown = page.read_text(encoding="utf-8")
    assert shown.count("Can its confidence be believed?") == 2
    assert texts[0] in shown and "<b>is</b>" not in shown and "http://" not in shown


def test_what_is_taken_for_what_is_told(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text("text,stage\nI was billed twice,leave\n", encoding="utf-8")
    told = voc("evaluate", "--gold", "gold.csv", "--journey", "telecom", cwd=tmp_path).stdout
    assert "leave taken for pay: 1" in told
    assert "calibration error" in told and "sentiment:" not in told


def test_without_a_map_or_workspace_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text(GOLD, encoding="utf-8")
    done = voc("evaluate", "--gold", "gold.csv", cwd=tmp_path, check=False)
    assert done.returncode == 3 and "--journey" in done.stderr
