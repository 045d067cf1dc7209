"""What was read once and has not changed: the cases of a corpus, kept in the user's cache.

Reading and checking hundreds of front matters takes longer than a person likes to wait for ``list``. The key covers
every byte that was read and the code that read it, so that what is remembered is what would be read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from conformance.resources import cache_dir

T = TypeVar("T")

_READERS = ("case.py", "content.py", "corpus.py", "decoding.py", "peer_specs.py", "tables.py")
_KEPT = 8
"""Corpora that are remembered; the oldest are forgotten."""


def key(parts: Iterable[bytes]) -> str:
    """A key over ``parts`` and over the code that makes cases of them."""
    digest = hashlib.sha256()
    code = (Path(__file__).with_name(name).read_bytes() for name in _READERS)
    for part in (*code, *parts):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def recall(name: str, what: type[T]) -> T | None:
    """What was kept under this key, if it can still be read."""
    try:
        return msgspec.msgpack.decode(_file(name).read_bytes(), type=what)
    except (OSError, msgspec.MsgspecError):
        return None


def remember(name: str, value: object) -> None:
    """Keep ``value`` under this key. A cache that cannot be written costs time and nothing else."""
    file = _file(name)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
            new.write(msgspec.msgpack.encode(value))
        os.replace(new.name, file)
        for old in sorted(file.parent.glob("*.msgpack"), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)


def _file(name: str) -> Path:
    return cache_dir() / "corpora" / f"{name}.msgpack"
