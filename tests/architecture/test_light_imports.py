"""What must answer quickly loads no heavy library."""

import subprocess
import sys

import pytest

from tests.shared import REPOSITORY

HEAVY = ("torch", "transformers", "sentence_transformers", "bertopic", "umap", "numba", "spacy")


def loaded(code: str) -> set[str]:
    report = f"{code}\nimport sys\nprint(*[m for m in sys.modules if '.' not in m])"
    done = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    return set(done.stdout.split())


def test_the_api_process_imports_no_torch(told_workspace: str) -> None:
    code = f"""
from pathlib import Path
from fastapi.testclient import TestClient
from api.main import create_app
with TestClient(create_app(Path({told_workspace!r}))) as client:
    for path in ("/readyz", "/v1/feedback", "/v1/topics", "/v1/journey", "/v1/story?format=html"):
        assert client.get(path).status_code == 200, path
"""
    assert not loaded(code) & {*HEAVY, "onnxruntime", "sklearn"}


@pytest.mark.parametrize("command", [["--help"], ["journey", "--help"], ["--version"]])
def test_help_loads_little(command: list[str]) -> None:
    code = f"""
import sys
sys.argv = ["voc", *{command!r}]
from voc.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code
"""
    assert not loaded(code) & {*HEAVY, "pandas", "sklearn", "onnxruntime", "sqlalchemy", "fastapi"}
