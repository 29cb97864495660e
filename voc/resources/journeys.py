"""Read journey maps, and say where a map is wrong."""

import json
from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from voc.domain.journey import NONE, JourneyMap, Lesson
from voc.errors import JourneyInvalid, ResourceMissing
from voc.resources import folder

MAX_BYTES = 4_000_000


def journey_names() -> tuple[str, ...]:
    """List the journey maps that come with voc."""
    return tuple(sorted(path.stem for path in folder("journeys").glob("*.yaml")))


def load_journey(name_or_file: str | Path) -> JourneyMap:
    """Load a map by its name, or from a YAML file.

    Raises:
        ResourceMissing: there is no such name or file.
        JourneyInvalid: the file breaks the schema; `problems` has one line per error.
    """
    path = _path(name_or_file)
    text = _read(path)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise _invalid(path, [_yaml_problem(path, error)]) from error
    try:
        return JourneyMap.model_validate(data)
    except ValidationError as error:
        raise _invalid(path, _problems(path, node, error)) from error


def journey_yaml(journey: JourneyMap) -> str:
    """Write a map as YAML, which `load_journey` reads."""
    fields = journey.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=100))


def lessons_file(journey: JourneyMap) -> Path | None:
    """Find the file of passages written for a map; None where it names none.

    Raises:
        ResourceMissing: voc has no passages of that name.
    """
    if journey.lessons is None:
        return None
    path = folder("journeys") / "lessons" / f"{journey.lessons}.jsonl"
    if not path.is_file():
        raise ResourceMissing(
            f"The map {journey.id} names lessons {journey.lessons!r}, which voc doesn't have.",
            hint=f"Leave `lessons` out or name one of: {', '.join(journey_names())}.",
        )
    return path


def load_lessons(journey: JourneyMap) -> tuple[Lesson, ...]:
    """Read the passages written for a map; those of no stage belong to `none`.

    Raises:
        ResourceMissing: voc has no passages of the name that the map gives.
    """
    path = lessons_file(journey)
    if path is None:
        return ()
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Lesson(text=row["text"], stage=row["stage"] or NONE) for row in rows)


def _path(name_or_file: str | Path) -> Path:
    named = folder("journeys") / f"{name_or_file}.yaml"
    if str(name_or_file) in journey_names():
        return named
    path = Path(name_or_file)
    if path.is_file():
        return path
    raise ResourceMissing(
        f"There is no journey map or file named {str(name_or_file)!r}.",
        hint=f"Name a YAML file or one of: {', '.join(journey_names())}.",
    )


def _read(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise _invalid(path, [f"{path}:1: the file is larger than {MAX_BYTES:,} bytes"])
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _invalid(path, [f"{path}:1: the file is not UTF-8 text"]) from error


def _invalid(path: Path, problems: Sequence[str]) -> JourneyInvalid:
    count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    return JourneyInvalid(
        f"The journey map {path} has {count}:\n" + "\n".join(problems),
        problems=tuple(problems),
        hint="\n`voc journey schema` prints the schema of a map.",
    )


def _yaml_problem(path: Path, error: yaml.YAMLError | RecursionError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    reason = getattr(error, "problem", None) or "it is nested too deep or not text"
    return f"{path}:{line}: not YAML: {reason}"


def _problems(path: Path, node: yaml.Node | None, error: ValidationError) -> list[str]:
    problems = []
    for detail in error.errors(include_url=False):
        field = ".".join(str(part) for part in detail["loc"]) or "map"
        reason = detail["msg"].removeprefix("Value error, ")
        problems.append(f"{path}:{_line(node, detail['loc'])}: {field}: {reason}")
    return problems


def _line(node: yaml.Node | None, location: Sequence[int | str]) -> int:
    """Walk to the deepest node of a pydantic location that the file has; lines count from 1."""
    if node is None:
        return 1
    for part in location:
        inner = _child(node, part)
        if inner is None:
            break
        node = inner
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
