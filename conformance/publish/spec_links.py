"""Where an item of WASI stands in the WIT text: a link to its very line on GitHub.

The lines are facts about one tag of the text, kept in ``wit_lines.json``, which
``python -m conformance.publish.spec_links FOLDER > wit_lines.json`` makes anew from a checkout of that tag.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from conformance.coverage import facts
from conformance.decoding import decode_json

LINES = Path(__file__).parent / "wit_lines.json"
REPOSITORY = "https://github.com/WebAssembly/WASI"
_INTERFACE = re.compile(r"interface ([\w-]+) \{")
_RESOURCE = re.compile(r"resource ([\w-]+)\s*[;{]")
_FUNCTION = re.compile(r"%?([\w-]+): (static )?func\b")
_CONSTRUCTOR = re.compile(r"constructor\(")


class WitLines(msgspec.Struct, frozen=True):
    """The lines of one tag: interface or item → file and line."""

    tag: str
    items: dict[str, tuple[str, int]]


@cache
def wit_lines() -> WitLines:
    """The lines that are known."""
    return decode_json(LINES.read_bytes(), WitLines, LINES)


def spec_link(item: str) -> str | None:
    """The link to an item or interface such as ``wasi:io/poll#poll``; to its interface where its line is not known."""
    known = wit_lines()
    place = known.items.get(item) or known.items.get(item.partition("#")[0])
    if place is None:
        return None
    return f"{REPOSITORY}/blob/{known.tag}/{place[0]}#L{place[1]}"


def lines_of(package: str, text: str) -> Iterator[tuple[str, int]]:
    """Each interface and function of a WIT file with its line, counted from 1."""
    interface = resource = ""
    for number, line in enumerate(text.splitlines(), start=1):
        code = line.split("//")[0].strip()
        if found := _INTERFACE.match(code):
            interface, resource = f"{package}/{found[1]}", ""
            yield interface, number
        elif not interface:
            continue
        elif found := _RESOURCE.match(code):
            resource = found[1] if code.endswith("{") else ""
            yield f"{interface}#[resource-drop]{found[1]}", number
        elif _CONSTRUCTOR.match(code):
            yield f"{interface}#[constructor]{resource}", number
        elif found := _FUNCTION.match(code):
            kind = f"[{'static' if found[2] else 'method'}]{resource}." if resource else ""
            yield f"{interface}#{kind}{found[1]}", number
        elif code == "}" and line[0].isspace():
            resource = ""


def main(folder: Path) -> None:
    """Print the lines of the WIT files below ``folder``, a checkout of the tag."""
    items: dict[str, tuple[str, int]] = {}
    for file in sorted(folder.glob("proposals/*/wit/*.wit")):
        package = f"wasi:{file.parent.parent.name}"
        for item, line in lines_of(package, file.read_text(encoding="utf-8")):
            items[item] = (file.relative_to(folder).as_posix(), line)
    rows = ",\n".join(f"  {json.dumps(item)}: {json.dumps(place)}" for item, place in sorted(items.items()))
    print(f'{{"tag": "v{facts().wasi}", "items": {{\n{rows}\n}}}}')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
