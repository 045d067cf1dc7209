"""The large component is made of a small one, is valid, and is always the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.component import read_component, wasm_tools
from conformance.startup.guests import FOLDER, bench_guests
from conformance.startup.large import enlarged, sections

EMPTY = (FOLDER / "empty.wasm").read_bytes()


@settings(max_examples=8)
@given(st.integers(0, 60000))
def test_it_is_valid_as_large_as_was_asked_and_the_same_each_time(size: int) -> None:
    made = enlarged(EMPTY, size)
    assert len(made) > size
    assert made == enlarged(EMPTY, size)
    done = subprocess.run([wasm_tools(), "validate", "-"], input=made, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_but_the_first_core_module_is_another() -> None:
    before, after = list(sections(EMPTY)), list(sections(enlarged(EMPTY, 5000)))
    assert [number for number, _ in before] == [number for number, _ in after]
    assert [one[0] for one, other in zip(before, after, strict=True) if one != other] == [1]


def test_what_is_no_component_with_a_module_is_refused() -> None:
    with pytest.raises(ValueError, match="no core module"):
        enlarged(b"\0asm\x0d\0\x01\0", 100)


def test_every_guest_is_there_and_imports_only_what_it_needs(tmp_path: Path) -> None:
    guests = bench_guests(tmp_path, quick=True)
    assert set(guests) == {"empty", "hello", "compute", "large", "http", "wait"}
    assert guests["large"].size > 50_000
    for name in ("empty", "compute", "large"):
        assert not read_component(guests[name].path).imports, name
    hello = {port.interface for port in read_component(guests["hello"].path).imports}
    assert any("stdout" in interface for interface in hello)
    assert not any("filesystem" in interface or "sockets" in interface for interface in hello)
