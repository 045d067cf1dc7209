"""File names for any text: of runtimes, areas and cases, whoever named them."""

from __future__ import annotations

import hashlib

_LONGEST = 120
"""Characters of a file name; most file systems take 255 bytes."""


def slug(text: str) -> str:
    """A file name for any text: different for different texts, on file systems that ignore case, too."""
    made = "".join(c if (c.isascii() and (c.islower() or c.isdigit())) or c in "-_" else _rare(c) for c in text) or "~"
    if len(made) <= _LONGEST:
        return made
    return f"{made[: _LONGEST // 2]}~{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"


def _rare(character: str) -> str:
    return character if character == "." else f"~{ord(character):x}~"


def safe_slug(text: str) -> str:
    """A slug that is no hidden file and leads to no other folder."""
    made = slug(text)
    return f"~{made}" if made.startswith(".") else made
