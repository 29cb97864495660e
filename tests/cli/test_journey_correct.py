"""`voc journey correct`: what people put right becomes part of a map."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from voc.cli.app import app
from voc.errors import SettingsInvalid
from voc.resources.journeys import load_journey


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["journey", "correct", *arguments])
    return done.exit_code, done.output


def test_a_map_learns_and_learns_again(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("text,stage\nKiosk ate my card,pay\nHello,none\nNo label,\n", encoding="utf-8")
    second.write_text("text,stage\nKiosk ate my card,buy\n", encoding="utf-8")
    own = tmp_path / "own.yaml"
    code, said = run("telecom", "--gold", str(first), "-o", str(own))
    assert (code, said) == (0, f"{own}: 2 corrections.\n")
    assert run(str(own), "--gold", str(second), "-o", str(tmp_path / "again.yaml"))[0] == 0
    taught = load_journey(tmp_path / "again.yaml")
    assert {one.text: one.stage for one in taught.corrections} == {
        "Kiosk ate my card": "buy",
        "Hello": "none",
    }
    assert taught.model_copy(update={"corrections": ()}) == load_journey("telecom")


def test_a_map_that_is_there_is_written_over_only_when_asked(tmp_path: Path) -> None:
    gold, own = tmp_path / "gold.csv", tmp_path / "own.yaml"
    gold.write_text("text,stage\nKiosk ate my card,pay\n", encoding="utf-8")
    own.write_text("mine", encoding="utf-8")
    command = ["journey", "correct", "telecom", "--gold", str(gold), "-o", str(own)]
    with pytest.raises(SettingsInvalid, match=r"there already.*--overwrite"):
        CliRunner().invoke(app, command, catch_exceptions=False)
    assert own.read_text(encoding="utf-8") == "mine"
    assert CliRunner().invoke(app, [*command, "--overwrite"]).exit_code == 0
    assert len(load_journey(own).corrections) == 1
