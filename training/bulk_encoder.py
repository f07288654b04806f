"""The encoder for a whole catalogue: the serving one, or its torch twin where a GPU is faster."""

from __future__ import annotations

from pathlib import Path

from retrieval.encoder_onnx import OnnxEncoder
from retrieval.ports import Encoder


def bulk_encoder(folder: Path) -> Encoder:
    """The fastest encoder that this machine has for many texts.

    Raises:
        EncoderError: the folder holds no whole encoder.
    """
    try:
        import torch  # noqa: PLC0415  # only the extra `training` has it
    except ModuleNotFoundError:
        return OnnxEncoder(folder)
    if not torch.cuda.is_available():
        return OnnxEncoder(folder)
    from retrieval.encoder_torch import TorchEncoder  # noqa: PLC0415  # needs torch

    return TorchEncoder(folder, device="cuda", bf16=True)
