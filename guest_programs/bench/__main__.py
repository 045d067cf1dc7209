"""`python -m guest_programs.bench [--check]`: build the guests of the benchmark with the tool chain of the corpus.

The components are committed beside their sources, in `prebuilt/`, with a manifest of what they were made of.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from guest_programs.tools.build import Repository
from guest_programs.tools.cases import Case, sha256
from guest_programs.tools.compile import Pipeline
from guest_programs.tools.errors import ProgramFailed, ToolError
from guest_programs.tools.generated import write
from guest_programs.tools.programs import Programs

FOLDER = Path(__file__).resolve().parent
PREBUILT = FOLDER / "prebuilt"
WIT_VERSION = "0.2.0"
"""The version that imports and exports name: every host of WASI 0.2 takes the oldest."""
PROXIES = ("http",)


def sources() -> tuple[Case, ...]:
    """The guests, as the pipeline of the corpus wants them."""
    return tuple(
        Case(f"bench/{path.stem}", path, "proxy" if path.stem in PROXIES else "command", "stdout", WIT_VERSION)
        for path in sorted(FOLDER.glob("*.c"))
    )


def built() -> dict[str, bytes]:
    """What the sources give, by file name: the components, and the manifest."""
    repository = Repository(FOLDER.parents[1])
    pipeline = Pipeline.at(repository.guests, Programs.find(), repository.source)
    made = {f"{case.path.stem}.wasm": pipeline.component(case) for case in sources()}
    entries = {
        name: {"source": sha256((FOLDER / name).with_suffix(".c").read_bytes()), "component": sha256(data)}
        for name, data in made.items()
    }
    manifest = {"settings": pipeline.settings(), "guests": entries}
    return {**made, "manifest.json": (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()}


def main() -> int:
    """Exit codes: 0 done, 1 a guest does not build or something differs, 3 a tool is missing."""
    parser = argparse.ArgumentParser(prog="python -m guest_programs.bench", description="Build the benchmark's guests.")
    parser.add_argument("--check", action="store_true", help="write nothing, list what differs")
    checking = parser.parse_args().check
    try:
        files = built()
    except ProgramFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    except ToolError as problem:
        print(f"guests: {problem}", file=sys.stderr)
        return 3
    if not checking:
        for name, data in files.items():
            word = "wrote" if write(PREBUILT / name, data) else "unchanged"
            print(f"{word} {name} ({len(data)} bytes)", file=sys.stderr)
        return 0
    differing = [
        name
        for name, data in files.items()
        if not (PREBUILT / name).is_file() or (PREBUILT / name).read_bytes() != data
    ]
    print("\n".join(f"changed: {name}" for name in differing) or "no difference", file=sys.stderr)
    return 1 if differing else 0


sys.exit(main())
