"""The documents name what exists, and all commands and mapping fields are documented."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.architecture.documents import DOCUMENTS, blocks, commands, links, paths
from tests.shared import REPOSITORY
from voc.cli.app import app
from voc.domain.mapping import SourceMapping

DOCS = REPOSITORY / "docs"
EXAMPLES = sorted((DOCS / "examples").glob("*.toml"))
each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY))
)


def options() -> dict[str, set[str]]:
    """Map each command as typed, without `voc`, to its options."""
    root: Any = typer.main.get_command(app)
    found: dict[str, set[str]] = {}
    for name, command in root.commands.items():
        leaves = dict(getattr(command, "commands", {"": command}))
        if getattr(command, "invoke_without_command", False):
            leaves[""] = command
        for inner, leaf in leaves.items():
            typed = f"{name} {inner}".strip()
            found[typed] = {option for one in leaf.params for option in one.opts}
    return found


def named(words: list[str]) -> list[str]:
    """Give the commands that words after `voc` name: `journey list|show` are two."""
    groups = {typed.split()[0] for typed in options() if " " in typed}
    if words[0] in groups and words[1:] and not words[1].startswith("-"):
        return [f"{words[0]} {inner}" for inner in words[1].split("|")]
    return words[:1]


@each_document
def test_links_and_paths_lead_to_files(document: Path) -> None:
    missing = [link for link in links(document) if not (document.parent / link).exists()]
    missing += [path for path in paths(document) if not (REPOSITORY / path).exists()]
    assert missing == []


@each_document
def test_commands_can_be_typed_as_written(document: Path) -> None:
    known = options()
    for words in commands(document):
        for command in named(words):
            assert command in known, f"there is no `voc {command}`"
            typed = {word.partition("=")[0] for word in words if word.startswith("-") and word[1:]}
            assert typed <= known[command], f"`voc {command}` has no {typed - known[command]}"


def test_every_command_is_in_the_reference() -> None:
    written = {command for words in commands(DOCS / "cli.md") for command in named(words)}
    assert written == set(options())


def test_options_beside_a_command_in_the_reference_are_its_own() -> None:
    rows = re.findall(r"(?m)^\| `voc (.+?)` \| (.+) \|$", (DOCS / "cli.md").read_text("utf-8"))
    assert rows
    for command, does in rows:
        for one in named(command.replace("\\|", "|").split()):
            assert set(re.findall(r"`(-[\w-]+)", does)) <= options()[one], command


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_a_mapping(example: Path) -> None:
    assert_mappings(example.read_text(encoding="utf-8"))


def test_the_mappings_in_the_guide_are_mappings_and_name_every_field() -> None:
    shown = [block for block in blocks(DOCS / "sources.md", "toml") if "[sources." in block]
    assert shown
    for block in shown:
        assert_mappings(block)
    guide = (DOCS / "sources.md").read_text(encoding="utf-8")
    fields = SourceMapping.model_fields
    assert [field for field in fields if not re.search(rf"\b{field}\b", guide)] == []


def assert_mappings(toml: str) -> None:
    sources = tomllib.loads(toml)["sources"]
    assert sources
    for mapping in sources.values():
        SourceMapping.model_validate(mapping)


def test_the_files_on_the_way_of_a_record_exist() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    known = {
        f"/{path.relative_to(REPOSITORY)}"
        for top in ("voc", "api", "tests", "models", "journeys", "docs")
        for path in (REPOSITORY / top).rglob("*")
        if "__pycache__" not in path.parts
    }
    files, folders = r"[\w/]*\w\.(?:py|toml|yaml|md)\b", r"\b(?:voc|api|tests)/[\w/]+(?<!/)"
    written = re.findall(f"{files}|{folders}", text)
    lost = [name for name in written if not any(path.endswith(f"/{name}") for path in known)]
    assert [name for name in lost if name != "voc.toml"] == []
