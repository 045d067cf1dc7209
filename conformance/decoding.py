"""Turning YAML, TOML and JSON that people and programs wrote into types, with errors that name file, field and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from conformance.errors import Malformed, near_matches

T = TypeVar("T")

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML ships without its C part on some platforms
_FIELD_PATH = re.compile(r" - at (?P<key>`key` in )?`\$(?P<path>.*)`$")
_UNKNOWN_FIELD = re.compile(r"unknown field `(?P<name>.+)`$")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
# Strings and comments are tokens as well, so that nothing within them passes for a key or a header.
_TOML_TOKEN = re.compile(
    r"""^[ \t]*\[\[(?P<array>[^\]\n"']+)\]\]
      | ^[ \t]*\[(?P<table>[^\]\n"',]+)\][ \t]*(?:\#.*)?$
      | ^[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*=
      | \"\"\"(?:\\[\s\S]|[^\\])*?\"\"\" | '''[\s\S]*?'''
      | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | \#[^\n]*""",
    re.MULTILINE | re.VERBOSE,
)
_PATH_STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<index>\d+|\.\.\.)\]")


def decode_yaml(text: str, into: type[T], file: Path, first_line: int = 1) -> T:
    """Decode YAML ``text``, whose first line is line ``first_line`` of ``file``, into ``into``.

    Raises :class:`Malformed` for text that is not YAML, not of the type's form, or has fields that the type has not.
    """
    node, data = _load(text, file, first_line)
    try:
        return msgspec.convert(data, into)
    except msgspec.ValidationError as error:
        problem, path, hint = _explained(error, into)
        raise Malformed(file, first_line + _line_of(node, path), path or None, problem, hint) from None


def _load(text: str, file: Path, first_line: int) -> tuple[Any, Any]:
    """The node that YAML ``text`` has for a root, which knows the lines, and the data that it stands for."""
    try:
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
            for key, line in _repeated_keys(node, set()):
                raise Malformed(file, first_line + line, key, "is there twice")
            return node, loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"not YAML: {error.problem or error.context}"
        raise Malformed(file, first_line + mark.line if mark else None, None, problem) from None
    except (yaml.YAMLError, ValueError) as error:  # a control character, say, or a date that no calendar has
        line = first_line + text.count("\n", 0, getattr(error, "position", 0))
        raise Malformed(file, line, None, f"not YAML: {str(error).splitlines()[0]}") from None


def _repeated_keys(node: Any, seen: set[int]) -> Iterator[tuple[str, int]]:
    """Keys that a mapping has more than once, with their lines from 0: YAML itself would let the last one win."""
    if id(node) in seen:  # an alias may lead back to where it stands
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in keys:
                    yield key.value, key.start_mark.line
                keys.add(key.value)
            yield from _repeated_keys(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated_keys(child, seen)


@cache
def _decoder(into: Any) -> Any:
    """A decoder takes longer to make than to use, and a report has many lines."""
    return msgspec.json.Decoder(into)


def decode_json(text: bytes, into: type[T], file: Path, line: int | None = None) -> T:
    """Decode one JSON document into ``into``; raises :class:`Malformed` naming ``file`` and ``line``."""
    try:
        found: T = _decoder(into).decode(text)  # type: ignore[arg-type]
        return found
    except msgspec.ValidationError as error:
        problem, path, hint = _explained(error, into)
        raise Malformed(file, line, path or None, problem, hint) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(file, line, None, f"not JSON: {error}") from None


def decode_toml(text: str, into: type[T], file: Path) -> T:
    """Decode TOML into ``into``. Raises :class:`Malformed` naming file, field and line, as for YAML."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        problem = f"not TOML: {str(error)[: place.start()] if place else error}"
        raise Malformed(file, int(place[1]) if place and place[1] else text.count("\n") + 1, None, problem) from None
    try:
        return msgspec.convert(data, into)
    except msgspec.ValidationError as error:
        problem, path, hint = _explained(error, into)
        raise Malformed(file, toml_line(text, path), path or None, problem, hint) from None


def toml_line(text: str, path: str) -> int:
    """The line where the value at ``path`` (``expected[2].case``) stands, or its nearest parent that has a line."""
    lines = toml_lines(text)
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 1)


def toml_lines(text: str) -> dict[str, int]:
    """Path → line, for tables, tables of an array, and keys that begin a line; ``text`` must be TOML."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    for match in _TOML_TOKEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match["array"] is not None:
            name = match["array"].strip()
            counts[name] = counts.get(name, -1) + 1
            prefix = f"{name}[{counts[name]}]"
            lines[prefix] = line
        elif match["table"] is not None:
            head, *rest = [part.strip() for part in match["table"].split(".")]
            prefix = ".".join([f"{head}[{counts[head]}]" if head in counts else head, *rest])
            lines[prefix] = line
        elif match["key"] is not None:
            lines.setdefault(f"{prefix}.{match['key']}".lstrip("."), line)
    return lines


def split_validation_error(error: msgspec.ValidationError) -> tuple[str, str]:
    """The problem and the dotted path of the field that has it (``""`` for the whole)."""
    text = str(error)
    match = _FIELD_PATH.search(text)
    if match is None:
        return text, ""
    return text[: match.start()] + (" for a key" if match["key"] else ""), match["path"].lstrip(".")


def _explained(error: msgspec.ValidationError, into: Any) -> tuple[str, str, str | None]:
    """The problem, the path of the field that has it, and a hint at what could stand there instead."""
    problem, path = split_validation_error(error)
    unknown = _UNKNOWN_FIELD.search(problem)
    known = _could_stand(into, path, names=unknown is not None)
    if unknown is None:
        return problem, path, f"one of {', '.join(known)}" if "enum value" in problem and known else None
    near = near_matches(unknown["name"], known)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the fields are {', '.join(known)}"
    return problem, f"{path}.{unknown['name']}".lstrip("."), hint


def _could_stand(into: Any, path: str, *, names: bool) -> list[str]:
    """What the type has at ``path``: the names of its fields, or the values that it may take."""
    kinds = [msgspec.inspect.type_info(into)]
    for step in _PATH_STEP.finditer(f".{path}" if path and not path.startswith("[") else path):
        kinds = [inner for kind in kinds for inner in _inside(kind, step["name"])]
    kinds = [inner for kind in kinds for inner in _plain(kind)]
    if names:
        structs = [kind for kind in kinds if isinstance(kind, msgspec.inspect.StructType)]
        return [field.encode_name for kind in structs for field in kind.fields]
    literals = [kind for kind in kinds if isinstance(kind, msgspec.inspect.LiteralType)]
    return [str(value) for kind in literals for value in kind.values]


def _inside(kind: Any, name: str | None) -> Iterator[Any]:
    """The types of what is called ``name`` in a value of this type, or of its items."""
    for plain in _plain(kind):
        if isinstance(plain, msgspec.inspect.StructType):
            yield from (field.type for field in plain.fields if field.encode_name == name)
        elif isinstance(plain, msgspec.inspect.DictType):
            yield plain.value_type
        elif hasattr(plain, "item_type"):
            yield plain.item_type


def _plain(kind: Any) -> Iterator[Any]:
    if isinstance(kind, msgspec.inspect.UnionType):
        for member in kind.types:
            yield from _plain(member)
    else:
        yield kind


def _line_of(node: Any, path: str) -> int:
    """The line, from 0, where the value at ``path`` stands below ``node``; of the nearest parent if it is absent."""
    if node is None:
        return 0
    line: int = node.start_mark.line
    for step in _PATH_STEP.finditer(f".{path}" if path and not path.startswith("[") else path):
        found = _child(node, step["name"], step["index"])
        if found is None:
            return line
        node, line = found
    return line


def _child(node: Any, name: str | None, index: str | None) -> tuple[Any, int] | None:
    if isinstance(node, yaml.MappingNode) and name is not None:
        for key, value in node.value:
            if key.value == name:
                return value, key.start_mark.line
    if isinstance(node, yaml.SequenceNode) and index is not None and index.isdigit() and int(index) < len(node.value):
        child = node.value[int(index)]
        return child, child.start_mark.line
    return None
