"""What front matter and data files are made of: parts that know their fields, and bytes as people write them."""

from __future__ import annotations

import base64
import binascii

import msgspec


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a file that people write: a field that nobody knows is a typing error, not a decoration."""


class Bytes(Strict, frozen=True, kw_only=True):
    """Bytes that are no plain text: base64, or a text repeated."""

    base64: str | None = None
    repeat: str | None = None
    times: int = 1

    def __post_init__(self) -> None:
        if (self.base64 is None) == (self.repeat is None):
            raise ValueError("Expected exactly one of `base64`, `repeat`")
        if self.base64 is not None:
            try:
                base64.b64decode(self.base64, validate=True)
            except binascii.Error as error:
                raise ValueError(f"Expected base64: {error}") from None

    def data(self) -> bytes:
        """The bytes themselves."""
        if self.base64 is not None:
            return base64.b64decode(self.base64)
        return (self.repeat or "").encode() * self.times


def bytes_of(value: str | Bytes) -> bytes:
    """Content as bytes: text is UTF-8."""
    return value.encode() if isinstance(value, str) else value.data()
