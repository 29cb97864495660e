"""The wheel carries its data, nothing of the checkout's tools, and works on its own."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.shared import REPOSITORY


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the backend that pyproject names."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel into a folder, as an installer does."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(top: Path, *, without: tuple[str, ...] = ()) -> set[str]:
    """List the files below a folder, relative to it; no notes, nothing compiled."""
    found = (path.relative_to(top) for path in top.rglob("*") if path.is_file())
    return {
        str(path)
        for path in found
        if path.suffix not in {".pyc", ".md", *without} and path.parts[0] not in without
    }


def test_it_has_every_module_and_data_file_and_nothing_else(installed: Path) -> None:
    assert {path.name.partition("-")[0] for path in installed.iterdir()} == {"voc", "voc_unifier"}
    resources = {
        *(f"resources/journeys/{name}" for name in files(REPOSITORY / "journeys")),
        *(
            f"resources/models/{name}"
            for name in files(REPOSITORY / "models", without=("training", ".py"))
        ),
    }
    held = files(installed / "voc")
    assert held == files(REPOSITORY / "voc") | resources
    for kind in ("story/templates/*.html", "store/migrations/versions/*.py", "resources/*/*.yaml"):
        assert any(Path(name).match(kind) for name in held)
    assert not list(installed.rglob("*.pyc"))


def test_it_works_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("-c", "import voc; print(voc.__file__)").startswith(str(installed))
    listed = run("-m", "voc.cli", "journey", "list")
    assert all(path.stem in listed for path in (REPOSITORY / "journeys").glob("*.yaml"))
    assert "all-minilm-l6-v2" in run("-m", "voc.cli", "models", "list")
    run("-m", "voc.cli", "init", "--journey", "telecom", "-w", "work")
    assert "0" in run("-m", "voc.cli", "status", "--json", "-w", "work")
