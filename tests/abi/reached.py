"""What of the model its corpora and random runs reach by themselves: `python tests/abi/reached.py`.

The tests reach every branch of `conformance/abi`, but a branch that only a test of its own reaches is one in which no
runtime would ever be found wrong. So three parts are measured, each in a process of its own, from the first line of the
model on: the predictions of the directed *cases*; the *vectors*, and the WIT fixtures beside them; a *random* run, the
campaign of the profile `gate` on a runtime that is the model itself among it. What none of them reaches is listed in
`unreached.yaml`, with the reason.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import msgspec
import yaml
from tabulate import tabulate

ROOT = Path(__file__).parents[2]
FILE = Path(__file__).with_name("unreached.yaml")
SEED, EXAMPLES = 20261122, 4000
"""Of the profile `gate`."""
ALL_OF_IT = "all of it"


class Unreached(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is knowingly not reached in a function: the first lines of statements, and `LINE → LINE` for branches."""

    module: str
    missed: tuple[str, ...]
    why: str
    function: str = ""
    """Nothing: on the level of the module."""
    chance: bool = False
    """Whether another Hypothesis, which draws others, may reach it all the same."""


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`unreached.yaml`: what no part reaches, and for each part the trap conditions that it cannot meet, and why."""

    branches: tuple[Unreached, ...]
    traps: dict[str, dict[str, str]]


class Module(msgspec.Struct, frozen=True):
    """What was reached of a module; counts are of those that there are and those that no part reaches."""

    name: str
    statements: tuple[int, int]
    branches: tuple[int, int]
    alone: tuple[str, ...]
    """Branches that each part reaches without the others, in per cent."""
    missed: dict[str, tuple[str, ...]]
    """By function."""


class Reached(msgspec.Struct, frozen=True):
    """What was measured: modules, and the trap conditions that each part met."""

    modules: tuple[Module, ...]
    traps: dict[str, frozenset[str]]


# What is imported inside the following functions is the model, which is to be measured from its first line on.


def cases() -> Iterator[str]:
    """The predictions of the directed cases; the conditions for which they trap."""
    import commands_corpus as corpus

    for case_id in corpus.cases():
        corpus.rows(case_id)  # raises unless the model traps for what the case says
        yield str(corpus.scenario(case_id).trap or "")


def vectors() -> Iterator[str]:
    """All vectors, made anew and played, and the WIT beside them; the conditions for which they trap."""
    import trials

    from conformance.abi import fixtures
    from conformance.abi import vectors as made

    with redirect_stdout(sys.stderr):
        assert made.main(["--check"]) == fixtures.main(["--check"]) == 0, "vectors or fixtures are not the model's"
    for vector in trials.vectors().values():
        assert trials.agrees(vector, trials.play(vector)), vector["id"]
        yield vector.get("trap", "")


def drawn() -> Iterator[str]:
    """What is drawn, see `random_runs`, and the trials of planted faults; the conditions that were met."""
    import random_runs as runs
    import trials

    for trial in trials.drawn():
        trials.play(trial)
    some = runs.sample(SEED)
    runs.faulty(some)
    runs.garbled(some)
    runs.followed(SEED)
    runs.calls(SEED)
    yield from runs.astray(some)
    yield from runs.campaign(SEED, EXAMPLES)
    yield from runs.handles()


PARTS: dict[str, Callable[[], Iterator[str]]] = {"cases": cases, "vectors": vectors, "random": drawn}


def measure(part: str, folder: Path) -> None:
    """Run one part under coverage, into a folder."""
    from coverage import Coverage

    measured = Coverage(data_file=str(folder / part), config_file=str(ROOT / "pyproject.toml"))
    measured.start()
    try:
        met = sorted({trap for trap in PARTS[part]() if trap})
    finally:
        measured.stop()
        measured.save()
    (folder / f"{part}.traps").write_text(json.dumps(met))


def reached() -> Reached:
    """Measure all parts, each in a process of its own, and not as part of any other measurement."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE_"))}
    with tempfile.TemporaryDirectory(prefix="wasi-conformance-reached-") as name:
        folder = Path(name)
        for part in PARTS:
            subprocess.run([sys.executable, __file__, part, name], check=True, env=environment)
        traps = {part: frozenset(json.loads((folder / f"{part}.traps").read_text())) for part in PARTS}
        alone = [_reported(folder, part) for part in PARTS]
        whole = _reported(folder, *PARTS)
    return Reached(tuple(_module(path, whole[path], [one[path] for one in alone]) for path in sorted(whole)), traps)


def _reported(folder: Path, *parts: str) -> dict[str, Any]:
    """What coverage says of each file, after these parts."""
    from coverage import Coverage

    out = folder / "report.json"
    combined = Coverage(data_file=None, config_file=str(ROOT / "pyproject.toml"))
    combined.combine([str(folder / part) for part in parts], keep=True)
    combined.json_report(outfile=str(out))
    files: dict[str, Any] = json.loads(out.read_text())["files"]
    return files


def _module(path: str, file: Mapping[str, Any], alone: list[Mapping[str, Any]]) -> Module:
    total = file["summary"]
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    missed = {name: _missed(function, lines) for name, function in file["functions"].items()}
    return Module(
        Path(path).stem,
        (total["num_statements"], total["missing_lines"]),
        (total["num_branches"], total["missing_branches"]),
        tuple(_per_cent(one["summary"]["covered_branches"], total["num_branches"]) for one in alone),
        {name: texts for name, texts in missed.items() if texts},
    )


def _per_cent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "·"


def _missed(function: Mapping[str, Any], lines: list[str]) -> tuple[str, ...]:
    """What is missed in a function: statements, and those branches that lead to others."""
    missing = function["missing_lines"]
    if missing and not function["executed_lines"]:
        return (ALL_OF_IT,)
    texts = [lines[line - 1].strip() for line in missing]
    for start, end in function["missing_branches"]:
        if start not in missing and end not in missing:
            texts.append(f"{lines[start - 1].strip()} → {lines[end - 1].strip() if end > 0 else 'exit'}")
    return tuple(dict.fromkeys(texts))


def known() -> Known:
    """What is knowingly not reached."""
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), Known)


def complaints(found: Reached, listed: Known, conditions: frozenset[str]) -> list[str]:
    """What is not reached and not listed, and what is listed and reached or gone."""
    missed = {
        (module.name, function, text)
        for module in found.modules
        for function, texts in module.missed.items()
        for text in texts
    }
    entries = [(entry, (entry.module, entry.function, text)) for entry in listed.branches for text in entry.missed]
    expected = {place for _, place in entries}
    certain = {place for entry, place in entries if not entry.chance}
    told = [f"nothing reaches {_place(*one)}" for one in sorted(missed - expected)]
    told += [f"{FILE.name} is stale: reached, or gone: {_place(*one)}" for one in sorted(certain - missed)]
    for part, met in found.traps.items():
        excused = set(listed.traps.get(part, {}))
        told += [f"{part} do not meet the condition {trap}" for trap in sorted(conditions - met - excused)]
        told += [
            f"{FILE.name} is stale: {part} meet {trap}, or it is gone"
            for trap in sorted(excused - conditions | (excused & met))
        ]
    never = conditions - frozenset().union(*found.traps.values())
    return told + [f"nothing meets the condition {trap}" for trap in sorted(never)]


def _place(module: str, function: str, text: str) -> str:
    return f"{module}{'.' * bool(function)}{function}: {text}"


def table(found: Reached) -> str:
    """A line for each module, and one for each part about traps."""
    rows = [
        (m.name, *m.statements, *m.branches, *m.alone, ", ".join(f or "module" for f in m.missed))
        for m in found.modules
    ]
    totals = [sum(m.statements[i] for m in found.modules) for i in (0, 1)]
    totals += [sum(m.branches[i] for m in found.modules) for i in (0, 1)]
    rows.append(("all", *totals, *[""] * len(PARTS), ""))
    headers = ("module", "statements", "missed", "branches", "missed", *(f"{part} alone" for part in PARTS), "in")
    width = [None] * (len(headers) - 1) + [60]
    lines = [tabulate(rows, headers, maxcolwidths=width)]
    lines += [f"{part}: {len(met)} trap conditions" for part, met in found.traps.items()]
    return "\n".join(lines)


def main() -> int:
    """Measure, print a table and what is not as `unreached.yaml` says: then 1, else 0."""
    os.chdir(ROOT)
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
        return 0
    found = reached()
    from conformance.abi.traps import Trap  # as above

    told = complaints(found, known(), frozenset(map(str, Trap)))
    print("\n".join([table(found), *told]))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
