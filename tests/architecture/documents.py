"""What the documents name: links, paths, commands and examples."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.shared import REPOSITORY

DOCUMENTS = sorted(
    [
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "docs").rglob("*.md"),
        *(REPOSITORY / "bench").rglob("*.md"),
    ]
)
FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")


def links(document: Path) -> list[str]:
    """List the relative targets of a document's links and pictures, without anchors."""
    prose = FENCE.sub("", document.read_text(encoding="utf-8"))
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)", prose)]
    return [target for target in targets if target and not re.match(r"\w+:", target)]


def paths(document: Path) -> list[str]:
    """List the files of the checkout that a document names in passing."""
    tops = "api|bench|docs|fixtures|journeys|models|tests|voc"
    ending = r"(?:py|md|toml|yaml|yml|html|csv|json|png)"
    text = document.read_text(encoding="utf-8")
    return re.findall(rf"(?<![\w/.-])((?:{tops})/[\w/.-]+\.{ending})\b", text)


def blocks(document: Path, language: str) -> list[str]:
    """List a document's fenced blocks of one language."""
    found = FENCE.findall(document.read_text(encoding="utf-8"))
    return [body for name, body in found if name == language]


def commands(document: Path) -> Iterator[list[str]]:
    """Give the words of each `voc …` that a document tells its reader to run."""
    text = document.read_text(encoding="utf-8")
    shown = [line for _, body in FENCE.findall(text) for line in body.splitlines()]
    spans = re.findall(r"`(voc [^`]+)`", FENCE.sub("", text))
    for line in [*shown, *spans]:
        written = re.search(r"(?:^|\| |&& )\s*(?:[A-Z_]+=\S+ )*voc (.+)", line.split(" #")[0])
        if written:
            yield written[1].replace("\\|", "|").split()
