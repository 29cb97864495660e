"""Build the int8 ONNX form of a sentence-transformers model, once per machine."""

import copy
import json
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from voc.resources.models import ModelManifest, check_digests, digest, tone_folder

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
# Part of the folder's name: raise it when the steps below change what they make.
RECIPE = 2
READINGS = ("meaning", "tone")
FIRST_TUNED_LAYER = 1


def built_folder(manifest: ModelManifest, cache: Path) -> Path:
    """Name the folder of the built model: one per revision, tuned layers and recipe."""
    tuned = digest(tone_folder() / "layers.safetensors")
    return cache / f"{manifest.id}-{manifest.revision[:8]}-{tuned[:8]}-int8-{RECIPE}"


def is_built(manifest: ModelManifest, *, cache: Path) -> bool:
    """Say whether this machine has the built model."""
    return (built_folder(manifest, cache) / MODEL_FILE).is_file()


def build(manifest: ModelManifest, *, cache: Path) -> Path:
    """Export, fuse and quantise a model into `cache`; give its folder. Does nothing when built.

    Several processes may build at once: each builds aside, the first one to finish is kept.

    Raises:
        ModelMissing, DigestMismatch: the published files can't be used.
    """
    target = built_folder(manifest, cache)
    if is_built(manifest, cache=cache):
        return target
    source = check_digests(manifest)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as aside:
        work = Path(aside) / "built"
        work.mkdir()
        with _quiet():
            _export(source, Path(aside) / "fp32.onnx")
            _fuse(source, Path(aside) / "fp32.onnx", Path(aside) / "fused.onnx")
            _quantise(Path(aside) / "fused.onnx", work / MODEL_FILE)
        shutil.copyfile(source / TOKENIZER_FILE, work / TOKENIZER_FILE)
        _write_card(manifest, work)
        try:
            work.replace(target)
        except OSError:
            if not is_built(manifest, cache=cache):
                raise
    return target


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back the exporters' remarks on their own code: nobody who runs voc can act on them."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(level)


def _export(source: Path, target: Path) -> None:
    import torch
    from transformers import AutoModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    ids = torch.arange(5, 19).reshape(2, 7)
    texts, tokens = {0: "texts"}, {0: "texts", 1: "tokens"}
    torch.onnx.export(
        _two_readings(model),
        (ids, torch.ones_like(ids)),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=list(READINGS),
        dynamic_axes={
            "input_ids": tokens,
            "attention_mask": tokens,
            **dict.fromkeys(READINGS, texts),
        },
        opset_version=17,
        dynamo=False,
    )


def _two_readings(model: Any) -> Any:
    """Let the lower layers feed two stacks of upper ones: the published and the tuned for tone."""
    import torch
    from transformers.masking_utils import create_bidirectional_mask

    class TwoReadings(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            layers = list(model.encoder.layer)
            self.embeddings = model.embeddings
            self.shared = torch.nn.ModuleList(layers[:FIRST_TUNED_LAYER])
            self.meaning = torch.nn.ModuleList(layers[FIRST_TUNED_LAYER:])
            self.tone = copy.deepcopy(self.meaning)
            self.tone.load_state_dict(_tuned_layers())

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.embeddings(input_ids, token_type_ids=torch.zeros_like(input_ids))
            bias = create_bidirectional_mask(model.config, hidden, attention_mask)
            hidden = through(self.shared, hidden, bias)
            stacks = (self.meaning, self.tone)
            return tuple(pooled(through(stack, hidden, bias), attention_mask) for stack in stacks)

    def through(stack: Any, hidden: Any, bias: Any) -> Any:
        for layer in stack:
            hidden = layer(hidden, bias)
        return hidden

    def pooled(hidden: Any, mask: Any) -> Any:
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)

    return TwoReadings().eval()


def _tuned_layers() -> dict[str, Any]:
    """Read the tuned layers, named by their place in the upper stack."""
    from safetensors.torch import load_file

    tuned = {}
    for name, weights in load_file(tone_folder() / "layers.safetensors").items():
        _, _, layer, rest = name.split(".", maxsplit=3)
        tuned[f"{int(layer) - FIRST_TUNED_LAYER}.{rest}"] = weights.float()
    return tuned


def _fuse(source: Path, exported: Path, target: Path) -> None:
    from onnxruntime.transformers import optimizer

    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    fused = optimizer.optimize_model(
        str(exported),
        model_type="bert",
        num_heads=config["num_attention_heads"],
        hidden_size=config["hidden_size"],
        opt_level=0,
    )
    fused.save_model_to_file(str(target))


def _quantise(fused: Path, target: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        fused,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _write_card(manifest: ModelManifest, folder: Path) -> None:
    card = {"model": manifest.id, "revision": manifest.revision, "recipe": RECIPE}
    card["sha256"] = digest(folder / MODEL_FILE)
    (folder / "card.json").write_text(json.dumps(card, indent=2), encoding="utf-8")
