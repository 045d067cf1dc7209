"""Where the pages of the site are. All links are relative, so that it works from any folder, and from a file."""

from __future__ import annotations

import hashlib
import re

_ITEM = re.compile(r"(?:\[([\w-]+)\])?(.+)")
_KINDS = {"resource-drop": "drop", "constructor": "constructor"}
"""Kinds of functions that have no name of their own."""

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


def area_page(area: str) -> str:
    """The page of an area."""
    return f"areas/{_safe(area)}.html"


def interface_page(interface: str) -> str:
    """The page of an interface such as ``wasi:io/poll``."""
    return f"interfaces/{_interface(interface)}.html"


def function_page(item: str) -> str:
    """The page of a function such as ``wasi:io/poll#poll``."""
    interface, _, name = item.partition("#")
    found = _ITEM.fullmatch(name)
    kind, plain = (found[1], found[2]) if found else (None, name)
    prefix = f"{_KINDS[kind]}." if kind in _KINDS else ""
    return f"functions/{_interface(interface)}/{_safe(prefix + plain)}.html"


def case_page(case_id: str) -> str:
    """The page of a case."""
    area, _, name = case_id.partition("/")
    return f"cases/{_safe(area)}/{_safe(name)}.html"


def runtime_page(name: str) -> str:
    """The page of a runtime, all of its versions."""
    return f"runtimes/{_safe(name)}.html"


def finding_page(name: str) -> str:
    """The page of a finding."""
    return f"findings/{_safe(name)}.html"


def root_of(page: str) -> str:
    """What leads from a page to the site's folder."""
    return "../" * page.count("/")


def function_name(item: str) -> str:
    """How people call a function: ``descriptor.link-at``, ``drop of descriptor``, ``constructor of fields``."""
    name = item.partition("#")[2] or item
    found = _ITEM.fullmatch(name)
    if found is None or found[1] is None:
        return name
    return f"{_KINDS[found[1]]} of {found[2]}" if found[1] in _KINDS else found[2]


def _interface(interface: str) -> str:
    package, _, name = interface.partition("/")
    return f"{_safe(package.removeprefix('wasi:'))}/{_safe(name)}"


def _safe(text: str) -> str:
    """A slug that is no hidden file and leads to no other folder."""
    made = slug(text)
    return f"~{made}" if made.startswith(".") else made
