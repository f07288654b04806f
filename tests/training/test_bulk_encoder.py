"""Which encoder a whole catalogue is read with."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.errors import EncoderError
from training.bulk_encoder import bulk_encoder


def has_gpu() -> bool:
    try:
        import torch  # noqa: PLC0415  # it may not be there
    except ModuleNotFoundError:
        return False
    return bool(torch.cuda.is_available())


def test_a_gpu_is_used_and_else_the_encoder_that_serves() -> None:
    encoder = bulk_encoder(Path(str(shipped_encoder())))

    assert isinstance(encoder, OnnxEncoder) is not has_gpu()
    assert encoder.fingerprint == OnnxEncoder(shipped_encoder()).fingerprint


def test_a_folder_without_an_encoder_is_said(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="There is no encoder"):
        bulk_encoder(tmp_path)
