"""Read the weights of a sentence-transformers model of the BERT family, and what stands on it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.errors import ManifestInvalid, ModelMissing
from voc.resources.models import WEIGHTS_FILE

Tensors = Mapping[str, NDArray[np.float32]]
MEANING = "meaning"
_FAMILY = ("bert", "roberta", "xlm-roberta")
_LAYER = "encoder.layer."


@dataclass(frozen=True, slots=True)
class Stack:
    """Hold the layers of a reading beside `meaning`: from layer `first` on its tensors are its own,
    below they are the published model's."""

    name: str
    first: int
    tensors: Tensors


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold a model: its shape, its tensors as published, and the stacks that were trained again.

    Positions count from `first_position`. `pooling` is `mean` or `cls`.
    """

    layers: int
    heads: int
    epsilon: float
    first_position: int
    pooling: str
    tensors: Tensors
    stacks: tuple[Stack, ...]


def read_weights(folder: Path, *, readings: Mapping[str, Path] | None = None) -> Weights:
    """Read a model from its folder; `readings` names files of layers that were trained again.

    Raises:
        ManifestInvalid: the model is of a kind that can't be built.
        ModelMissing: a file isn't there.
    """
    config = _json(folder / "config.json")
    kind = config.get("model_type")
    if kind not in _FAMILY or config.get("hidden_act", "gelu") != "gelu":
        raise ManifestInvalid(
            f"{folder} holds a model of type {kind!r}.", hint=f"voc builds {', '.join(_FAMILY)}."
        )
    return Weights(
        layers=int(config["num_hidden_layers"]),
        heads=int(config["num_attention_heads"]),
        epsilon=float(config["layer_norm_eps"]),
        first_position=0 if kind == "bert" else int(config["pad_token_id"]) + 1,
        pooling=_pooling(folder),
        tensors=_tensors(folder / WEIGHTS_FILE),
        stacks=tuple(_stack(name, path) for name, path in (readings or {}).items()),
    )


def _stack(name: str, path: Path) -> Stack:
    tensors = _tensors(path)
    first = min(int(tensor.removeprefix(_LAYER).split(".")[0]) for tensor in tensors)
    return Stack(name, first, tensors)


def _tensors(path: Path) -> dict[str, NDArray[np.float32]]:
    from safetensors.numpy import load_file

    if not path.is_file():
        raise ModelMissing(
            f"{path} is missing.", hint="A model is a folder with its weights as safetensors."
        )
    return {
        name[max(0, *(name.find(part) for part in (_LAYER, "embeddings."))) :]: tensor.astype(
            np.float32
        )
        for name, tensor in load_file(path).items()
        if tensor.dtype.kind == "f"
    }


def _pooling(folder: Path) -> str:
    """Read how a text's vector is taken from its tokens'; refuse what is none of mean and first."""
    modules = [module["type"].rsplit(".", 1)[-1] for module in _json(folder / "modules.json")]
    config = _json(folder / "1_Pooling" / "config.json")
    modes = {key for key, on in config.items() if key.startswith("pooling_mode_") and on is True}
    known = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    if {*modules} - {"Transformer", "Pooling", "Normalize"} or len(modes) != 1 or modes - {*known}:
        raise ManifestInvalid(
            f"{folder} has parts that voc doesn't build: {', '.join([*modules, *sorted(modes)])}.",
            hint="It builds models that pool by mean or by their first token.",
        )
    return known[modes.pop()]


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"{path} can't be read.", hint="Name the folder of a sentence-transformers model."
        ) from error
