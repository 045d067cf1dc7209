"""The memory layout of values in Wasmtime's C API, for ``lowering`` and ``lifting``, which go between it and JSON.

The package's own conversions lose information: payloads come back without their case, ``True`` passes for an integer,
integers wrap, and a ``list<u8>`` is another thing than any other list. So the driver's calls go by the types that they
are told, and make and read C values on their own.
"""

from __future__ import annotations

import struct
from ctypes import addressof, c_char, sizeof, string_at
from typing import Any

from wasmtime import _bindings as c
from wasmtime import _ffi

VALUE, NAME, ENTRY = 32, 16, 48
"""Bytes of a value, of a name (length and address), of a record's field (name and value)."""
NUMBERS = {
    "u8": "B", "s8": "b", "u16": "H", "s16": "h", "u32": "I", "s32": "i", "u64": "Q", "s64": "q",
    "f32": "I", "f64": "Q",
}  # fmt: skip
"""How `struct` writes them; a float is its bits."""
WIDTHS = {"B": 1, "H": 2, "I": 4, "Q": 8}
CACHED = 512
"""Types whose functions are remembered: enough for the components of the moment."""
TWO = struct.Struct("<QQ")
HEADED = struct.Struct("<B7xQQ")


class Unlowerable(Exception):
    """A value that the C API cannot hold, or that would end the process."""


class Garbled(Exception):
    """What came out is no value of its type."""


def misfit() -> str | None:
    """Why values cannot be handled with this version of the package, or None."""
    try:
        value = c.wasmtime_component_val_t
        wanted = (VALUE, VALUE - 8, ENTRY, NAME, 8)
        entry = c.wasmtime_component_valrecord_entry_t
        found = (sizeof(value), value.of.size, sizeof(entry), entry.val.offset, value.of.offset)
        needed = [f"wasmtime_component_{name}" for name in ("val_clone", "val_delete", "func_call")]
        missing = [name for name in needed if not hasattr(c, name)]
        kind_of("flags")
    except AttributeError as error:
        return f"this version's C API has no values of components: {error}"
    if missing:
        return f"this version's C API has no {missing[0]}"
    return None if found == wanted else f"this version lays out values otherwise: {found}, not {wanted}"


def kind_of(word: str) -> int:
    """The number by which the C API knows a kind of type."""
    if word == "map":
        return 22  # WASMTIME_COMPONENT_MAP in Wasmtime's headers; the package does not name it
    return int(getattr(_ffi, f"WASMTIME_COMPONENT_{word.upper()}").value)


class Arena:
    """Memory for C values that live as long as one call; Wasmtime copies what it is handed."""

    def __init__(self, guarded: bool = True, size: int = 1 << 16) -> None:
        self.guarded = guarded
        """Whether characters that are none, which end the process, are kept from Wasmtime."""
        self._size = size
        self._chunks: list[tuple[bytearray, Any]] = []
        self._open(size)

    def _open(self, size: int) -> None:
        chunk = bytearray(size)
        pinned = (c_char * size).from_buffer(chunk)
        self._chunks.append((chunk, pinned))
        self._view, self._address, self._top, self._end = memoryview(chunk), addressof(pinned), 0, size

    def take(self, size: int) -> tuple[memoryview, int, int]:
        """So many bytes, aligned to 8: the memory that has them, where they are in it, and their address."""
        if self._top + size > self._end:
            self._open(max(size, self._size))
        at = self._top
        self._top = (at + size + 7) & -8
        return self._view, at, self._address + at

    def reset(self) -> None:
        """Make all of it free."""
        if len(self._chunks) > 1:
            self._chunks.clear()
            self._open(self._size)
        self._top = 0


class Names:
    """Labels in memory that stays."""

    def __init__(self, labels: list[str]) -> None:
        encoded = [label.encode() for label in labels]
        self._kept = bytearray(b"".join(encoded) or b"-")
        at = addressof((c_char * len(self._kept)).from_buffer(self._kept))
        self.pairs: list[tuple[int, int]] = []
        """Of each label its length and address."""
        for name in encoded:
            self.pairs.append((len(name), at))
            at += len(name)
        self._index = {name: index for index, name in enumerate(encoded)}

    def pack(self, view: memoryview, at: int, index: int) -> None:
        """Write the name of this number."""
        TWO.pack_into(view, at, *self.pairs[index])

    def find(self, data: bytes, at: int) -> int:
        """The number of the name that is here. Raises :class:`Garbled`."""
        name = bytes_at(data, at)
        if name not in self._index:
            raise Garbled(f"a name that the type does not have: {name!r}")
        return self._index[name]


def bytes_at(data: bytes, at: int) -> bytes:
    """The bytes that a length and an address, here in ``data``, lead to."""
    size, address = TWO.unpack_from(data, at)
    return string_at(address, size) if size else b""
