"""Stub until the helper's arrives."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_in(folder: Path) -> bytes:
    file = folder / "secret"
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(secrets.token_hex(32).encode())
    return file.read_bytes()
