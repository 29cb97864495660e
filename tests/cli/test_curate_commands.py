"""`voc topics rename`, `merge`, `undo` …: each does its work, and says how to take it back."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.store.store_examples import (
    DIMENSIONS,
    a_passage,
    a_record,
    a_snapshot,
    a_topic,
    an_analysis,
    birth,
)
from voc.cli.app import app
from voc.domain.analysis import Analyses
from voc.domain.topic import TopicState
from voc.store import Placement, Store, open_store

TOPICS = {"apple": TopicState.ACTIVE, "pear": TopicState.ACTIVE, "quince": TopicState.PROPOSED}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Hold the topics apple, pear and a proposed quince; records r0 and r1 are in the first two."""
    made = CliRunner().invoke(app, ["init", "--journey", "telecom", "-w", str(tmp_path)])
    assert made.exit_code == 0, made.output
    centroids = np.eye(DIMENSIONS, dtype=np.float32)
    with opened(tmp_path) as store:
        store.upsert_records([a_record(id_, "The bill was wrong.") for id_ in ("r0", "r1")])
        analyses = tuple(an_analysis(id_, a_passage(0, 19)) for id_ in ("r0", "r1"))
        store.save_analyses(Analyses(records=analyses, vectors=centroids[:2]), "v1")
        born = [
            birth(a_topic(id_, centroid=centroids[n], founding_centroid=centroids[n], state=state))
            for n, (id_, state) in enumerate(TOPICS.items())
        ]
        store.registry.log(
            born,
            [Placement("r0", 0, "apple", "apple", 0.5), Placement("r1", 0, "pear", "pear", 0.5)],
        )
    return tmp_path


def opened(folder: Path) -> Store:
    return open_store(f"sqlite:///{folder / 'voc.db'}")


def ask(folder: Path, *command: str) -> str:
    told = CliRunner().invoke(app, ["topics", *command, "-w", str(folder)])
    assert told.exit_code == 0, told.output
    return told.output


@pytest.mark.parametrize(
    ("command", "topics"),
    [
        (["merge", "app", "--into", "pea"], ["pear", "pear"]),
        (["retire", "apple"], [None, "pear"]),
        (["pin", "pear", "r0/0"], ["pear", "pear"]),
        (["move", "r1", "--from", "pear", "--to", "apple"], ["apple", "apple"]),
    ],
)
def test_a_command_moves_passages_and_its_own_last_line_brings_them_back(
    folder: Path, command: list[str], topics: list[str | None]
) -> None:
    told = ask(folder, *command, "--by", "ana", "--reason", "seen in a workshop")
    assert "ana" in told and "(seen in a workshop)" in told
    with opened(folder) as store:
        assert list(store.passages().topic_ids) == topics
    ask(folder, *told.rpartition("`voc topics ")[2].rstrip("`.\n").split())
    with opened(folder) as store:
        assert list(store.passages().topic_ids) == ["apple", "pear"]


def test_what_people_say_of_topics_is_kept_and_told(folder: Path) -> None:
    for command in (
        ["rename", "apple", "billing errors"],
        ["own", "apple", "Ana"],
        ["lock", "pear", "label"],
        ["lock", "apple"],
        ["accept", "quince"],
    ):
        ask(folder, *command)
    with opened(folder) as store:
        apple, pear, quince = store.topics()
    assert (apple.label, apple.owner, pear.locked) == ("billing errors", "Ana", ("label",))
    assert "state" in apple.locked and quince.state is TopicState.ACTIVE
    history = ask(folder, "history", "apple").splitlines()
    assert [line.split()[4] for line in history[1:]] == ["renamed", "owned", "locked"]
    assert "to Ana" in history[2]


def test_a_topic_shows_its_passages_as_other_commands_name_them(folder: Path) -> None:
    [line] = [line for line in ask(folder, "show", "apple").splitlines() if "r0/0" in line]
    assert "“" in line
    told = ask(folder, "move", "r0/0", "--from", "apple", "--to", "pear")
    assert "in r0/0" in told
    found = json.loads(ask(folder, "show", "pear", "--json"))
    assert {one["passage"] for one in found["passages"]} == {"r0/0", "r1/0"}
    assert found["n_passages"] == 2


@pytest.mark.model
def test_a_review_shows_what_is_proposed_and_how_to_decide(folder: Path) -> None:
    shown = ask(folder, "review", "--now")
    assert "quince  new topic" in shown and "`voc topics accept|reject ID…`" in shown
    ask(folder, "reject", "quince")
    assert ask(folder, "review") == "Nothing is proposed.\n"


def test_restating_days_of_which_nothing_is_known_says_so(folder: Path) -> None:
    with opened(folder) as store:
        store.save_snapshot(a_snapshot("first"))
    days = ["--from", "2031-06-01", "--to", "2031-06-30"]
    told = CliRunner().invoke(app, ["restate", *days, "-w", str(folder)])
    assert "No record of this period" in told.output and "published" not in told.output
