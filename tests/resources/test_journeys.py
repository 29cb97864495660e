"""Journey maps: what comes with voc is whole, and a wrong map says where it is wrong."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from voc.domain.journey import JourneyMap
from voc.errors import JourneyInvalid, ResourceMissing
from voc.resources import folder
from voc.resources.journeys import journey_names, load_journey, load_lessons

AIRLINE = ["book", "check_in", "airport", "on_board", "disruption", "baggage", "support", "loyalty"]
TELECOM = ["buy", "set_up", "use", "pay", "support", "leave"]


def test_the_promised_maps_are_there() -> None:
    expected = {"airline", "banking", "generic", "healthcare", "retail", "saas", "telecom"}
    assert set(journey_names()) == expected
    assert [stage.id for stage in load_journey("airline").stages] == AIRLINE
    assert [stage.id for stage in load_journey("telecom").stages] == TELECOM


@pytest.mark.parametrize("name", journey_names())
def test_each_stage_is_told_richly(name: str) -> None:
    for stage in load_journey(name).stages:
        assert len(set(stage.examples)) >= 25, stage.id
        assert stage.near_misses, stage.id
        assert stage.touchpoints, stage.id
        assert stage.owner != "unassigned", stage.id


@pytest.mark.parametrize("name", journey_names())
def test_each_map_follows_the_published_schema(name: str) -> None:
    data = yaml.safe_load((folder("journeys") / f"{name}.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(data, JourneyMap.model_json_schema())


MAP = """\
id: demo
name: Demo
description: A map.
stages:
  - id: buy
    name: Buy
    order: 1
    goal: Find it.
    description: Shopping.
  - id: use
    name: Use
    order: 2
    goal: Use it.
    description: Using.
"""
WRONG = MAP + "    exampels: [typo]\n    priority: perhaps\n"


def problems(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(JourneyInvalid) as caught:
        load_journey(path)
    return tuple(problem.removeprefix(f"{path}:") for problem in caught.value.problems)


def test_every_error_has_its_line_and_field(tmp_path: Path) -> None:
    found = problems(tmp_path, WRONG)
    assert any(p.startswith("15: stages.1.exampels:") for p in found)
    assert any(p.startswith("16: stages.1.priority:") for p in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1: map: "),
        ("[1, 2]", "1: map: "),
        ("id: [unclosed", "not YAML"),
        (MAP.replace("id: use", "id: buy"), "stage id may stand once only: buy"),
        (MAP.replace("id: use", "id: none"), "'none' can't be a stage id"),
        ("a: " + "[" * 5000, "not YAML"),
        (MAP + "corrections: [{text: late, stage: gone}]", "corrections belong to unknown stages"),
    ],
)
def test_bad_maps_are_named(tmp_path: Path, text: str, expected: str) -> None:
    assert any(expected in problem for problem in problems(tmp_path, text))


def test_lessons_that_voc_does_not_have_are_named(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(MAP + "lessons: circus\n", encoding="utf-8")
    with pytest.raises(ResourceMissing, match="circus"):
        load_lessons(load_journey(path))


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ResourceMissing, match="telecom"):
        load_journey("no-such-map")
