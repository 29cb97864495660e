"""Build the int8 ONNX form of a sentence-transformers model, once per machine."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from voc.errors import DigestMismatch
from voc.nlp.embed.graph import INPUT, Scale, write_graph
from voc.nlp.embed.plain import plain
from voc.nlp.embed.weights import Weights, read_weights
from voc.resources.models import ModelManifest, calibration_file, check_digests, digest

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "card.json"
# Part of the folder's name: raise it when the steps below change what they make.
RECIPE = 3


def built_folder(manifest: ModelManifest, cache: Path) -> Path:
    """Name the folder of the built model: it changes with the files, the layers trained again, the
    texts that set the scales, and the recipe."""
    return cache / f"{manifest.id}-{manifest.version}-int8-{RECIPE}"


def is_built(manifest: ModelManifest, *, cache: Path) -> bool:
    """Say whether this machine has the built model."""
    return (built_folder(manifest, cache) / CARD_FILE).is_file()


def build(manifest: ModelManifest, *, cache: Path) -> Path:
    """Write a model with int8 weights into `cache`; give its folder. Does nothing when built.

    Several processes may build at once: each builds aside, the first one to finish is kept.

    Raises:
        ModelMissing, DigestMismatch: the published files can't be used.
        ManifestInvalid: the model is of a kind that can't be built.
    """
    target = built_folder(manifest, cache)
    if is_built(manifest, cache=cache):
        return target
    source = check_digests(manifest)
    cache.mkdir(parents=True, exist_ok=True)
    weights = read_weights(source, readings=manifest.reading_files)
    with tempfile.TemporaryDirectory(dir=cache) as aside:
        work = Path(aside) / "built"
        work.mkdir()
        shutil.copyfile(source / TOKENIZER_FILE, work / TOKENIZER_FILE)
        scales = _scales(weights, manifest, work / TOKENIZER_FILE)
        (work / MODEL_FILE).write_bytes(write_graph(weights, scales))
        _write_card(manifest, weights, work)
        try:
            work.replace(target)
        except OSError:
            if not is_built(manifest, cache=cache):
                raise
    return target


def check_built(manifest: ModelManifest, *, cache: Path) -> Path | None:
    """Compare the built form with the digest taken when it was built; None where there is none.

    Raises:
        DigestMismatch: it differs.
    """
    folder = built_folder(manifest, cache)
    if not is_built(manifest, cache=cache):
        return None
    card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    if digest(folder / MODEL_FILE) != card["sha256"]:
        raise DigestMismatch(
            f"{folder / MODEL_FILE} is not as it was built.",
            hint="Delete its folder and run `voc models build`.",
        )
    return folder


def load_session(model: Path | bytes) -> Any:
    """Load a graph on one thread: texts run beside each other, not apart."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    given = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"])


def load_tokenizer(path: Path, *, max_tokens: int) -> Any:
    """Load a tokenizer that pads nothing and reads no further than the model."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def _scales(weights: Weights, manifest: ModelManifest, tokenizer: Path) -> Mapping[str, Scale]:
    """Run the float form over the texts for calibration and look how far each channel reaches."""
    texts = calibration_file().read_text(encoding="utf-8").splitlines()
    encodings = load_tokenizer(tokenizer, max_tokens=manifest.max_tokens).encode_batch(
        [manifest.prefix + plain(text) for text in texts]
    )
    session = load_session(write_graph(weights))
    places = [output.name for output in session.get_outputs() if "." in output.name]
    low: dict[str, Any] = dict.fromkeys(places, 0.0)
    high: dict[str, Any] = dict.fromkeys(places, 0.0)
    for encoding in encodings:
        seen = session.run(places, {INPUT: np.array([encoding.ids], np.int64)})
        for place, values in zip(places, seen, strict=True):
            low[place] = np.minimum(low[place], values[0].min(axis=0))
            high[place] = np.maximum(high[place], values[0].max(axis=0))
    return {place: _scale(low[place], high[place]) for place in places}


def _scale(low: Any, high: Any) -> Scale:
    """Choose the step from what was seen. Channels that reach far are shrunk by the root of their
    reach. Figures are rounded, so that machines which add in another order choose the same.

    References:
        Xiao et al. (2023), SmoothQuant.
    """
    reach = np.sqrt(np.maximum(np.maximum(-low, high), 1e-5))
    shares = (reach / reach.mean()).astype(np.float16).astype(np.float32)
    bottom, top = float((low / shares).min()), float((high / shares).max())
    step = np.float32(np.float16((top - bottom) / 255))
    return Scale(step, np.uint8(np.clip(round(-bottom / step), 0, 255)), shares)


def _write_card(manifest: ModelManifest, weights: Weights, folder: Path) -> None:
    card = {"model": manifest.id, "revision": manifest.revision, "recipe": RECIPE}
    card |= {"pooling": weights.pooling, "sha256": digest(folder / MODEL_FILE)}
    (folder / CARD_FILE).write_text(json.dumps(card, indent=2), encoding="utf-8")
