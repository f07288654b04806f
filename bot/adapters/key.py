"""The key that seals the store of conversations: one file under REELCALL_HOME, made on the first run."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

from bot.core.errors import MisconfiguredError

_KEY_BYTES = 32


def load_or_make_key(path: Path) -> bytes:
    """Read the key, or make one if there is none.

    A new key is written beside its place and then linked to it. A link is refused where a file stands, so two first
    runs at once agree on one key, and nobody ever reads half a key.

    Returns:
        The key as `cryptography.fernet.Fernet` takes it.

    Raises:
        MisconfiguredError: the file cannot be read or written, or holds something else.
    """
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes().strip()
    except OSError as error:
        raise MisconfiguredError(
            f"The key file {path} cannot be read or made ({error.strerror}); make it accessible or set REELCALL_HOME."
        ) from error
    if not _is_key(key):
        raise MisconfiguredError(
            f"The file {path} does not hold a key; restore it, or delete it to forget the conversations it protects."
        )
    return key


def _make(path: Path) -> None:
    """Put a new key at `path`, unless another process was faster."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(aside)
    except FileExistsError:
        pass  # the other first run's key is as good as ours
    finally:
        aside.unlink()


def _is_key(key: bytes) -> bool:
    """Whether these bytes are what `Fernet.generate_key` makes."""
    try:
        return len(base64.b64decode(key, altchars=b"-_", validate=True)) == _KEY_BYTES
    except binascii.Error:
        return False
