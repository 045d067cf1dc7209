"""What a component imports and exports is read from its binary."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conformance.component import Port, read_component, wasm_tools
from conformance.corpus import load_corpus
from conformance.coverage import facts
from conformance.errors import Malformed
from conformance.resources import GUEST_PROGRAMS

PREBUILT = GUEST_PROGRAMS / "prebuilt"


def built(folder: Path, text: str) -> Path:
    """A component or module from its text."""
    (folder / "x.wat").write_text(text, encoding="utf-8")
    subprocess.run([wasm_tools(), "parse", folder / "x.wat", "-o", folder / "x.wasm"], check=True)
    return folder / "x.wasm"


def test_imports_are_told_by_function_and_with_their_version() -> None:
    guest = read_component(PREBUILT / "io" / "poll-two-ready.wasm")
    assert "wasi:io/poll#poll" in guest.wants
    assert all(port.interface.endswith(("@0.2.12", "@0.2.0")) for port in guest.imports)


def test_exports_are_told_likewise() -> None:
    assert read_component(PREBUILT / "cli" / "exit-err.wasm").offers == {"wasi:cli/run#run"}
    assert read_component(PREBUILT / "http" / "incoming-hello.wasm").offers == {"wasi:http/incoming-handler#handle"}


@pytest.mark.parametrize("area", sorted({case.area for case in load_corpus().cases}))
def test_what_a_guest_asserts_is_among_what_it_imports_or_exports(area: str) -> None:
    functions = {function.item for function in facts().functions}
    for case in (case for case in load_corpus().cases if case.area == area):
        guest = read_component(case.component)
        assert set(case.functions) & functions <= guest.wants | guest.offers, case.id


def test_a_resource_can_be_dropped_where_it_is_defined_and_not_where_it_is_used(tmp_path: Path) -> None:
    component = read_component(
        built(
            tmp_path,
            """(component
                 (import "a:b/c@1.0.0" (instance $c (export "r" (type (sub resource))) (export "g" (func))))
                 (alias export $c "r" (type $r))
                 (import "a:b/d@1.0.0" (instance
                   (alias outer 1 $r (type $outer)) (export "r" (type (eq $outer)))
                   (export "h" (func (param "x" (own 1)))))))""",
        )
    )
    assert component.imports == (
        Port(interface="a:b/c@1.0.0", functions=("[resource-drop]r", "g")),
        Port(interface="a:b/d@1.0.0", functions=("h",)),
    )
    assert component.wants == {"a:b/c#[resource-drop]r", "a:b/c#g", "a:b/d#h"}


def test_a_function_without_an_interface_belongs_to_the_world(tmp_path: Path) -> None:
    component = read_component(built(tmp_path, '(component (import "f" (func)) (import "g" (func)))'))
    assert component.imports == (Port(interface="world", functions=("f", "g")),)


def test_a_component_without_imports_wants_nothing(tmp_path: Path) -> None:
    assert read_component(built(tmp_path, "(component)")).wants == frozenset()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\0asm\x01\0\0\0", "is a core module, not a component"),
        (b"", "is no WebAssembly component: it begins with nothing"),
        (b"package a:b;", "is no WebAssembly component: it begins with 70 61 63 6b 61 67 65 20"),
        (b"\0asm\x0d\0\x01\0\x07\xff", "wasm-tools cannot read it: "),
    ],
    ids=["a core module", "an empty file", "WIT text", "a truncated component"],
)
def test_what_is_no_component_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "app.wasm"
    file.write_bytes(content)
    with pytest.raises(Malformed) as refused:
        read_component(file)
    assert refused.value.problem.startswith(problem)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="cannot be read: No such file"):
        read_component(tmp_path / "none.wasm")
