"""The files that are made from WIT: the C header and the list of what there is to cover."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from guest_programs.tools import facts, header, wit
from guest_programs.tools.programs import Programs, run
from guest_programs.tools.wit_source import Source, wit_folder


def interfaces(programs: Programs, source: Source, worlds: Path) -> tuple[wit.Interface, ...]:
    """The interfaces of WASI and of our worlds."""
    folder = wit_folder(source, worlds, source.wasi)
    printed = run("reading the WIT failed", [str(programs.wasm_tools), "component", "wit", "--json", str(folder)])
    return wit.parse(json.loads(printed))


def files(repository: Path, programs: Programs, source: Source) -> dict[Path, str]:
    """The generated files and their text."""
    parsed = interfaces(programs, source, repository / "wit_fixtures" / "worlds")
    return {
        repository / "guest_programs" / "include" / "wasi.h": header.generate(parsed, source.wasi),
        repository / "wit_fixtures" / f"wasi-{source.wasi}.json": facts.generate(parsed, source),
    }


def write(path: Path, data: bytes) -> bool:
    """Replace a file in one step unless it already has these bytes; true when it changed."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(scratch, 0o644)
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise
    return True
