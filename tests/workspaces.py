"""Workspaces made as a user makes them: by the command line, in processes of their own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.shared import REPOSITORY
from voc.nlp.embed import Encoder, load_encoder
from voc.resources.models import load_manifest
from voc.settings import ModelChoice

LARKLINE = REPOSITORY / "fixtures" / "larkline"
EXPORTS = {
    "nps_survey": "nps_survey_qualtrics.csv",
    "relationship_survey": "relationship_survey.csv",
    "installation_survey": "installation_survey.csv",
    "tickets": "tickets_zendesk.json",
    "store_reviews": "store_reviews.csv",
    "social": "social.jsonl",
    "customers": "customers.csv",
}


def voc(*arguments: object, check: bool = True, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run `voc` in a process of its own; exit code 1 (some rows refused) counts as done."""
    command = [sys.executable, "-m", "voc.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if check and done.returncode not in (0, 1):
        raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stderr}")
    return done


def init_larkline(folder: Path) -> Path:
    """Make the demo company's workspace, empty."""
    sources = REPOSITORY / "fixtures" / "larkline.toml"
    voc("init", "--journey", "telecom", "--company", "Larkline", "--sources", sources, "-w", folder)
    return folder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """Load the real embedding model."""
    choice = ModelChoice()
    return load_encoder(load_manifest(choice.embedding), cache=choice.cache)


@pytest.fixture(scope="session")
def told_workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the folder of the demo company after its night; made once for all test processes."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if root.name.startswith("popen-") else root
    folder = shared / "larkline"
    with FileLock(shared / "larkline.lock"):
        if not (folder / "story.html").is_file():
            init_larkline(folder)
            for source, export in EXPORTS.items():
                voc("ingest", source, LARKLINE / export, "-w", folder)
            voc("night", "-w", folder)
    yield str(folder)


@pytest.fixture(scope="session")
def story(told_workspace: str) -> dict[str, Any]:
    """Give the demo company's story as JSON."""
    told: dict[str, Any] = json.loads(voc("story", "--json", "-w", told_workspace).stdout)
    return told
