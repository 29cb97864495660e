"""Write a model as an ONNX graph: as published, or with int8 weights and fixed scales."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.nlp.embed.weights import MEANING, Tensors, Weights

Array = NDArray[Any]
INPUT = "input_ids"
_MICROSOFT = "com.microsoft"


@dataclass(frozen=True, slots=True)
class Scale:
    """Hold how the input of a linear layer becomes uint8: each channel is divided by its `share`,
    then by `step`, and `zero` is added. The weights take the shares over."""

    step: np.float32
    zero: np.uint8
    shares: NDArray[np.float32]


@dataclass(slots=True)
class _Graph:
    """Collect nodes and constants. Without `scales` linear layers stay float, and `inputs` names
    what runs into them."""

    scales: Mapping[str, Scale] | None = None
    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Array] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)

    def node(self, kind: str, inputs: list[str], *, domain: str = "", **attributes: Any) -> str:
        from onnx import helper

        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, values: Array | np.generic) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants[name] = np.asarray(values)
        return name

    def norm(self, x: str, tensors: Tensors, name: str, epsilon: float) -> str:
        scale = self.constant(tensors[f"{name}.weight"])
        shift = self.constant(tensors[f"{name}.bias"])
        return self.node("LayerNormalization", [x, scale, shift], axis=-1, epsilon=epsilon)

    def linear(self, x: str, tensors: Tensors, name: str, *, place: str) -> str:
        """Apply a linear layer; those that share their input name the same `place`."""
        weight, bias = tensors[f"{name}.weight"].T, self.constant(tensors[f"{name}.bias"])
        if self.scales is None:
            self.inputs[place] = x
            return self.node("Add", [self.node("MatMul", [x, self.constant(weight)]), bias])
        scale = self.scales[place]
        small, steps = _int8(weight * scale.shares[:, None])
        if place not in self.inputs:
            divided = self.node("Mul", [x, self.constant(1 / scale.shares)])
            how = [self.constant(scale.step), self.constant(scale.zero)]
            self.inputs[place] = self.node("QuantizeLinear", [divided, *how])
        step, zero = self.constant(scale.step), self.constant(scale.zero)
        inputs = [self.inputs[place], self.constant(small), step, self.constant(steps), zero]
        return self.node("MatMulIntegerToFloat", [*inputs, "", bias], domain=_MICROSOFT)


def write_graph(weights: Weights, scales: Mapping[str, Scale] | None = None) -> bytes:
    """Write the graph: token ids of texts of one length in, one hidden state per reading out.

    Outputs have shape (texts, tokens, dimensions) and the readings' names. Without `scales` the
    graph is float, and what runs into its linear layers comes out as well, by their places.
    Normalisation and residual sum are nodes of their own and attention takes separate projections:
    onnxruntime's fused forms of them are several times slower on a processor.
    """
    graph = _Graph(scales)
    states = [_embeddings(graph, weights)]
    for layer in range(weights.layers):
        place = f"{MEANING}.{layer}"
        states.append(_layer(graph, states[-1], weights.tensors, layer, place, weights))
    outputs = {MEANING: states[-1]}
    for stack in weights.stacks:
        x = states[stack.first]
        for layer in range(stack.first, weights.layers):
            x = _layer(graph, x, stack.tensors, layer, f"{stack.name}.{layer}", weights)
        outputs[stack.name] = x
    return _serialised(graph, outputs)


def _embeddings(graph: _Graph, weights: Weights) -> str:
    tensors, first = weights.tensors, weights.first_position
    name = "embeddings"
    # Half precision: the table of words is most of a small model's size.
    words = graph.constant(tensors[f"{name}.word_embeddings.weight"].astype(np.float16))
    placed = tensors[f"{name}.position_embeddings.weight"][first:]
    places = graph.constant(placed + tensors[f"{name}.token_type_embeddings.weight"][0])
    start, axis = graph.constant(np.array([0])), graph.constant(np.array([0]))
    length = graph.node("Shape", [INPUT], start=1, end=2)
    word = graph.node("Cast", [graph.node("Gather", [words, INPUT])], to=1)
    summed = graph.node("Add", [word, graph.node("Slice", [places, start, length, axis])])
    return graph.norm(summed, tensors, f"{name}.LayerNorm", weights.epsilon)


def _layer(
    graph: _Graph, x: str, tensors: Tensors, number: int, place: str, weights: Weights
) -> str:
    own = f"encoder.layer.{number}"
    parts = [
        graph.linear(x, tensors, f"{own}.attention.self.{part}", place=f"{place}.input")
        for part in ("query", "key", "value")
    ]
    seen = graph.node("MultiHeadAttention", parts, domain=_MICROSOFT, num_heads=weights.heads)
    out = graph.linear(seen, tensors, f"{own}.attention.output.dense", place=f"{place}.seen")
    name = f"{own}.attention.output.LayerNorm"
    x = graph.norm(graph.node("Add", [out, x]), tensors, name, weights.epsilon)
    wide = graph.linear(x, tensors, f"{own}.intermediate.dense", place=f"{place}.middle")
    bent = graph.node("Gelu", [wide])
    out = graph.linear(bent, tensors, f"{own}.output.dense", place=f"{place}.wide")
    name = f"{own}.output.LayerNorm"
    return graph.norm(graph.node("Add", [out, x]), tensors, name, weights.epsilon)


def _int8(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round weights to int8, with one step per output channel."""
    steps = np.maximum(np.abs(weight).max(axis=0), 1e-8) / 127
    return np.round(weight / steps).astype(np.int8), steps.astype(np.float32)


def _serialised(graph: _Graph, outputs: Mapping[str, str]) -> bytes:
    from onnx import TensorProto, helper, numpy_helper

    given = dict(outputs) if graph.scales is not None else {**outputs, **graph.inputs}
    nodes = graph.nodes + [helper.make_node("Identity", [x], [name]) for name, x in given.items()]
    shape = ["texts", "tokens", "channels"]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, shape[:2])],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in given],
            [numpy_helper.from_array(values, key) for key, values in graph.constants.items()],
        ),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_MICROSOFT, 1)],
    )
    model.ir_version = 10
    serialised: bytes = model.SerializeToString()
    return serialised
