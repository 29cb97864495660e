"""Workspaces made as a user makes them: by the command line, in processes of their own."""

import json
import os
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


NO_NETWORK = """
import socket
def refuse(*_, **__): raise OSError("no network here")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.create_connection = socket.getaddrinfo = refuse
"""


def without_network(folder: Path) -> dict[str, str]:
    """Give an environment in which a Python process reaches no network."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


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
    """Give the folder of the demo company after its night, for which no network was needed; made
    once for all test processes."""
    root = tmp_path_factory.getbasetemp()
    shared = root.parent if root.name.startswith("popen-") else root
    folder = shared / "larkline"
    with FileLock(shared / "larkline.lock"):
        if not (folder / "story.html").is_file():
            init_larkline(folder)
            alone = without_network(shared / "no_network")
            for source, export in EXPORTS.items():
                voc("ingest", source, LARKLINE / export, "-w", folder, env=alone)
            voc("night", "-w", folder, env=alone)
    yield str(folder)


@pytest.fixture(scope="session")
def story(told_workspace: str) -> dict[str, Any]:
    """Give the demo company's story as JSON."""
    told: dict[str, Any] = json.loads(voc("story", "--json", "-w", told_workspace).stdout)
    return told
