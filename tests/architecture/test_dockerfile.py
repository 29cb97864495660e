"""The image: small, not root, with all that it needs and nothing else."""

import re
import tomllib

import pytest

from tests.architecture.dockerfile import copied, files, is_sent, stages, steps
from tests.shared import REPOSITORY


def test_bases_are_pinned_and_the_last_stage_takes_only_what_was_built() -> None:
    built = stages()
    assert len(built) > 1
    for stage in built:
        base = stage[0].rest.split()[0]
        assert re.fullmatch(r"[\w./-]+:[\w.-]*\d[\w.-]*(@sha256:\w{64})?", base), base
    assert [s for s in steps("COPY", built[-1]) if s.rest.startswith("--from=")]
    assert not [s for s in steps("RUN", built[-1]) if re.search(r"\b(pip|apt|apt-get)\b", s.rest)]


def test_it_runs_as_nobody_special_and_says_whether_it_lives() -> None:
    last = stages()[-1]
    assert int(steps("USER", last)[-1].rest) > 0
    assert steps("HEALTHCHECK", last)[-1].exec_form()
    assert steps("CMD", last)[-1].rest.startswith("[")


def test_all_it_copies_is_there_and_is_sent() -> None:
    for source in (source for stage in stages() for source in copied(stage)):
        sent = [path for path in files(source) if is_sent(path)]
        assert sent, f"COPY {source}: there is no such path, or .dockerignore keeps it out"
    pyproject = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [path for top in (*wheel["packages"], *wheel["force-include"]) for path in files(top)]
    build = copied(stages()[0])
    for path in [*needed, pyproject["project"]["readme"], *pyproject["project"]["license-files"]]:
        assert is_sent(path), f".dockerignore keeps {path} out of the image's wheel"
        assert any(path == top or path.startswith(f"{top}/") for top in build), path


@pytest.mark.parametrize(
    "path", [".git/config", ".venv/bin/python", "demo/voc.db", "tests/shared.py", "work/voc.toml"]
)
def test_what_the_image_has_no_use_for_stays_out(path: str) -> None:
    assert not is_sent(path)
