"""A night killed at random moments, ten times, ends in the same database as a clean one."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.test_night_twice import contents
from tests.workspaces import LARKLINE, init_larkline, voc

pytestmark = pytest.mark.model
KILLS = 10
# Loading the model that finds names would be most of the time, and is the same in every run.
UNNAMED = {**os.environ, "VOC_PRIVACY_NAMES": "false"}


def work(folder: Path) -> list[str]:
    """Give the command that reads two exports and runs the night, as one process group."""
    run = f"{sys.executable} -m voc.cli"
    return [
        "sh",
        "-c",
        f"{run} ingest installation_survey {LARKLINE / 'installation_survey.csv'} -w {folder};"
        f"{run} ingest store_reviews {LARKLINE / 'store_reviews.csv'} -w {folder};"
        f"{run} night -w {folder}",
    ]


def killed_after(seconds: float, command: list[str]) -> bool:
    """Run a command and kill all of it after some seconds; say whether it was still at work."""
    process = subprocess.Popen(
        command,
        env=UNNAMED,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def test_ten_kills_and_a_last_run_equal_one_clean_run(tmp_path: Path) -> None:
    clean = init_larkline(tmp_path / "clean")
    broken = tmp_path / "broken"
    shutil.copytree(clean, broken)
    begun = time.monotonic()
    subprocess.run(work(clean), check=True, capture_output=True, env=UNNAMED)
    whole = time.monotonic() - begun

    chance = random.Random(20260105)
    killed = sum(killed_after(chance.uniform(0.1, 0.7) * whole, work(broken)) for _ in range(KILLS))
    subprocess.run(work(broken), check=True, capture_output=True, env=UNNAMED)

    assert killed > 0
    assert contents(str(broken)) == contents(str(clean))
    assert (
        voc("status", "--json", "-w", broken).stdout == voc("status", "--json", "-w", clean).stdout
    )
