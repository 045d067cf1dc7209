"""Compiled components, kept in memory by hash and, in the folder that the engine gives for it, on disk."""

from __future__ import annotations

import hashlib
import os
import platform
import stat
import tempfile
from collections import OrderedDict
from pathlib import Path

from embedding import BadLaunch, Embedding
from wasmtime import WasmtimeError
from wasmtime.component import Component

_MOST = 256
_MOST_BYTES = 64 * 1024 * 1024
"""Bounds of what is kept in memory: components, and the bytes that they were compiled from."""


class Components:
    """Compiles each component once, as far as the bounds allow. ``version`` is the version of the package."""

    def __init__(self, embedding: Embedding, version: str) -> None:
        self._embedding = embedding
        self._name = f"wasmtime-py-{version}-{platform.system()}-{platform.machine()}".lower()
        self._kept: OrderedDict[str, tuple[Component, int]] = OrderedDict()
        self._kept_bytes = 0

    def get(self, path: Path, sha256: str, cache: Path | None) -> Component:
        """The component at ``path``, compiled. Raises :class:`Refused`, or :class:`BadLaunch` for a wrong hash."""
        if sha256 in self._kept:
            self._kept.move_to_end(sha256)
            return self._kept[sha256][0]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise BadLaunch(f"{path}: {error.strerror}") from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BadLaunch(f"{path} does not have the hash {sha256}")
        component = self._load(data, cache / self._name / f"{sha256}.compiled" if cache else None)
        self._keep(sha256, component, len(data))
        return component

    def _keep(self, sha256: str, component: Component, size: int) -> None:
        self._kept[sha256] = (component, size)
        self._kept_bytes += size
        while len(self._kept) > 1 and (len(self._kept) > _MOST or self._kept_bytes > _MOST_BYTES):
            _, (_, dropped) = self._kept.popitem(last=False)
            self._kept_bytes -= dropped

    def _load(self, data: bytes, file: Path | None) -> Component:
        stored = _read_own(file) if file else None
        if stored is not None:
            try:
                return Component.deserialize(self._embedding.engine, stored)
            except WasmtimeError:  # made by another build or with another configuration: compile anew
                pass
        component = self._embedding.compile(data)
        if file:
            _write_own(file, bytes(component.serialize()))
        return component


def _read_own(file: Path) -> bytes | None:
    """Compiled code that this program has written, or None.

    Compiled code is executed as it is, so a file counts only when nobody else can have written it and when its digest,
    which stands before the code, is right.
    """
    try:
        with open(file, "rb") as stream:
            status = os.fstat(stream.fileno())
            foreign = hasattr(os, "getuid") and status.st_uid != os.getuid()
            if foreign or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                return None
            content = stream.read()
    except OSError:
        return None
    digest, code = content[:32], content[32:]
    return code if hashlib.sha256(code).digest() == digest else None


def _write_own(file: Path, code: bytes) -> None:
    """Write whole or not at all; a cache that cannot be written is done without."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix="new-")
        try:
            with open(descriptor, "wb") as stream:
                stream.write(hashlib.sha256(code).digest() + code)
            os.replace(temporary, file)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        pass
