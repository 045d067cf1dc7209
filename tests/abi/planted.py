"""The model with a fault in it, as if it were a host: a copy of its modules made of changed source."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Protocol

import msgspec
import trials
import yaml
from commands_corpus import cases, rows, scenario

from conformance.fuzz.predict import Prediction
from conformance.resources import GUEST_PROGRAMS

FILE = GUEST_PROGRAMS.parent / "tests" / "abi" / "faults.yaml"
_FAULTY = ("conformance.abi.", "conformance.fuzz.predict", "conformance.fuzz.scenario")


class Change(Protocol):
    """A change of the source of one module."""

    @property
    def fault(self) -> str:
        """The change in words."""

    @property
    def place(self) -> str:
        """The module that is changed."""

    def planted(self, source: str) -> str:
        """The source with the change."""


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the source of a module of `conformance/abi`, or of what plays the components (`machine`)."""

    fault: str
    new: str
    cases: tuple[str, ...] = ()
    """Directed cases that catch it."""
    vectors: tuple[str, ...] = ()
    """Test vectors that catch it."""
    drawn: int | None = None
    """It was caught by the trial of this number out of those that are drawn; another Hypothesis may draw others."""
    module: str = ""
    old: str = ""
    machine: str = ""
    """The text to change in `conformance/fuzz/predict.py`."""
    and_: tuple[tuple[str, str], ...] = msgspec.field(name="and", default=())
    """More texts and what they become."""

    @property
    def place(self) -> str:
        """The module that is changed."""
        return f"conformance.abi.{self.module}" if self.module else "conformance.fuzz.predict"

    def planted(self, source: str) -> str:
        """The source with the fault."""
        for old, new in ((self.old or self.machine, self.new), *self.and_):
            assert source.count(old) >= 1, f"{self.fault}: {self.place} has no {old!r}"
            source = source.replace(old, new)
        return source


def faults() -> list[Fault]:
    """All of them."""
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), list[Fault])


class Planter(MetaPathFinder, Loader):
    """Imports the changed module."""

    def __init__(self, change: Change) -> None:
        self._change = change

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != self._change.place:
            return None
        found = PathFinder.find_spec(name, path)
        assert found is not None
        return ModuleSpec(name, self, origin=found.origin)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        assert module.__spec__.origin is not None
        with open(module.__spec__.origin, encoding="utf-8") as file:
            exec(compile(self._change.planted(file.read()), f"<{self._change.fault}>", "exec"), module.__dict__)


@contextmanager
def modules(change: Change) -> Iterator[tuple[ModuleType, ModuleType]]:
    """What plays scenarios, with the change; afterwards all modules are as before."""
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(_FAULTY)}
    for name in kept:
        _set(name, None)
    planter = Planter(change)
    sys.meta_path.insert(0, planter)
    try:
        yield import_module("conformance.fuzz.predict"), import_module("conformance.fuzz.scenario")
    finally:
        sys.meta_path.remove(planter)
        for name in [name for name in sys.modules if name.startswith(_FAULTY)]:
            del sys.modules[name]
        sys.modules.update(kept)
        for name, module in kept.items():
            _set(name, module)


def _set(name: str, module: ModuleType | None) -> None:
    """What `from PACKAGE import MODULE` finds."""
    package, _, last = name.rpartition(".")
    if module is not None:
        setattr(sys.modules[package], last, module)
    elif hasattr(sys.modules[package], last):
        delattr(sys.modules[package], last)


class Caught(msgspec.Struct, frozen=True):
    """What catches a fault: all directed cases that do, those of its vectors that do, and the first trial that does."""

    cases: frozenset[str]
    vectors: frozenset[str]
    drawn: int | None


def caught(fault: Fault, vectors: Iterable[str] | None = None) -> Caught:
    """What would fail a host with this fault; of the vectors only these, by default its own, are asked."""
    wanted = {case_id: Prediction(rows(case_id), True, scenario(case_id).trap) for case_id in cases()}
    played = {case_id: msgspec.to_builtins(scenario(case_id)) for case_id in cases()}
    asked = [trials.vectors()[vector_id] for vector_id in (fault.vectors if vectors is None else vectors)]
    drawn = drawn_outcomes() if fault.drawn is not None or vectors is not None else ()
    with modules(fault) as (machine, scenarios):
        seen = {case_id: observed(data, machine, scenarios) for case_id, data in played.items()}
        failed = frozenset(vector["id"] for vector in asked if not trials.agrees(vector, trials.play(vector)))
        first = next(
            (number for number, (trial, wanted_of) in enumerate(drawn) if trials.play(trial) != wanted_of), None
        )
    return Caught(
        frozenset(case_id for case_id, one in seen.items() if one is None or wanted[case_id].denies(one)), failed, first
    )


@cache
def drawn_outcomes() -> tuple[tuple[trials.Trial, trials.Outcome], ...]:
    """What is drawn, and what becomes of it without a fault."""
    return tuple((trial, trials.play(trial)) for trial in trials.drawn())


def observed(data: Any, machine: ModuleType, scenarios: ModuleType) -> Any:
    """What a case reports of such a host; None where the host does not survive it."""
    try:
        return machine.observe(msgspec.convert(data, scenarios.Scenario, strict=False), machine.Choices())
    except Exception:
        return None
