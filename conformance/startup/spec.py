"""``startup.yaml`` beside a ``runner.yaml``: how a runtime is started otherwise, and who measures inside of it.

``conformance/startup/README.md`` is the text for people; these types are the contract. A runtime without the file is
started by the command line of its process lane, and that is all.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from conformance.decoding import decode_yaml
from conformance.errors import Malformed

NAME = "startup.yaml"
_VARIABLES = frozenset(
    {"program", "beside", "folder", "env", "python", "node", "site", "component", "sha256", "cache", "artifacts"}
)
DRIVER_PHASES = ("compile", "load", "instantiate-first", "instantiate", "instantiate-pooled", "first-call", "warm-call")
"""What a driver may measure, each by that name."""
_CANNOT = (*DRIVER_PHASES, "start", "cached-start", "http", "memory")


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a file that people write."""


class Way(_Strict, frozen=True, kw_only=True):
    """A way to start a command. What is left out of it is that of the process lane in ``runner.yaml``."""

    phase: Literal["start", "cached-start"]
    """``start``: with nothing made before, in an empty cache. ``cached-start``: with what an earlier start or
    ``prepare`` has left."""
    about: str
    prepare: tuple[str, ...] = ()
    """What compiles; it is measured apart, as the phase ``compile``."""
    run: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(self.prepare)
        _check(self.run)


class Startup(_Strict, frozen=True, kw_only=True):
    """A whole ``startup.yaml``."""

    ways: dict[str, Way] = {}
    driver: tuple[str, ...] = ()
    """The command line of a program that measures inside of the runtime."""
    cannot: dict[str, str] = {}
    """Phase → why this runtime has no such thing."""

    def __post_init__(self) -> None:
        _check(self.driver)
        for phase in self.cannot:
            if phase not in _CANNOT:
                raise ValueError(f"Unknown phase {phase!r} in `cannot`: there is {', '.join(_CANNOT)}")


def load_startup(folder: Path) -> Startup:
    """Read ``folder/startup.yaml``, if it is there. Raises :class:`Malformed` naming file, field and line."""
    file = folder / NAME
    if not file.exists():
        return Startup()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(file, None, None, f"cannot be read: {error}") from None
    return decode_yaml(text, Startup, file)


def _check(texts: Iterable[str]) -> None:
    for text in texts:
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        except ValueError as error:
            raise ValueError(f"Expected a template, got {text!r} ({error}; a brace that is meant is doubled)") from None
        for name in names:
            if name not in _VARIABLES:
                there = ", ".join(f"{{{one}}}" for one in sorted(_VARIABLES))
                raise ValueError(f"Unknown variable {{{name}}} in {text!r}: here are {there}")
