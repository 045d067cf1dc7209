"""Proof that the generated header says what the Canonical ABI says.

Signatures are compared with those of a dummy module that `wasm-tools` makes for the same world; sizes and offsets are
compared by the C compiler, whose own idea of a structure has to meet ours.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guest_programs.tools import header, names
from guest_programs.tools.compile import FLAGS, Pipeline
from guest_programs.tools.errors import ToolError
from guest_programs.tools.layout import cases_of, layout, members_of, offsets, payload_offset
from guest_programs.tools.programs import run
from guest_programs.tools.wit import Function, Interface, Option, Primitive, Record, Result, Tuple, Type, Variant
from guest_programs.tools.wit_source import wit_folder

_IMPORT = re.compile(r'^\s*\(import "([^"]+)" "([^"]+)" \(func [^()]*\(;\d+;\) \(type \d+\)(.*)\)\)$', re.MULTILINE)


def signatures(text: str) -> Mapping[str, str]:
    """The imported functions of a core module in the text format: `MODULE NAME` and the type as text."""
    return {f"{module} {name}": kind.strip() for module, name, kind in _IMPORT.findall(text)}


def _members(kind: Type) -> Iterator[tuple[str, Type, int]]:
    """The members of a generated structure, their types, and the offsets that the ABI gives them."""
    if isinstance(kind, (Record, Tuple)):
        fields = [name for name, _ in kind.fields] if isinstance(kind, Record) else _positions(kind)
        parts = members_of(kind) or ()
        for field, part, offset in zip(fields, parts, offsets(parts), strict=True):
            yield header.member(field), part, offset
        return
    cases = cases_of(kind) or ()
    labels: Sequence[str] = ()
    if isinstance(kind, Option):
        labels = ("none", "some")
    elif isinstance(kind, Result):
        labels = ("ok", "err")
    elif isinstance(kind, Variant):
        labels = [name for name, _ in kind.cases]
    for label, payload in zip(labels, cases, strict=True) if labels else ():
        if payload is not None:
            yield header.member(label), payload, payload_offset(cases)


def _positions(kind: Tuple) -> list[str]:
    return [f"f{index}" for index in range(len(kind.elements))]


def every_type(interfaces: Sequence[Interface]) -> Iterator[Type]:
    """Every type that is declared or used, each once."""
    seen: set[Type] = set()

    def walk(kind: Type) -> Iterator[Type]:
        if kind not in seen:
            seen.add(kind)
            for part in header.parts_of(kind):
                yield from walk(part)
            yield kind

    for interface in interfaces:
        for kind in interface.types:
            yield from walk(kind)
        for function in interface.functions:
            yield from (found for kind in _uses(function) for found in walk(kind))


def _uses(function: Function) -> list[Type]:
    kinds = [kind for _, kind in function.parameters]
    return kinds if function.result is None else [*kinds, function.result]


def imports_of(interfaces: Sequence[Interface]) -> list[str]:
    """The C names of everything that can be imported."""
    found = []
    for interface in interfaces:
        if not interface.exported:
            found += [names.function(function.name) for function in interface.functions]
        found += [names.function(drop) for drop in interface.drops()]
    return found


def source(interfaces: Sequence[Interface]) -> str:
    """A C program that asserts every offset and imports every function."""
    lines = ['#include "wasi.h"']
    for kind in every_type(interfaces):
        if isinstance(kind, Primitive):
            continue
        for member, part, offset in _members(kind):
            name = names.type_name(kind)
            fits = f"offsetof({name}, {member}) == {offset} && sizeof((({name} *)0)->{member}) == {layout(part).size}"
            lines.append(f'_Static_assert({fits}, "{name}.{member}");')
        lines.append(f'_Static_assert(sizeof({header.c_type(kind)}) == {layout(kind).size}, "{header.c_type(kind)}");')
    lines += ["const void *const everything[] = {", *(f"    (void *){name}," for name in imports_of(interfaces)), "};"]
    used = '__attribute__((export_name("everything"))) const void *at(int index) { return everything[index]; }'
    return "\n".join([*lines, used]) + "\n"


def problems(pipeline: Pipeline, interfaces: Sequence[Interface]) -> list[str]:
    """What the header gets wrong, one line each; raise ProgramFailed when C disagrees about a structure."""
    with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
        program, core, dummy = (Path(scratch) / name for name in ("everything.c", "everything.wasm", "dummy.wasm"))
        program.write_text(source(interfaces), encoding="utf-8")
        compiler = [str(pipeline.programs.zig), "cc", *FLAGS, "-I", str(pipeline.include)]
        run("the header disagrees with C", [*compiler, "-o", str(core), str(program)], env=pipeline.environment())
        wit = wit_folder(pipeline.source, pipeline.worlds, pipeline.source.wasi)
        tool = str(pipeline.programs.wasm_tools)
        making = [
            tool,
            "component",
            "embed",
            "--dummy-names",
            "legacy",
            "--world",
            "command",
            str(wit),
            "-o",
            str(dummy),
        ]
        run("making a dummy module failed", making)
        ours, theirs = (signatures(run("printing failed", [tool, "print", str(path)])) for path in (core, dummy))
    if not theirs:
        raise ToolError("the dummy module has no imports that we can read: its text form has changed")
    different = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
    return [f"{name}: the header says {ours.get(name)}, WIT says {theirs.get(name)}" for name in different]
