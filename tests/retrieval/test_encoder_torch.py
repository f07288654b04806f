"""The torch twin reads the very weights that ship, so both encoders say the same, but for what 8 bits round off."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_onnx import OnnxEncoder, shipped_encoder
from retrieval.films import read_films
from retrieval.starter import starter_films
from retrieval.text import passages

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def texts() -> list[str]:
    cut = [passage.text for film in read_films(Path(str(starter_films()))) for passage in passages(film)]
    return cut[:: len(cut) // 200][:200]


def test_the_twins_agree(texts: list[str]) -> None:
    from retrieval.encoder_torch import TorchEncoder  # noqa: PLC0415  # torch is only there under this marker

    serving, twin = OnnxEncoder(shipped_encoder()), TorchEncoder(shipped_encoder())
    cosine = (serving.encode_document(texts) * twin.encode_document(texts)).sum(axis=1)

    assert len(cosine) == 200
    assert cosine.mean() > 0.997
    assert cosine.min() > 0.98
    assert (serving.fingerprint, serving.dimension) == (twin.fingerprint, twin.dimension)


def test_bf16_stays_close(texts: list[str]) -> None:
    from retrieval.encoder_torch import TorchEncoder  # noqa: PLC0415  # as above

    exact, fast = TorchEncoder(shipped_encoder()), TorchEncoder(shipped_encoder(), bf16=True)
    cosine = (exact.encode_query(texts[:40]) * fast.encode_query(texts[:40])).sum(axis=1)

    assert cosine.min() > 0.99
    assert not np.array_equal(exact.encode_query(texts[:2]), fast.encode_query(texts[:2]))
