"""The training and GPU twin of the serving encoder. Its weights come out of the same `encoder.onnx`: one copy.

The module is transformers' `BertModel`: training needs its dropout, its checkpoints and its tooling, and holding our
ONNX graph against somebody else's BERT is the stronger test. Only the extra `training` may import this file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from retrieval.encoder_onnx import (
    MODEL,
    TOKENIZER,
    Batch,
    EncoderCard,
    Made,
    batches,
    checked_file,
    put_together,
    read_card,
)
from retrieval.ports import Read, Vectors
from retrieval.telling import telling_tokens

_BATCH_TOKENS = 8192  # of one run, padding included: enough that the work is more than its preparation
QUANTISED, SCALE, SMOOTHING = ".int8", ".scale", ".smoothing"
"""Suffixes, in the ONNX file: of a matrix's integers, of their scales, of what a product's input is multiplied by."""
PROJECTION = "projection.weight"
"""The matrix after pooling, shape (dimension, hidden), in the ONNX file of an encoder that has one."""
TOKENS = "tokens.weight"
"""The matrix that makes vectors of tokens, shape (token dimension, hidden), where an encoder has one."""


def input_of(weight: str) -> str:
    """What a matrix is multiplied with, by its module: query, key and value of a layer's attention share theirs."""
    return weight.rsplit(".", 2)[0]


def read_weights(model: bytes) -> dict[str, NDArray[np.float32]]:
    """The weights of an encoder's ONNX file as float32, by their names in a `BertModel` state dict."""
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load_from_string(model).graph.initializer}
    rounded = (name.removesuffix(QUANTISED) for name in tensors if name.endswith(QUANTISED))
    plain = (name for name in tensors if name.endswith((".weight", ".bias")))
    return {name: _matrix(tensors, name) for name in rounded} | {
        name: np.array(tensors[name], dtype=np.float32) for name in plain
    }


def _matrix(tensors: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """A matrix as it was before `training.quantise`, but for what rounding took."""
    values, scale = tensors[name + QUANTISED].astype(np.float32), tensors[name + SCALE]
    smoothing = tensors.get(input_of(name) + SMOOTHING)
    if smoothing is None:  # the table of words, a row for each
        values *= scale[:, None]
        return values
    values *= scale
    return np.ascontiguousarray(values.T * smoothing, dtype=np.float32)


def mean_pooled(model: BertModel, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Masked mean of the last hidden states; shape (batch, hidden)."""
    return masked_mean(last_hidden(model, ids, mask), mask)


def last_hidden(model: BertModel, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The states after the last layer in float32; shape (batch, tokens, hidden)."""
    hidden: torch.Tensor = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    return hidden


def masked_mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The mean over the tokens that are there; shape (batch, hidden)."""
    seen = mask.unsqueeze(-1).float()
    return (hidden * seen).sum(1) / seen.sum(1)


def pooled(
    model: BertModel, ids: torch.Tensor, mask: torch.Tensor, projection: torch.Tensor | None = None
) -> torch.Tensor:
    """`mean_pooled`, projected by a matrix of shape (dimension, hidden) if there is one, L2-normalised."""
    return projected(mean_pooled(model, ids, mask), projection)


def projected(states: torch.Tensor, projection: torch.Tensor | None) -> torch.Tensor:
    """States of shape (..., hidden) through a matrix of shape (dimension, hidden) if there is one, L2-normalised."""
    return torch.nn.functional.normalize(states if projection is None else states @ projection.T, dim=-1)


def bert_from(weights: Mapping[str, NDArray[np.float32]], card: EncoderCard) -> BertModel:
    """A `BertModel` without pooler that holds these weights."""
    vocabulary, size = weights["embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=size,
        num_hidden_layers=card.layers,
        num_attention_heads=card.heads,
        intermediate_size=weights["encoder.layer.0.intermediate.dense.weight"].shape[0],
        max_position_embeddings=weights["embeddings.position_embeddings.weight"].shape[0],
    )
    model = BertModel(config, add_pooling_layer=False)
    state: dict[str, Any] = {name: torch.from_numpy(values) for name, values in weights.items()}
    model.load_state_dict(state, strict=True)
    return model.eval()


class TorchEncoder:
    """`retrieval.ports.Encoder` on torch."""

    def __init__(self, folder: Traversable, *, device: str = "cpu", bf16: bool = False) -> None:
        """Load an encoder's weights onto a device; `bf16` runs in bfloat16, about five times faster where it is native.

        Raises:
            EncoderError: a file is missing or not what the card says: its vectors would go under another's fingerprint.
        """
        self._card = read_card(folder)
        self._device = device
        self._bf16 = bf16
        weights = read_weights(checked_file(folder, MODEL, self._card))
        projection = weights.pop(PROJECTION, None)
        self._projection = None if projection is None else torch.from_numpy(projection).to(device)
        tokens = weights.pop(TOKENS, None)
        self._tokens = None if tokens is None else torch.from_numpy(tokens).to(device)
        self.model = bert_from(weights, self._card).to(device)
        if bf16:
            self.model = self.model.bfloat16()  # a third faster than autocast, which turns the weights at every use
        self._tokenizer = Tokenizer.from_buffer(checked_file(folder, TOKENIZER, self._card))
        self._telling = telling_tokens(self._tokenizer)
        self._tokenizer.enable_truncation(self._card.max_tokens)
        self._tokenizer.no_padding()

    @property
    def fingerprint(self) -> str:
        """The serving twin's: their vectors may stand in one index."""
        return self._card.fingerprint

    @property
    def dimension(self) -> int:
        """See `retrieval.ports.Encoder`."""
        return self._card.dimension

    @property
    def token_dimension(self) -> int:
        """See `retrieval.ports.Encoder`."""
        return self._card.token_dimension

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Encode what users said; shape (texts, dimension)."""
        return self._encode(texts).vectors

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Encode passages of films; shape (texts, dimension)."""
        return self._encode(texts).vectors

    def read_query(self, texts: Sequence[str]) -> Read:
        """See `retrieval.ports.Encoder`."""
        return self._encode(texts)

    def read_document(self, texts: Sequence[str]) -> Read:
        """See `retrieval.ports.Encoder`."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Read:
        runs = batches(self._tokenizer, texts, most_tokens=_BATCH_TOKENS)
        made = ((batch, self._run(batch)) for batch in runs)
        return put_together(made, len(texts), card=self._card, telling=self._telling)

    def _run(self, batch: Batch) -> Made:
        ids, mask = (torch.from_numpy(values).to(self._device) for values in (batch.ids, batch.mask))
        with torch.inference_mode(), torch.autocast(self._device.split(":")[0], torch.bfloat16, enabled=self._bf16):
            hidden = last_hidden(self.model, ids, mask)
            vectors = projected(masked_mean(hidden, mask), self._projection)
            tokens = None if self._tokens is None else projected(hidden, self._tokens).float().cpu().numpy()
        return vectors.float().cpu().numpy(), tokens
