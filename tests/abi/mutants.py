"""The model with each of its operators changed, and what nothing notices: `python tests/abi/mutants.py [MODULE…]`.

First the directed cases, the vectors and what is drawn are asked, then the quick tests of the model. What survives them
is compared with `survivors.yaml`, which says of each why it may. It takes half an hour for all modules, and is run by
hand or by `nox -s mutants`, not in CI.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

import hypothesis
import msgspec
import planted
import pytest
import trials
import yaml
from commands_corpus import cases, rows, scenario
from operators import Key, Mutant, keys, mutants

from conformance.fuzz.predict import Prediction

try:
    import resource
except ImportError:  # not on Windows, where nothing can be forked either
    resource = None  # type: ignore[assignment]

ROOT = Path(__file__).parents[2]
FILE = Path(__file__).with_name("survivors.yaml")
MODULES = ("lift", "lower", "layout", "strings", "handles", "memory")
LIMIT_S = 120.0
"""Seconds that a mutant may take: one that is too slow has been noticed."""
MOST_BYTES = 4 << 30
"""Of address space that it may take."""
QUICK = ("points", "calls", "traps", "strings", "handles", "layout", "types", "legal", "laws")
"""Tests of the model that need no runtime, those that notice most first."""
NOTHING = "nothing"


class Survivor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Changes of a line that nothing notices, and why that is as it should be."""

    module: str
    line: str
    changes: tuple[str, ...]
    why: str
    function: str = ""

    @property
    def keys(self) -> list[Key]:
        """Each of the changes."""
        return [Key(self.module, self.function, self.line, change) for change in self.changes]


def survivors() -> list[Survivor]:
    """Those that are known."""
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), list[Survivor])


def source_of(module: str) -> str:
    """The source of a module of the model."""
    return (ROOT / "conformance" / "abi" / f"{module}.py").read_text(encoding="utf-8")


@cache
def _played() -> dict[str, tuple[object, Prediction]]:
    """The directed cases as data, and what is wanted of them."""
    return {
        case_id: (msgspec.to_builtins(scenario(case_id)), Prediction(rows(case_id), True, scenario(case_id).trap))
        for case_id in cases()
    }


def _noticed(change: planted.Change) -> Iterator[str]:
    """What notices a change, from the corpus."""
    with planted.modules(change) as (machine, scenarios):
        for case_id, (data, wanted) in _played().items():
            seen = planted.observed(data, machine, scenarios)
            if seen is None or wanted.denies(seen):
                yield case_id
        for vector_id, vector in trials.vectors().items():
            if not trials.agrees(vector, trials.play(vector)):
                yield vector_id
        for number, (trial, outcome) in enumerate(planted.drawn_outcomes()):
            if trials.play(trial) != outcome:
                yield f"drawn {number}"


def _failing_test(change: planted.Change) -> str:
    """The first quick test that fails; in a process of its own, which is of no use afterwards."""
    for name in list(sys.modules):
        if name.startswith(("conformance", "test_abi", "guests")):
            del sys.modules[name]
    sys.meta_path.insert(0, planted.Planter(change))
    hypothesis.settings.register_profile(
        "mutants",
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.settings.load_profile("mutants")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    first = _First()
    files = [str(Path(__file__).with_name(f"test_abi_{name}.py")) for name in QUICK]
    code = pytest.main(["-x", "-q", "--noconftest", "-p", "no:cacheprovider", "--tb=no", *files], plugins=[first])
    return first.failed or (NOTHING if code == pytest.ExitCode.OK else f"tests: {code!r}")


class _First:
    """Remembers which test failed first."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid.rpartition("/")[2]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = self.failed or f"collecting {report.nodeid}"


def _notice(sender: Connection, change: planted.Change) -> None:
    """Send what notices a change first. Runs in a process of its own."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    try:
        first = next(_noticed(change), None)
    except BaseException as error:
        first = f"import: {type(error).__name__}"
    sender.send(first or _failing_test(change))
    sender.close()


def noticed(change: planted.Change, limit_s: float = LIMIT_S) -> str:
    """What notices a change first: a case, a vector, a trial, a test, or that it does not end; else `NOTHING`."""
    prepare()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_notice, args=(sender, change))
    process.start()
    sender.close()
    try:
        return str(receiver.recv()) if receiver.poll(limit_s) else "it takes too long"
    except EOFError:
        return "it dies"
    finally:
        process.kill()
        process.join()
        receiver.close()


def prepare() -> None:
    """Make what is wanted, while the model is as it should be."""
    _played()
    trials.vectors()
    planted.drawn_outcomes()


class Unchanged:
    """A change that changes nothing, which nothing may notice."""

    fault = "nothing is changed"
    place = "conformance.abi.lift"

    def planted(self, source: str) -> str:
        return source


def part_of(found: Sequence[Mutant], part: str) -> list[Mutant]:
    """The mutants of a part `1/4`. Raises ValueError for what is none."""
    number, count = map(int, part.split("/"))
    if not 1 <= number <= count:
        raise ValueError(f"{part} is no part: 1/4 is the first of four")
    return list(found[number - 1 :: count])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the changes that nothing notices and that are not in survivors.yaml, as its entries; then 1, else 0."""
    parser = argparse.ArgumentParser(prog="python tests/abi/mutants.py", description=main.__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of {', '.join(MODULES)}; default: all")
    parser.add_argument("--part", default="1/1", metavar="I/N", help="only the I-th of N parts")
    parser.add_argument("--function", default="", help="only in functions of this name")
    parser.add_argument("--listed", action="store_true", help="only those that survivors.yaml lists")
    parser.add_argument("--all", action="store_true", help="print what notices each")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.modules) - set(MODULES)):
        parser.error(f"no module {', '.join(unknown)}")
    if (found := noticed(Unchanged())) != NOTHING:
        parser.error(f"the model as it is does not hold: {found}")
    chosen = [one for module in options.modules or MODULES for one in mutants(module, source_of(module))]
    try:
        chosen = [one for one in part_of(chosen, options.part) if options.function in one.key.function]
    except ValueError as error:
        parser.error(f"--part: {error}")
    listed = {key for survivor in survivors() for key in survivor.keys}
    if options.listed:
        chosen = [one for one in chosen if one.key in listed]
    return _told(chosen, listed, everything=options.all)


def _told(chosen: Sequence[Mutant], listed: set[Key], *, everything: bool) -> int:
    """Try these, and tell of those that are other than is listed."""
    kinds: Counter[str] = Counter()
    wrong = 0
    for mutant in chosen:
        by = noticed(mutant)
        kinds[_kind(by)] += 1
        survives = by == NOTHING
        if everything:
            print(f"# {by}: {mutant.fault}", flush=True)
        if survives and mutant.key not in listed:
            module, function, line, change = (msgspec.json.encode(word).decode() for word in mutant.key)
            print(
                f"- {{module: {module}, function: {function}, line: {line}, changes: [{change}], why: TODO}}",
                flush=True,
            )
        elif not survives and mutant.key in listed:
            print(f"# {FILE.name} is stale: {mutant.fault}: noticed by {by}", flush=True)
        wrong += survives != (mutant.key in listed)
    print(f"# {len(chosen)} changes; noticed by: {dict(kinds.most_common())}", flush=True)
    return 1 if wrong else 0


def _kind(by: str) -> str:
    """What sort of thing noticed."""
    if by.startswith("abi/"):
        return "a case"
    if "::" in by or by.startswith(("tests:", "collecting")):
        return "a test"
    return "a vector" if "/" in by else by.partition(" ")[0] if by.startswith("drawn") else by


def stale() -> list[str]:
    """What is listed and is no change of the model any more."""
    there = {key for module in MODULES for key in keys(module, source_of(module))}
    return [": ".join(key) for survivor in survivors() for key in survivor.keys if key not in there]


if __name__ == "__main__":
    sys.exit(main())
