"""Kept vectors: the same as fresh ones, without text, and gone after an erasure."""

from pathlib import Path

import numpy as np
import pytest

from voc.nlp.embed import Encoder, Keeper, load_encoder
from voc.nlp.embed.kept import KeptVectors
from voc.settings import ModelChoice

SECRET = "0123456789abcdef"
TEXTS = ["The router restarts every night.", "ok", "", "a lone half \ud83d of a smiley"]
VECTORS = np.random.default_rng(7).normal(size=(4, 8)).astype(np.float16)


def opened(path: Path, *, version: str = "a model", max_texts: int = 100) -> KeptVectors:
    return Keeper(path, SECRET, max_texts).open(version)


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    opened(tmp_path / "v.db").keep(TEXTS, VECTORS)
    found = opened(tmp_path / "v.db").find([*TEXTS, "new"])
    assert set(found) == set(TEXTS)
    np.testing.assert_array_equal([found[text] for text in TEXTS], VECTORS)


def test_another_model_or_workspace_finds_nothing(tmp_path: Path) -> None:
    opened(tmp_path / "v.db").keep(TEXTS, VECTORS)
    assert not opened(tmp_path / "v.db", version="another").find(TEXTS)
    assert not Keeper(tmp_path / "v.db", "another secret, long").open("a model").find(TEXTS)


def test_a_full_file_keeps_what_it_has(tmp_path: Path) -> None:
    opened(tmp_path / "v.db", max_texts=2).keep(TEXTS, VECTORS)
    full = opened(tmp_path / "v.db", max_texts=2)
    full.keep(["one more"], VECTORS[:1])
    assert set(full.find([*TEXTS, "one more"])) == set(TEXTS[:2])


def test_no_text_is_in_the_file(tmp_path: Path) -> None:
    opened(tmp_path / "v.db").keep(TEXTS, VECTORS)
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"router" not in held


@pytest.mark.parametrize("seen", [b"", b"no database at all" * 999])
def test_an_erasure_or_a_broken_file_empties_it(tmp_path: Path, seen: bytes) -> None:
    keeper = Keeper(tmp_path / "v.db", SECRET)
    if seen:
        keeper.path.write_bytes(seen)
    keeper.forget_unless(0)
    keeper.open("a model").keep(TEXTS, VECTORS)
    keeper.forget_unless(0)
    assert keeper.open("a model").find(TEXTS)
    keeper.forget_unless(1)
    assert not keeper.open("a model").find(TEXTS)


@pytest.mark.model
def test_kept_vectors_are_those_of_the_model(encoder: Encoder, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "v.db", SECRET)
    cache = ModelChoice().cache
    for _ in range(2):
        own = load_encoder(encoder.manifest, cache=cache, keeper=keeper)
        np.testing.assert_array_equal(own.read(TEXTS[:3]).both, encoder.read(TEXTS[:3]).both)
