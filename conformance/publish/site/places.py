"""Where the pages of the site are. All links are relative, so that it works from any folder, and from a file."""

from __future__ import annotations

import re

from conformance.publish.slugs import safe_slug

_ITEM = re.compile(r"(?:\[([\w-]+)\])?(.+)")
_KINDS = {"resource-drop": "drop", "constructor": "constructor"}
"""Kinds of functions that have no name of their own."""


def area_page(area: str) -> str:
    """The page of an area."""
    return f"areas/{safe_slug(area)}.html"


def interface_page(interface: str) -> str:
    """The page of an interface such as ``wasi:io/poll``."""
    return f"interfaces/{_interface(interface)}.html"


def function_page(item: str) -> str:
    """The page of a function such as ``wasi:io/poll#poll``."""
    interface, _, name = item.partition("#")
    found = _ITEM.fullmatch(name)
    kind, plain = (found[1], found[2]) if found else (None, name)
    prefix = f"{_KINDS[kind]}." if kind in _KINDS else ""
    return f"functions/{_interface(interface)}/{safe_slug(prefix + plain)}.html"


def case_page(case_id: str) -> str:
    """The page of a case."""
    area, _, name = case_id.partition("/")
    return f"cases/{safe_slug(area)}/{safe_slug(name)}.html"


def runtime_page(name: str) -> str:
    """The page of a runtime, all of its versions."""
    return f"runtimes/{safe_slug(name)}.html"


def finding_page(name: str) -> str:
    """The page of a finding."""
    return f"findings/{safe_slug(name)}.html"


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
    return f"{safe_slug(package.removeprefix('wasi:'))}/{safe_slug(name)}"
