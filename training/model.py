"""The encoder in training: transformer → masked mean → linear projection → L2 normalisation, and three heads."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel
from transformers.utils import logging

from retrieval.encoder_onnx import TOKENIZER
from retrieval.encoder_torch import last_hidden, masked_mean, mean_pooled
from retrieval.ports import Vectors
from retrieval.telling import telling_tokens
from training.config import ModelConfig
from training.export import PROJECTION_FILE, TOKENS_FILE, find_source

_BATCH, _GPU_BATCH = 64, 1024
_NEW = 10  # how much faster the tokens' projection learns: it begins by chance, all else begins good
logging.set_verbosity_error()  # the pooler that the base has and we do not is no news
logging.disable_progress_bar()
_UP = "encoder.layer."


class FilmEncoder(nn.Module):
    """A BERT with what the loss needs on top of it. Questions and passages share every weight."""

    telling: Tensor

    def __init__(self, bert: Any, *, projection: int, classes: dict[str, int], tokens: int, telling: Tensor) -> None:
        """Put projections (0 dimensions for none) and a head for every entry of `classes` onto a BERT.

        Args:
            bert: the transformer.
            projection: dimensions after pooling.
            classes: of the heads.
            tokens: dimensions of each token's own vector.
            telling: shape (vocabulary,); which tokens late interaction looks at.
        """
        super().__init__()
        self.bert = bert
        size = bert.config.hidden_size
        self.projection = nn.Linear(size, projection, bias=False) if projection else None
        self.tokens = nn.Linear(size, tokens, bias=False) if tokens else None
        self.register_buffer("telling", telling, persistent=False)
        self.heads = nn.ModuleDict({name: nn.Linear(size, count) for name, count in classes.items()})
        self.log_variances = nn.Parameter(torch.zeros(1 + bool(tokens) + len(classes)))

    def forward(self, anchors: Sequence[Tensor], documents: Sequence[Tensor]) -> tuple[tuple[Tensor, ...], ...]:
        """Read two batches, each given as (ids, mask); one call, so that a distributed wrapper sees one pass.

        Returns:
            For each batch its pooled states, shape (texts, hidden), and where tokens have vectors of their own these,
            shape (texts, tokens, dimension), with which of them tell something, shape (texts, tokens).
        """
        return self._read(*anchors), self._read(*documents)

    def _read(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        hidden = last_hidden(self.bert, ids, mask)
        pooled = masked_mean(hidden, mask)
        return (pooled,) if self.tokens is None else (pooled, *self.token_vectors(hidden, ids, mask))

    def token_vectors(self, hidden: Tensor, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """From the last hidden states to unit vectors of the tokens, and which of them late interaction looks at."""
        assert self.tokens is not None  # noqa: S101  # asked only of a model that has them
        return nn.functional.normalize(self.tokens(hidden), dim=-1), self.telling[ids] & mask.bool()

    def embed(self, pooled: Tensor) -> Tensor:
        """From shape (batch, hidden) to unit vectors of shape (batch, dimension)."""
        return nn.functional.normalize(self.projection(pooled) if self.projection else pooled, dim=-1)


def load_model(config: ModelConfig, *, classes: dict[str, int], fused: bool = False) -> tuple[FilmEncoder, Tokenizer]:
    """The base encoder of a configuration, with what of it is not trained frozen; `fused` attends in one step.

    Raises:
        ExportRefusedError: there is no such model.
    """
    folder = find_source(config.base, base_model="", licence="").folder
    settings = BertConfig.from_pretrained(folder)
    settings.hidden_dropout_prob = settings.attention_probs_dropout_prob = config.dropout
    # On a CPU the fused attention's way back costs more than the three plain products it saves.
    bert: Any = BertModel.from_pretrained(
        folder, config=settings, add_pooling_layer=False, attn_implementation="sdpa" if fused else "eager"
    ).float()
    if config.lora_rank:
        bert = get_peft_model(bert, LoraConfig(r=config.lora_rank, target_modules=["query", "value"]))
    elif config.tuned_layers:
        first = len(bert.encoder.layer) - config.tuned_layers
        for name, weight in bert.named_parameters():
            weight.requires_grad_(_UP in name and _layer(name) >= first)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    telling = torch.from_numpy(telling_tokens(tokenizer))
    model = FilmEncoder(bert, projection=config.projection, classes=classes, tokens=config.tokens, telling=telling)
    if (folder / PROJECTION_FILE).exists() and model.projection is not None:
        model.projection.load_state_dict({"weight": load_file(folder / PROJECTION_FILE)["weight"]})
    return model, tokenizer


def parameter_groups(model: FilmEncoder, *, lr: float, layer_decay: float, weight_decay: float) -> list[dict[str, Any]]:
    """Weights by learning rate and decay: each layer at `layer_decay` of the rate above it; vectors do not decay."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    layers = model.bert.config.num_hidden_layers
    for name, weight in model.named_parameters():
        if weight.requires_grad:
            rate = lr * layer_decay ** _depth(name, layers) * (_NEW if name.startswith("tokens.") else 1)
            groups.setdefault((rate, weight_decay if weight.dim() > 1 else 0.0), []).append(weight)
    return [{"params": found, "lr": rate, "weight_decay": decay} for (rate, decay), found in groups.items()]


def _depth(name: str, layers: int) -> int:
    """How far below the top a weight lies: 0 for the projection, the heads and the last layer."""
    if "embeddings." in name:
        return layers
    return layers - 1 - _layer(name) if _UP in name else 0


def _layer(name: str) -> int:
    return int(name.partition(_UP)[2].partition(".")[0])


def tokenise(tokenizer: Tokenizer, texts: Sequence[str], *, most: int, device: Any) -> tuple[Tensor, Tensor]:
    """Token ids and mask of a batch, each of shape (texts, longest)."""
    tokenizer.enable_truncation(most)
    tokenizer.enable_padding()
    encoded = tokenizer.encode_batch(list(texts))
    ids = torch.tensor([one.ids for one in encoded], device=device)
    return ids, torch.tensor([one.attention_mask for one in encoded], device=device)


def encode(model: FilmEncoder, tokenizer: Tokenizer, texts: Sequence[str], *, most: int, bf16: bool) -> Vectors:
    """Unit vectors of texts, without gradients; shape (texts, dimension)."""
    device = model.log_variances.device
    bert = _fast(model.bert) if bf16 else model.bert
    order = np.argsort([-len(text) for text in texts], kind="stable")
    found: list[Tensor] = []
    size = _BATCH if device.type == "cpu" else _GPU_BATCH
    for start in range(0, len(texts), size):
        part = [texts[place] for place in order[start : start + size]]
        ids, mask = tokenise(tokenizer, part, most=most, device=device)
        with torch.inference_mode():
            found.append(model.embed(mean_pooled(bert, ids, mask)).float().cpu())
    vectors: Vectors = torch.cat(found).numpy()[np.argsort(order)]
    return vectors


def multiplies_bf16(*, cpu: bool) -> bool:
    """Whether the device has products of bfloat16; a processor without takes thirty times as long as in float32."""
    here = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # noqa: SLF001  # torch has no public name for it
    return bool(here) or (torch.cuda.is_available() and not cpu)


def _fast(bert: Any) -> Any:
    """A copy that keeps its weights in bfloat16 and attends in one step: for encoding alone twice as fast."""
    copied = copy.deepcopy(bert).bfloat16()
    copied.set_attn_implementation("sdpa")
    return copied


def save_model(model: FilmEncoder, tokenizer_file: Path, folder: Path) -> None:
    """Write what `python -m training export --model` reads; written aside and renamed in."""
    aside = folder.with_name(f".{folder.name}")
    shutil.rmtree(aside, ignore_errors=True)
    bert = model.bert
    if hasattr(bert, "merge_and_unload"):  # low-rank adapters become part of the matrices they adapt
        bert = bert.merge_and_unload()
    bert.save_pretrained(aside)
    if model.projection is not None:
        save_file({"weight": model.projection.weight.detach().cpu().contiguous()}, aside / PROJECTION_FILE)
    if model.tokens is not None:
        save_file({"weight": model.tokens.weight.detach().cpu().contiguous()}, aside / TOKENS_FILE)
    shutil.copyfile(tokenizer_file, aside / TOKENIZER)
    shutil.rmtree(folder, ignore_errors=True)
    aside.replace(folder)
