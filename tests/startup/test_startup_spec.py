"""startup.yaml and claims.yaml: what people write, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import Malformed
from conformance.resources import RUNNERS
from conformance.startup.claims import read_claims
from conformance.startup.spec import Startup, load_startup


def test_every_runner_of_the_suite_has_a_good_one_or_none() -> None:
    found = {folder.name: load_startup(folder) for folder in RUNNERS.iterdir() if (folder / "runner.yaml").is_file()}
    assert found["wasmtime"].ways["precompiled"].phase == "cached-start"
    assert found["wasmtime-py"].driver
    assert found["wasmer"] == Startup()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ways:\n  a:\n    phase: sart\n    about: x\n", 3, "sart"),
        ("ways:\n  a:\n    phase: start\n    about: x\n    run: ['{compnent}']\n", 3, "Unknown variable {compnent}"),
        ("driver: ['{program']\n", 1, "Expected a template"),
        ("cannot:\n  instantiating: why\n", 1, "Unknown phase 'instantiating'"),
        ("ways: {}\ndrivers: []\n", 2, "drivers"),
        ("ways: [\n", 2, ""),
    ],
)
def test_a_mistake_is_told_with_file_and_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    (tmp_path / "startup.yaml").write_text(text)
    with pytest.raises(Malformed) as caught:
        load_startup(tmp_path)
    assert caught.value.file == tmp_path / "startup.yaml"
    assert words in str(caught.value)
    assert caught.value.line is not None
    assert abs(caught.value.line - line) <= 2


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "startup.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(Malformed, match="cannot be read"):
        load_startup(tmp_path)


def test_the_claims_of_the_project_are_all_there_with_sources() -> None:
    claims = {claim.name: claim for claim in read_claims()}
    assert (claims["Fastly, instantiation"].low, claims["Fastly, instantiation"].high) == (35.4e-6, 35.4e-6)
    assert claims["Cloudflare Workers, cold start"].high == 1e-3
    general, docker = claims["WebAssembly runtimes in general"], claims["Docker container"]
    assert (general.low, general.high, docker.low, docker.high) == (10e-3, 50e-3, 1.0, 2.0)
    assert claims["WasmEdge beside a container"].ratio == 0.8
    for claim in claims.values():
        assert claim.address.startswith("https://")
        assert claim.source
        assert claim.difference


@pytest.mark.parametrize("more", ["", "  low: 1.0\n", "  ratio: 0.8\n", "  low: 1.0\n  high: 2.0\n  ratio: 0.8\n"])
def test_a_claim_is_a_time_or_a_ratio(more: str, tmp_path: Path) -> None:
    file = tmp_path / "claims.yaml"
    head = "- {name: a, says: b, source: c, address: d, difference: e, measured: {phase: start}}\n"
    text = head.replace("- {", "- ").replace("}}", "}")
    fields = [field.strip() for field in text[2:].split(", ")]
    file.write_text("- " + "\n  ".join(fields) + "\n" + more)
    with pytest.raises(Malformed, match="Expected `low` and `high`, or `ratio` and `over`"):
        read_claims(file)
