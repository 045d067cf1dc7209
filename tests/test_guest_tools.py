"""The guest tool chain: names, layouts, generated files, the report that guests write, and builds that repeat."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from guest_programs.tools import cases, facts, generated, header, layout, names, verify, wit_source
from guest_programs.tools.build import Repository, build, check
from guest_programs.tools.compile import Pipeline
from guest_programs.tools.errors import BadFrontMatter, ProgramFailed, ToolError, WrongIntegrity
from guest_programs.tools.manifest import Entry, Manifest
from guest_programs.tools.programs import PINNED, Programs, run
from guest_programs.tools.wit import (
    Enum,
    Flags,
    Function,
    Handle,
    Interface,
    List,
    Name,
    Option,
    Primitive,
    Record,
    Result,
    Tuple,
    Type,
    Variant,
)

ROOT = Path(__file__).resolve().parents[1]
U8, U32, U64, STRING = Primitive("u8"), Primitive("u32"), Primitive("u64"), Primitive("string")
CODE = Enum(Name("wasi:filesystem", "types", "error-code"), ("access", "exist"))
DESCRIPTOR = Handle(Name("wasi:filesystem", "types", "descriptor"), owned=True)


def quiet(_: str) -> None:
    """Say nothing."""


# ---------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("package", "interface", "item", "want"),
    [
        ("wasi:clocks", "monotonic-clock", "now", "wasi_monotonic_clock_now"),
        ("wasi:filesystem", "types", "filesystem-error-code", "wasi_filesystem_filesystem_error_code"),
        ("wasi:filesystem", "types", "[method]descriptor.open-at", "wasi_descriptor_open_at"),
        ("wasi:http", "types", "[static]fields.from-list", "wasi_fields_from_list"),
        ("wasi:http", "types", "[constructor]fields", "wasi_fields_new"),
        ("wasi:io", "poll", "[resource-drop]pollable", "wasi_pollable_drop"),
    ],
)
def test_functions_are_named_by_resource_or_interface(package: str, interface: str, item: str, want: str) -> None:
    assert names.function(Name(package, interface, item)) == want


@pytest.mark.parametrize(
    ("kind", "want"),
    [
        (CODE, "wasi_filesystem_error_code"),
        (List(STRING), "wasi_list_string"),
        (Option(U64), "wasi_option_u64"),
        (Result(DESCRIPTOR, CODE), "wasi_result_descriptor_filesystem_error_code"),
        (Result(None, CODE), "wasi_result_void_filesystem_error_code"),
        (Tuple((STRING, List(U8))), "wasi_tuple_string_list_u8"),
        (Enum(Name("wasi:http", "types", "DNS-error"), ("a",)), "wasi_http_dns_error"),
    ],
)
def test_types_without_a_name_are_named_by_their_structure(kind: Type, want: str) -> None:
    assert names.type_name(kind) == want


def test_constants_name_type_and_case() -> None:
    assert names.constant(CODE.name, "exist") == "WASI_FILESYSTEM_ERROR_CODE_EXIST"


def test_two_things_with_one_name_are_refused() -> None:
    with pytest.raises(ToolError, match="wasi_x to two things"):
        names.require_unique(["wasi_x", "wasi_y", "wasi_x"])


# ---------------------------------------------------------------------------------------------------- layout

NAME = Name("t:t", "i", "x")


@pytest.mark.parametrize(
    ("kind", "size", "align", "flat"),
    [
        (U8, 1, 1, ["i32"]),
        (STRING, 8, 4, ["i32", "i32"]),
        (Record(NAME, (("a", U8), ("b", U64), ("c", U8))), 24, 8, ["i32", "i64", "i32"]),
        (Option(U64), 16, 8, ["i32", "i64"]),
        (Result(U64, CODE), 16, 8, ["i32", "i64"]),
        (Result(None, None), 1, 1, ["i32"]),
        (Variant(NAME, (("a", Primitive("f32")), ("b", U32), ("c", None))), 8, 4, ["i32", "i32"]),
        (Variant(NAME, (("a", Primitive("f32")), ("b", U64))), 16, 8, ["i32", "i64"]),
        (Enum(NAME, tuple(f"c{i}" for i in range(257))), 2, 2, ["i32"]),
        (Flags(NAME, tuple(f"f{i}" for i in range(9))), 2, 2, ["i32"]),
    ],
)
def test_layout_and_flattening(kind: Type, size: int, align: int, flat: list[str]) -> None:
    assert layout.layout(kind) == layout.Layout(size, align)
    assert list(layout.flatten(kind)) == flat


def test_more_than_sixteen_flat_parameters_are_spilled() -> None:
    parameters = tuple((f"p{i}", STRING) for i in range(9))
    signature = layout.lowered(Function(NAME, "freestanding", None, parameters, STRING))
    assert signature == layout.Signature(("i32", "i32"), (), spilled=True, returns_in_memory=True)


# ---------------------------------------------------------------------------------------------------- header and facts


def small_interface() -> Interface:
    """An interface with a type, a resource and a method."""
    method = Function(
        Name("wasi:filesystem", "types", "[method]descriptor.open-at"),
        "method",
        "descriptor",
        (("self", replace(DESCRIPTOR, owned=False)), ("path", STRING)),
        Result(DESCRIPTOR, CODE),
    )
    return Interface("wasi:filesystem", "types", (CODE,), ("descriptor",), (method,), exported=False)


def test_header_declares_a_method_with_its_result_in_memory() -> None:
    text = header.generate([small_interface()], "0.2.12")
    assert 'WASI_IMPORT("filesystem/types", "[method]descriptor.open-at")' in text
    want = (
        "void wasi_descriptor_open_at(wasi_descriptor self, const void *path, uint32_t path_len, "
        "wasi_descriptor_open_at_result *ret);"
    )
    assert want in " ".join(text.split())
    assert "WASI_FILESYSTEM_ERROR_CODE_EXIST = 1," in text
    assert "WASI_LAYOUT(wasi_result_descriptor_filesystem_error_code, 8, 4);" in text
    assert "void wasi_descriptor_drop(wasi_descriptor self);" in text


def test_facts_list_functions_drops_and_error_codes() -> None:
    source = wit_source.Source("p", "1", "sha512-x", "f", "0.2.12")
    data = json.loads(facts.generate([small_interface()], source))
    items = {entry["item"]: entry["kind"] for entry in data["functions"]}
    assert items == {
        "wasi:filesystem/types#[method]descriptor.open-at": "method",
        "wasi:filesystem/types#[resource-drop]descriptor": "resource-drop",
    }
    assert [entry["item"] for entry in data["error-codes"]] == [
        "wasi:filesystem/types#error-code.access",
        "wasi:filesystem/types#error-code.exist",
    ]


def test_committed_facts_know_what_is_younger_than_the_first_version() -> None:
    data = json.loads((ROOT / "wit_fixtures" / "wasi-0.2.12.json").read_text(encoding="utf-8"))
    every = data["functions"] + data["error-codes"]
    assert len({entry["item"] for entry in every}) == len(every)
    younger = {entry["item"]: entry["since"] for entry in every if entry["since"] != "0.2.0"}
    assert younger == {"wasi:cli/exit#exit-with-code": "0.2.12"}
    exports = [entry["item"] for entry in data["functions"] if entry["kind"] == "export"]
    assert exports == ["wasi:cli/run#run", "wasi:http/incoming-handler#handle"]


# ---------------------------------------------------------------------------------------------------- front matter


def write_case(root: Path, case_id: str, metadata: str, body: str = '#include "check.h"\nCASE {}\n') -> Path:
    """A case in a corpus of its own."""
    path = root / f"{case_id}.c"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"/*---\n{metadata}---*/\n{body}", encoding="utf-8")
    return path


def test_front_matter_decides_the_macros(tmp_path: Path) -> None:
    root = tmp_path / "guest_programs"
    path = write_case(root, "http/a-b", "title: x\nworld: proxy\nreport: response\nwit-version: 0.2.3\n")
    case = cases.read(path, root, "0.2.12")
    assert case.id == "http/a-b"
    assert case.defines == {
        "CASE_ID": '"http/a-b"',
        "WASI_VERSION": '"0.2.3"',
        "WORLD_PROXY": "1",
        "REPORT_RESPONSE": "1",
    }


@pytest.mark.parametrize(
    ("case_id", "metadata", "message"),
    [
        ("a/b", "title: x\nworld: moon\n", r"b\.c:3: world: 'moon' is none of command, proxy"),
        ("a/b", "title: x\nreport: response\n", "report: response needs world: proxy"),
        ("a/b", "title: [x\nworld: y\n", r"b\.c:\d: the metadata is not YAML"),
        ("a/b", "just text\n", "not a mapping"),
        ("a/B_c", "title: x\n", "is not an id"),
    ],
)
def test_bad_front_matter_names_file_and_line(tmp_path: Path, case_id: str, metadata: str, message: str) -> None:
    root = tmp_path / "guest_programs"
    with pytest.raises(BadFrontMatter, match=message):
        cases.read(write_case(root, case_id, metadata), root, "0.2.12")


def test_a_source_without_front_matter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "guest_programs" / "a" / "b.c"
    path.parent.mkdir(parents=True)
    path.write_text("int x;\n", encoding="utf-8")
    with pytest.raises(BadFrontMatter, match="begins with its metadata"):
        cases.discover(tmp_path / "guest_programs", "0.2.12")


def test_selection_takes_prefixes_and_refuses_what_matches_nothing(tmp_path: Path) -> None:
    root = tmp_path / "guest_programs"
    for case_id in ("fs/a", "fs/b", "io/c"):
        write_case(root, case_id, "title: x\n")
    every = cases.discover(root, "0.2.12")
    assert [case.id for case in cases.select(every, ["fs/"])] == ["fs/a", "fs/b"]
    assert cases.select(every, []) == every
    with pytest.raises(ToolError, match="'nothing'"):
        cases.select(every, ["nothing"])


def test_headers_are_followed_through_headers(tmp_path: Path) -> None:
    for name, text in {"a.h": '#include "b.h"\n', "b.h": '#include "a.h"\n#include <stdint.h>\n', "c.h": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    source = tmp_path / "case.c"
    source.write_text('#include "a.h"\n', encoding="utf-8")
    assert sorted(path.name for path in cases.included(source, tmp_path)) == ["a.h", "b.h"]


# ---------------------------------------------------------------------------------------------------- manifest, WIT


def test_manifest_survives_writing_and_reading(tmp_path: Path) -> None:
    manifest = Manifest({"tools": {"a": "1"}}, {"x/b": Entry("s", "i", "c", 3), "x/a": Entry("s", "i", "c", 4)})
    assert manifest.write(tmp_path / "m.json")
    assert not manifest.write(tmp_path / "m.json")
    assert Manifest.read(tmp_path / "m.json") == manifest
    assert Manifest.read(tmp_path / "none.json") == Manifest()


def test_an_archive_with_other_bytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pack(what: str, command: list[str], *, cwd: Path) -> str:
        (cwd / "p-1.tgz").write_bytes(b"not what was recorded")
        return ""

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(wit_source, "npm_command", lambda: ["npm"])
    monkeypatch.setattr(wit_source, "run", pack)
    with pytest.raises(WrongIntegrity, match="p@1"):
        wit_source.fetch(wit_source.Source("p", "1", "sha512-x", "f", "0.2.12"))


def test_versions_are_moved_everywhere() -> None:
    source = wit_source.Source("p", "1", "sha512-x", "f", "0.2.12")
    assert wit_source.at_version("use wasi:io/poll@0.2.12.{p};", source, "0.2.0") == "use wasi:io/poll@0.2.0.{p};"


# ---------------------------------------------------------------------------------------------------- with the tools


def find_programs() -> Programs | None:
    """The pinned wheels, when this environment has them."""
    try:
        return Programs.find()
    except ToolError:
        return None


PROGRAMS = find_programs()
needs_tools = pytest.mark.skipif(PROGRAMS is None, reason=f"the guest tool chain is not installed: {PINNED}")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with our headers and worlds, and no cases yet."""
    shutil.copytree(ROOT / "guest_programs" / "include", tmp_path / "guest_programs" / "include")
    shutil.copytree(ROOT / "wit_fixtures", tmp_path / "wit_fixtures")
    return Repository(tmp_path)


def pipeline_of(repository: Repository) -> Pipeline:
    """A pipeline with a compiler cache of its own."""
    assert PROGRAMS is not None
    return Pipeline.at(repository.guests, PROGRAMS, repository.source, repository.folder / "zig")


@needs_tools
def test_generated_files_are_up_to_date() -> None:
    assert PROGRAMS is not None
    for path, text in generated.files(ROOT, PROGRAMS, Repository(ROOT).source).items():
        assert path.read_text(encoding="utf-8") == text, f"{path} is stale: nox -s guests"


@needs_tools
def test_header_agrees_with_the_canonical_abi_and_disagreement_is_found(repository: Repository) -> None:
    pipeline = pipeline_of(repository)
    parsed = generated.interfaces(pipeline.programs, pipeline.source, pipeline.worlds)
    assert len(verify.imports_of(parsed)) == 200
    assert verify.problems(pipeline, parsed) == []
    path = pipeline.include / "wasi.h"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("uint64_t wasi_monotonic_clock_now", "uint32_t wasi_monotonic_clock_now"))
    assert verify.problems(pipeline, parsed) == [
        "wasi:clocks/monotonic-clock@0.2.12 now: the header says (result i32), WIT says (result i64)"
    ]
    path.write_text(text.replace("uint32_t nanoseconds;", "uint64_t nanoseconds;"))
    with pytest.raises(ProgramFailed, match="disagrees"):
        verify.problems(pipeline, parsed)


def imports_of(pipeline: Pipeline, component: bytes, scratch: Path) -> list[str]:
    """The interfaces that a component imports, without their versions."""
    path = scratch / "component.wasm"
    path.write_bytes(component)
    text = run("reading a component failed", [str(pipeline.programs.wasm_tools), "component", "wit", str(path)])
    return re.findall(r"^  import (wasi:[a-z/-]+)@", text, re.MULTILINE)


@needs_tools
def test_helpers_that_are_not_called_import_nothing(repository: Repository, tmp_path: Path) -> None:
    every = "".join(f'#include "{name}.h"\n' for name in ("args", "fs", "http", "io", "net"))
    path = write_case(repository.guests, "cli/empty", "title: x\n", every + "CASE {}\n")
    pipeline = pipeline_of(repository)
    component = pipeline.component(cases.read(path, repository.guests, "0.2.12"))
    assert imports_of(pipeline, component, tmp_path) == ["wasi:io/error", "wasi:io/streams", "wasi:cli/stdout"]


@needs_tools
def test_a_case_is_built_at_the_version_that_it_names(repository: Repository) -> None:
    path = write_case(repository.guests, "cli/old", "title: x\nwit-version: 0.2.1\n")
    component = pipeline_of(repository).component(cases.read(path, repository.guests, "0.2.12"))
    assert b"wasi:cli/run@0.2.1" in component
    assert b"@0.2.12" not in component


@needs_tools
def test_a_compile_error_names_file_and_line(repository: Repository) -> None:
    path = write_case(repository.guests, "cli/bad", "title: x\n", '#include "check.h"\nCASE { wasi_nonsense(); }\n')
    with pytest.raises(ProgramFailed, match=r"guest_programs/cli/bad\.c:5:8: error"):
        pipeline_of(repository).component(cases.read(path, repository.guests, "0.2.12"))


@needs_tools
def test_two_folders_with_fresh_caches_give_the_same_bytes(tmp_path: Path, repository: Repository) -> None:
    built = []
    for folder in ("a", "another/place"):
        other = Repository(tmp_path / folder)
        shutil.copytree(repository.folder / "guest_programs", other.guests)
        shutil.copytree(repository.folder / "wit_fixtures", other.folder / "wit_fixtures")
        path = write_case(other.guests, "cli/same", "title: x\n", '#include "check.h"\nCASE { check_ok("a", true); }\n')
        built.append(pipeline_of(other).component(cases.read(path, other.guests, "0.2.12")))
    assert built[0] == built[1]


@needs_tools
def test_build_is_incremental_and_check_lists_every_difference(repository: Repository) -> None:
    said: list[str] = []
    first = write_case(repository.guests, "cli/one", "title: x\n")
    write_case(repository.guests, "cli/two", "title: x\n")
    assert build(repository, [], 2, said.append, quiet) == 0
    assert said[-1] == "2 of 2 cases: 2 built, 0 up to date, 0 failed"
    first.write_text(first.read_text() + "// changed\n", encoding="utf-8")
    assert build(repository, ["cli/"], 2, said.append, quiet) == 0
    assert said[-1] == "2 of 2 cases: 1 built, 1 up to date, 0 failed"
    assert check(repository, [], 2, said.append, quiet) == 0

    repository.component("cli/one").write_bytes(b"tampered")
    repository.component("cli/two").rename(repository.component("cli/three"))
    (repository.guests / "include" / "wasi.h").open("a").write("// by hand\n")
    said.clear()
    assert check(repository, [], 2, said.append, quiet) == 1
    text = "\n".join(said)
    assert "changed: guest_programs/include/wasi.h" in text
    assert "changed: guest_programs/prebuilt/cli/one.wasm" in text
    assert "missing: guest_programs/prebuilt/cli/two.wasm" in text
    assert "orphaned: guest_programs/prebuilt/cli/three.wasm" in text


# ---------------------------------------------------------------------------------------------------- the report


class Host:
    """Just enough of a host to run the core module of a guest that only reports, and to keep each write apart."""

    def __init__(self, module: bytes) -> None:
        wasmtime: Any = pytest.importorskip("wasmtime")
        engine = wasmtime.Engine()
        self.writes: list[bytes] = []
        self.store = wasmtime.Store(engine)
        linker = wasmtime.Linker(engine)
        i32 = wasmtime.ValType.i32()
        write_type = wasmtime.FuncType([i32, i32, i32, i32], [])
        get_type = wasmtime.FuncType([], [i32])
        linker.define_func("wasi:cli/stdout@0.2.12", "get-stdout", get_type, lambda: 7)
        name = "[method]output-stream.blocking-write-and-flush"
        linker.define_func("wasi:io/streams@0.2.12", name, write_type, self._write)
        self.exports = linker.instantiate(self.store, wasmtime.Module(engine, module)).exports(self.store)

    def _write(self, stream: int, pointer: int, length: int, result: int) -> None:
        memory = self.exports["memory"]
        self.writes.append(bytes(memory.read(self.store, pointer, pointer + length)))
        memory.write(self.store, b"\0", result)

    def call(self, name: str, *arguments: int) -> Any:
        """Call an export."""
        return self.exports[name](self.store, *arguments)


def core_of(repository: Repository, body: str) -> bytes:
    """The core module of a guest."""
    path = write_case(repository.guests, "cli/report", "title: x\n", f'#include "check.h"\n{body}')
    core = repository.folder / "core.wasm"
    pipeline_of(repository).compile(cases.read(path, repository.guests, "0.2.12"), core)
    return core.read_bytes()


@needs_tools
def test_a_report_has_the_form_of_the_protocol(repository: Repository) -> None:
    body = """CASE {
        check_eq_text("quotes", text_of("a\\"b\\\\c"), "a\\"b\\\\c");
        check_eq_str("bytes", STR("\\x00\\n\\x7f\\xc3\\xbc"), STR("~ "));
        check_eq_s64("lowest", INT64_MIN, -1);
        check_eq_u64("highest", UINT64_MAX, 0);
        check_eq_enum("case", wasi_filesystem_error_code, WASI_FILESYSTEM_ERROR_CODE_EXIST, 99);
        check_eq_flags("flags", wasi_filesystem_open_flags, 5, 16);
        wasi_descriptor_open_at_result failed = {.is_err = 1, .err = WASI_FILESYSTEM_ERROR_CODE_LOOP};
        check_is_ok("result", wasi_filesystem_error_code, failed);
        choose_result("which", wasi_filesystem_error_code, failed);
        case_fails();
    }"""
    host = Host(core_of(repository, body))
    assert host.call("wasi:cli/run@0.2.12#run") == 1
    lines = [json.loads(line) for line in b"".join(host.writes).decode("ascii").splitlines()]
    assert all(line.endswith(b"}\n") for line in host.writes), "each line is one write"
    assert lines[0] == {"case": "cli/report", "protocol": 1}
    assert lines[-1] == {"done": 8}
    told = {line["check"]: (line.get("ok"), line["got"], line.get("want")) for line in lines[1:-1]}
    assert told == {
        "quotes": (True, 'a"b\\c', 'a"b\\c'),
        "bytes": (False, "\\x00\\x0a\\x7f\\xc3\\xbc", "~ "),
        "lowest": (False, "-9223372036854775808", "-1"),
        "highest": (False, "18446744073709551615", "0"),
        "case": (False, "exist", "no-such-case 99"),
        "flags": (False, "create,exclusive", "unknown"),
        "result": (False, "loop", "ok"),
        "which": (None, "loop", None),
    }


@needs_tools
def test_a_long_value_is_cut_and_no_write_is_longer_than_the_standard_allows(repository: Repository) -> None:
    body = 'static char big[70000];\nCASE { check_eq_str("big", SPAN_OF(big), big, sizeof big - 1); }'
    host = Host(core_of(repository, body))
    host.call("wasi:cli/run@0.2.12#run")
    assert max(map(len, host.writes)) <= 4096
    line = json.loads(b"".join(host.writes).splitlines()[1])
    assert line["ok"] is False
    assert line["got"] == "\\x00" * 400 + "... (70000 bytes)"
    assert line["want"] == "\\x00" * 400 + "... (69999 bytes)"


@needs_tools
def test_broken_set_up_is_reported_by_a_check_that_no_case_declares(repository: Repository) -> None:
    host = Host(core_of(repository, 'CASE { require("the sun shines", false); check_ok("never", true); }'))
    with pytest.raises(Exception, match="unreachable"):
        host.call("wasi:cli/run@0.2.12#run")
    lines = [json.loads(line) for line in b"".join(host.writes).splitlines()]
    assert lines[1:] == [
        {"check": "set-up", "ok": False, "got": "the sun shines: false", "want": "ok"},
        {"done": 1},
    ]


@needs_tools
def test_realloc_grows_copies_shrinks_in_place_and_aligns(repository: Repository) -> None:
    host = Host(core_of(repository, "CASE {}"))
    memory = host.exports["memory"]
    old = host.call("cabi_realloc", 0, 0, 1, 5)
    memory.write(host.store, b"hello", old)
    assert host.call("cabi_realloc", old, 5, 1, 3) == old
    grown = host.call("cabi_realloc", old, 5, 8, 200_000)
    assert grown % 8 == 0
    assert grown >= old + 5
    assert bytes(memory.read(host.store, grown, grown + 5)) == b"hello"
    assert memory.data_len(host.store) >= grown + 200_000
