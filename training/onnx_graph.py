"""A BERT encoder with masked mean pooling and L2 normalisation as an ONNX graph that multiplies in 8 bits.

The graph is written node by node, not traced: it stays readable, and every initialiser keeps the name that the weight
has in a `BertModel` state dict, so that the torch twin reads the same file back. How numbers become 8 bits is in
`training.quantise`; attention, norms, pooling and the projection stay in float32.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from retrieval.encoder_onnx import OUTPUT, TOKEN_OUTPUT
from retrieval.encoder_torch import PROJECTION, QUANTISED, SCALE, SMOOTHING, TOKENS, input_of
from training.quantise import Range, quantise_input, quantise_rows, quantise_weight, smoothing_of

Weights = Mapping[str, NDArray[np.float32]]
Ranges = Mapping[str, Range]
"""What went into the matrix products, by `input_of` their weights."""

_OPSET, _IR = 20, 9  # Gelu came with opset 20; both are read by every ONNX Runtime since 1.17
_EPSILON = 1e-12
_MASKED = -10_000.0


class _Graph:
    """Collects nodes and initialisers; every method returns the name of what it made.

    With ranges its products are made in 8 bits, without them in float32.
    """

    def __init__(self, weights: Weights, ranges: Ranges | None) -> None:
        self.weights = weights
        self.ranges = ranges
        self.nodes: list[onnx.NodeProto] = []
        self.initialisers: list[onnx.TensorProto] = []
        self.inputs: dict[str, str] = {}
        """Of every matrix product, by `input_of` its weight: what enters it."""

    def node(self, op: str, inputs: Sequence[str], **attributes: float | list[int]) -> str:
        name = f"{op.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        if all(known.name != name for known in self.initialisers):
            self.initialisers.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def weight(self, name: str) -> str:
        """A small weight, as it is."""
        return self.constant(name, self.weights[name])

    def product(self, x: str, name: str) -> str:
        """`x @ W.T`, W of shape (out, in)."""
        source = input_of(name)
        if self.ranges is None:
            self.inputs[source] = x
            return self.node("MatMul", [x, self.constant(name, self.weights[name].T)])
        span = self.ranges[source]
        if source not in self.inputs:  # query, key and value have theirs in common
            self.inputs[source] = self.rounded(x, source, span)
        values, scale = quantise_weight(self.weights[name], smoothing_of(span))
        stored = [self.constant(name + QUANTISED, values), self.constant(name + SCALE, scale)]
        return self.node("MatMul", [self.inputs[source], self.node("DequantizeLinear", stored, axis=1)])

    def rounded(self, x: str, source: str, span: Range) -> str:
        """An input to products, smoothed and rounded: the runtime takes the pair of nodes as "multiply in 8 bits"."""
        smooth = self.node("Mul", [x, self.constant(source + SMOOTHING, smoothing_of(span))])
        step, zero = quantise_input(span)
        grid = [self.constant(f"{source}.step", step), self.constant(f"{source}.zero", zero)]
        return self.node("DequantizeLinear", [self.node("QuantizeLinear", [smooth, *grid]), *grid])

    def linear(self, x: str, name: str) -> str:
        """`x @ W.T + b`."""
        return self.node("Add", [self.product(x, f"{name}.weight"), self.weight(f"{name}.bias")])

    def norm(self, x: str, name: str) -> str:
        inputs = [x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.node("LayerNormalization", inputs, axis=-1, epsilon=_EPSILON)

    def heads(self, x: str, split: str, perm: list[int]) -> str:
        return self.node("Transpose", [self.node("Reshape", [x, split])], perm=perm)


def build_graph(weights: Weights, *, layers: int, heads: int, ranges: Ranges | None) -> onnx.ModelProto:
    """The encoder as a model: `input_ids`, `attention_mask` (batch, tokens) int64 to `embedding` (batch, dimension).

    Where there is a matrix for them also to `tokens`, the tokens' own vectors, (batch, tokens, token dimension).

    Args:
        weights: as a `BertModel` names them, and `PROJECTION` and `TOKENS` where there are such behind it.
        layers: how many layers the model has.
        heads: how many attention heads a layer has.
        ranges: from `measured_ranges`; without them the products are made in float32.
    """
    return _model(_encoder(weights, layers=layers, heads=heads, ranges=ranges), weights)


def measured_ranges(weights: Weights, *, layers: int, heads: int, tokens: Iterable[Sequence[int]]) -> dict[str, Range]:
    """What enters each matrix product in float32 while these texts, as token ids, are encoded."""
    graph = _encoder(weights, layers=layers, heads=heads, ranges=None)
    model = _model(graph, weights)
    model.graph.output.extend(helper.make_tensor_value_info(x, TensorProto.FLOAT, None) for x in graph.inputs.values())
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    spans: dict[str, Range] = {}
    for ids in tokens:
        fed = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), dtype=np.int64)}
        for source, seen in zip(graph.inputs, session.run(list(graph.inputs.values()), fed), strict=True):
            span = Range.of(seen.reshape(-1, seen.shape[-1]))
            spans[source] = spans[source] | span if source in spans else span
    return spans


def _encoder(weights: Weights, *, layers: int, heads: int, ranges: Ranges | None) -> _Graph:
    graph = _Graph(weights, ranges)
    hidden = _embeddings(graph)
    size = weights["embeddings.LayerNorm.weight"].shape[0]
    mask = _attention_mask(graph)
    split = graph.constant("split_heads", np.array([0, 0, heads, size // heads]))
    join = graph.constant("join_heads", np.array([0, 0, size]))
    scale = graph.constant("head_scale", np.array(1 / np.sqrt(size / heads), dtype=np.float32))
    for layer in range(layers):
        hidden = _layer(graph, hidden, f"encoder.layer.{layer}", mask=mask, split=split, join=join, scale=scale)
    outputs = {OUTPUT: _pooled(graph, hidden)}
    if TOKENS in weights:
        outputs[TOKEN_OUTPUT] = _unit(graph, _projected(graph, hidden, TOKENS))
    graph.nodes.extend(helper.make_node("Identity", [made], [name], name=name) for name, made in outputs.items())
    return graph


def _dimension(weights: Weights) -> int:
    return len(weights[PROJECTION] if PROJECTION in weights else weights["embeddings.LayerNorm.weight"])


def _embeddings(graph: _Graph) -> str:
    words = _words(graph, "embeddings.word_embeddings.weight")
    length = graph.node("Slice", [graph.node("Shape", ["input_ids"]), _axis(graph, 1), _axis(graph, 2)])
    positions = graph.weight("embeddings.position_embeddings.weight")
    places = graph.node("Slice", [positions, _axis(graph, 0), length, _axis(graph, 0)])
    kind = graph.node("Gather", [graph.weight("embeddings.token_type_embeddings.weight"), _axis(graph, 0)])
    summed = graph.node("Add", [graph.node("Add", [words, places]), kind])
    return graph.norm(summed, "embeddings.LayerNorm")


def _words(graph: _Graph, name: str) -> str:
    values, scale = quantise_rows(graph.weights[name])
    table, scales = graph.constant(name + QUANTISED, values), graph.constant(name + SCALE, scale)
    rows = graph.node("Cast", [graph.node("Gather", [table, "input_ids"])], to=TensorProto.FLOAT)
    row_scale = graph.node("Unsqueeze", [graph.node("Gather", [scales, "input_ids"]), _axis(graph, -1)])
    return graph.node("Mul", [rows, row_scale])  # only the rows looked up are ever widened to float32


def _axis(graph: _Graph, value: int) -> str:
    return graph.constant(f"axis_{value}".replace("-", "minus_"), np.array([value], dtype=np.int64))


def _attention_mask(graph: _Graph) -> str:
    seen = graph.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    hidden = graph.node("Sub", [graph.constant("one", np.array(1, dtype=np.float32)), seen])
    penalty = graph.node("Mul", [hidden, graph.constant("masked", np.array(_MASKED, dtype=np.float32))])
    return graph.node("Unsqueeze", [penalty, graph.constant("head_axes", np.array([1, 2]))])


def _layer(graph: _Graph, x: str, name: str, *, mask: str, split: str, join: str, scale: str) -> str:
    query = graph.heads(graph.linear(x, f"{name}.attention.self.query"), split, [0, 2, 1, 3])
    key = graph.heads(graph.linear(x, f"{name}.attention.self.key"), split, [0, 2, 3, 1])
    value = graph.heads(graph.linear(x, f"{name}.attention.self.value"), split, [0, 2, 1, 3])
    scores = graph.node("Mul", [graph.node("MatMul", [query, key]), scale])
    shares = graph.node("Softmax", [graph.node("Add", [scores, mask])], axis=-1)
    mixed = graph.node("Transpose", [graph.node("MatMul", [shares, value])], perm=[0, 2, 1, 3])
    attended = graph.linear(graph.node("Reshape", [mixed, join]), f"{name}.attention.output.dense")
    x = graph.norm(graph.node("Add", [attended, x]), f"{name}.attention.output.LayerNorm")
    inner = graph.node("Gelu", [graph.linear(x, f"{name}.intermediate.dense")])
    return graph.norm(graph.node("Add", [graph.linear(inner, f"{name}.output.dense"), x]), f"{name}.output.LayerNorm")


def _pooled(graph: _Graph, hidden: str) -> str:
    """Mean over the tokens that are not padding, the projection if there is one, then length 1."""
    seen = graph.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    weights = graph.node("Unsqueeze", [seen, _axis(graph, -1)])
    summed = graph.node("ReduceSum", [graph.node("Mul", [hidden, weights]), _axis(graph, 1)], keepdims=0)
    mean = graph.node("Div", [summed, graph.node("ReduceSum", [weights, _axis(graph, 1)], keepdims=0)])
    if PROJECTION in graph.weights:
        mean = _projected(graph, mean, PROJECTION)
    return _unit(graph, mean)


def _projected(graph: _Graph, states: str, name: str) -> str:
    return graph.node("MatMul", [states, graph.node("Transpose", [graph.weight(name)], perm=[1, 0])])


def _unit(graph: _Graph, states: str) -> str:
    """Of length 1."""
    length = graph.node("ReduceL2", [states, _axis(graph, -1)], keepdims=1)
    return graph.node("Div", [states, graph.node("Max", [length, graph.constant("tiny", np.array(1e-12, np.float32))])])


def _model(graph: _Graph, weights: Weights) -> onnx.ModelProto:
    shape = ["batch", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")]
    outputs = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["batch", _dimension(weights)])]
    if TOKENS in weights:
        sizes = [*shape, len(weights[TOKENS])]
        outputs.append(helper.make_tensor_value_info(TOKEN_OUTPUT, TensorProto.FLOAT, sizes))
    built = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.initialisers)
    model = helper.make_model(built, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    onnx.checker.check_model(model)
    return model
