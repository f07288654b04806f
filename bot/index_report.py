"""`reelcall index info` and `verify`: what an index says of itself, and whether it is what was built."""

from __future__ import annotations

from pathlib import Path

from retrieval.encoder_onnx import read_card, shipped_encoder
from retrieval.manifest import Manifest, check_encoder, check_files, read_manifest


def describe(manifest: Manifest) -> str:
    """A manifest in words, one fact a line."""
    facts = {
        "films": f"{manifest.films:,}, {manifest.films_with_text:,} of them with text",
        "rows": f"{manifest.rows:,} of {manifest.dimension} numbers, {manifest.metric}, kept as {manifest.storage}",
        "built": manifest.built_at,
        "encoder": manifest.encoder,
        "passages": f"version {manifest.text_version}",
        "catalogue": manifest.catalogue,
        "licences": ", ".join(manifest.licences) or "not stated",
    }
    return "".join(f"{name:10} {value}\n" for name, value in facts.items())


def verify(folder: Path) -> Manifest:
    """Hold an index against its checksums and this program's encoder.

    Raises:
        retrieval.errors.RetrievalError: something does not match; the message says what to do.
    """
    manifest = read_manifest(folder)
    card = read_card(shipped_encoder())
    check_encoder(manifest, fingerprint=card.fingerprint, dimension=card.dimension)
    check_files(folder, manifest)
    return manifest
