"""The Dockerfile and .dockerignore, read as an engine would."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.shared import REPOSITORY


@dataclass(frozen=True)
class Step:
    word: str
    rest: str

    def exec_form(self) -> list[str]:
        """Give the words of a command written as JSON; a shell's command has none."""
        words = self.rest[self.rest.index("[") :] if "[" in self.rest else "[]"
        parsed: list[str] = json.loads(words)
        return parsed


def stages() -> list[list[Step]]:
    """Split the Dockerfile into stages, each beginning with its FROM."""
    text = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n", "", text)).splitlines()
    found: list[list[Step]] = []
    for word, _, rest in (line.strip().partition(" ") for line in lines if line.strip()):
        if word == "FROM":
            found.append([])
        found[-1].append(Step(word, rest.strip()))
    return found


def steps(word: str, stage: list[Step]) -> list[Step]:
    return [step for step in stage if step.word == word]


def copied(stage: list[Step]) -> list[str]:
    """List what a stage copies out of the checkout."""
    here = [shlex.split(step.rest) for step in steps("COPY", stage)]
    return [source for words in here if words[0][:2] != "--" for source in words[:-1]]


def is_sent(path: str) -> bool:
    """Say whether .dockerignore lets a file through: the last pattern that matches decides."""
    parents = [path, *map(str, Path(path).parents)][:-1]
    sent = True
    for line in (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").split():
        pattern = re.escape(line.removeprefix("!"))
        for glob, regex in ((r"\*\*/", "(.*/)?"), (r"\*\*", ".*"), (r"\*", "[^/]*")):
            pattern = pattern.replace(glob, regex)
        if any(re.fullmatch(pattern, part) for part in parents):
            sent = line.startswith("!")
    return sent


def files(source: str) -> list[str]:
    """List the files of a copied path, relative to the checkout, without compiled ones."""
    top = REPOSITORY / source
    found = [top] if top.is_file() else [path for path in top.rglob("*") if path.is_file()]
    return [str(path.relative_to(REPOSITORY)) for path in found if path.suffix != ".pyc"]
