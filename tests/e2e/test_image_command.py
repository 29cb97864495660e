"""The image's own start and health commands, run outside it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.dockerfile import copied, stages, steps
from tests.shared import REPOSITORY

pytestmark = pytest.mark.model
BIN = Path(sys.executable).parent
DEADLINE_SECONDS = 60


@dataclass(frozen=True)
class Served:
    process: subprocess.Popen[str]
    address: str
    environment: dict[str, str]

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=10) as answer:
            return json.load(answer)


@pytest.fixture
def served(told_workspace: str, tmp_path: Path) -> Iterator[Served]:
    """Start the image's command beside the files that its last stage copies."""
    last = stages()[-1]
    for source in copied(last):
        copy = shutil.copytree if (REPOSITORY / source).is_dir() else shutil.copy
        copy(REPOSITORY / source, tmp_path / source)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    changed = {"8000": port, "0.0.0.0": "127.0.0.1"}
    command = [changed.get(word, word) for word in steps("CMD", last)[-1].exec_form()]
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "VOC_WORKSPACE": told_workspace,
    }
    log = tmp_path / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=output, stderr=output, text=True
        )
        started = Served(process, f"http://127.0.0.1:{port}", environment)
        try:
            wait_until_alive(started, log)
            yield started
        finally:
            process.kill()
            process.wait()


def wait_until_alive(started: Served, log: Path) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        try:
            started.get("/healthz")
        except urllib.error.URLError:
            try:
                code = started.process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"the start command ended with {code}: {log.read_text()}")
        else:
            return
    pytest.fail(f"no answer within {DEADLINE_SECONDS} seconds: {log.read_text()}")


def test_its_start_command_serves_the_workspace_and_stops_when_told(
    served: Served, story: dict[str, Any], tmp_path: Path
) -> None:
    assert served.get("/readyz")["status"] == "ready"
    assert served.get("/v1/story")["headline"] == story["headline"]

    health = steps("HEALTHCHECK", stages()[-1])[-1].exec_form()
    check = [word.replace(":8000", f":{served.address.rpartition(':')[2]}") for word in health]
    assert subprocess.run(check, env=served.environment).returncode == 0

    served.process.send_signal(signal.SIGTERM)
    # uvicorn shuts down, then lets the signal have its usual end.
    assert served.process.wait(DEADLINE_SECONDS) in (0, -signal.SIGTERM)
    log = (tmp_path / "log").read_text()
    assert "Application shutdown complete" in log
    assert "Traceback" not in log
    assert subprocess.run(check, env=served.environment, capture_output=True).returncode != 0
