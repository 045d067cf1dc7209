"""The paths between host and guest: what is asked of a probe, and what the model says of the answer.

probe    host to guest      values are lowered into a callee
ask      import to guest    a host's result is lowered into the guest that called it
give     guest to host      an image, well formed or hostile, is lifted as a result
pass     guest to import    an image is lifted as the argument of an import
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from conformance.abi.images import Image
from conformance.abi.legal import Comparison, Prediction, Seen, compare, compare_values, predict
from conformance.abi.traps import Trap
from conformance.abi.types import U64, Func, List, Value
from conformance.abi.wave import print_wave
from conformance.fuzz.calls import Call, Callee, Outcome
from conformance.fuzz.probes import Guest, Probe, image_words, lifted, words_of

Path = Literal["probe", "ask", "give", "pass"]
PATHS: tuple[Path, ...] = ("probe", "ask", "give", "pass")
What = Literal["difference", "breach", "binding", "crash", "refused"]
_SMALL = 4096
"""Bytes of a heap that most values have room in."""
_DIFFERENCES = {"realloc": "realloc", "core": "flats", "memory": "memory", "trap:": "trapped"}
"""By the first word of what a comparison says: which of the things that a guest sees is another one."""


@dataclass(frozen=True)
class Finding:
    """A call whose outcome is not one that the model knows, or not one of the ABI's at all."""

    path: Path
    probe: Probe
    what: What
    """The outcome is illegal; padding was written; the binding refused or spoilt a value; the driver went; the
    component was not taken."""
    kind: str
    """What it is in one word: that of an outcome that is none of the ABI's; `realloc`, `flats`, `memory` or `padding`
    for what a guest saw; `value` for another value; `calls` for an import that was not called once; `accepted-` and the
    condition for which it must trap."""
    detail: str
    shown: str
    """The value or image that was handed over."""

    def __str__(self) -> str:
        types = ", ".join(map(str, self.probe.types))
        return f"{self.path} ({types}) {self.probe.encoding}: {self.what}: {self.detail}; {self.shown}"


@dataclass(frozen=True)
class Lowering:
    """Values on their way into a guest, as its arguments (`probe`) or as the result of its import (`ask`)."""

    path: Literal["probe", "ask"]
    probe: Probe
    values: tuple[Value, ...]

    @property
    def trap(self) -> Trap | None:
        """Nothing that a host lowers has to trap."""
        return None

    @property
    def whole(self) -> Value:
        """The values as one."""
        return self.values[0] if len(self.values) == 1 else self.values

    @cached_property
    def wanted(self) -> Prediction:
        """One of the legal outcomes."""
        types, receiver = (self.probe.types, self.probe.called)
        if self.path == "ask":
            types, receiver = (self.probe.whole,), self.probe.answered
        values = self.values if self.path == "probe" else [self.whole]
        small = predict(types, values, replace(receiver, size=receiver.base + _SMALL))  # large memory takes longer
        return predict(types, values, receiver) if small.trap else small

    def fits(self) -> bool:
        """Whether the guest can hold what is to be seen."""
        return self.probe.holds(self.wanted)

    def calls(self) -> list[Call]:
        """What is asked of the guest."""
        n = self.probe.number
        if self.path == "probe":
            return [Call(f"probe{n}", self.values)]
        return [Call(f"ask{n}", (), {f"answer{n}": [self.whole]})]

    def findings(self, outcomes: Sequence[Outcome]) -> list[Finding]:
        """What is wrong with the outcomes."""
        outcome = outcomes[-1]
        if outcome.kind != "returned":
            return [self._finding(*_abnormal(outcome))]
        try:
            found = self._compared(base64.b64decode(outcome.data))
        except (ValueError, TypeError) as error:
            return [self._finding("difference", "no-dump", f"no dump: {error}")]
        said: list[Finding] = []
        if found.difference is not None:
            kind = _DIFFERENCES.get(found.difference.partition(" ")[0], "flats")
            said.append(self._finding("difference", kind, found.difference))
        if found.breach is not None:
            said.append(self._finding("breach", "padding", found.breach))
        return said

    def seen(self, words: bytes) -> Seen:
        """What a dump tells. Raises ValueError for one that no such guest makes."""
        return self.probe.seen_by_probe(words) if self.path == "probe" else self.probe.seen_by_ask(words)

    def _compared(self, words: bytes) -> Comparison:
        seen, wanted = self.seen(words), self.wanted
        region = wanted.memory[seen.start : seen.start + len(seen.memory)]
        if (seen.flats, seen.log, seen.memory) == (wanted.flats, wanted.log, region):
            return Comparison(None, None, wanted.ways)
        if self.path == "probe":
            return compare(self.probe.types, self.values, self.probe.called, seen)
        return compare((self.probe.whole,), [self.whole], self.probe.answered, seen)

    def _finding(self, what: What, kind: str, detail: str) -> Finding:
        return Finding(self.path, self.probe, what, kind, detail, print_wave(self.probe.whole, self.whole))


@dataclass(frozen=True)
class Lifting:
    """An image on its way out of a guest, as its result (`give`) or as the arguments of its import (`pass`).

    Of a probe with several types the image is one of a tuple of them.
    """

    path: Literal["give", "pass"]
    probe: Probe
    image: Image

    @cached_property
    def wanted(self) -> Value | Trap:
        """What lifting it must give, or why it must trap."""
        return lifted(self.image)

    @property
    def trap(self) -> Trap | None:
        """Why it must trap, if it must."""
        return self.wanted if isinstance(self.wanted, Trap) else None

    def calls(self) -> list[Call]:
        """What is asked of the guest."""
        words = base64.b64encode(words_of(self.image)).decode("ascii")
        return [Call(f"{self.path}{self.probe.number}", (words,), raw=True)]

    def findings(self, outcomes: Sequence[Outcome]) -> list[Finding]:
        """What is wrong with the outcomes."""
        outcome = outcomes[-1]
        if outcome.kind == "trapped" and isinstance(self.wanted, Trap):
            return []
        if outcome.kind != "returned":
            what, kind, detail = _abnormal(outcome)
            if what == "difference" and not isinstance(self.wanted, Trap):
                detail += f", want {print_wave(self.probe.whole, self.wanted)}"
            return [self._finding(what, kind, detail)]
        if self.path == "pass" and len(outcome.taken) != 1:
            return [self._finding("difference", "calls", f"want one call of the import, got {len(outcome.taken)}")]
        got = self.got(outcome)
        if isinstance(self.wanted, Trap):
            detail = f"want a trap ({self.wanted}), got {print_wave(self.probe.whole, got)}"
            return [self._finding("difference", f"accepted-{self.wanted}", detail)]
        difference = compare_values(self.probe.whole, self.wanted, got)
        return [] if difference is None else [self._finding("difference", "value", difference)]

    def got(self, outcome: Outcome) -> Value:
        """The value that came out of a call that returned."""
        if self.path == "give":
            return outcome.value
        ((_, arguments),) = outcome.taken
        return arguments[0] if len(self.probe.types) == 1 else arguments

    def _finding(self, what: What, kind: str, detail: str) -> Finding:
        flats = "" if self.image.flats is None else f", core values {', '.join(map(hex, self.image.flats))}"
        where = f"at {self.image.at:#x}" if self.image.flats is None else ""
        shown = f"image {image_words(self.image).hex()} {where}{flats}"
        return Finding(self.path, self.probe, what, kind, detail, shown)


Check = Lowering | Lifting


def _abnormal(outcome: Outcome) -> tuple[What, str, str]:
    """What a call that did not return comes to, where it should have."""
    message = f"{outcome.kind}: {outcome.message}"
    if outcome.kind in ("rejected", "garbled"):
        return "binding", outcome.kind, message
    if outcome.kind in ("crashed", "timed-out", "broken"):
        return "crash", outcome.kind, message
    return ("refused" if outcome.kind == "refused" else "difference"), outcome.kind, message


@dataclass
class Batch:
    """Checks of one guest."""

    guest: Guest
    checks: list[Check] = field(default_factory=list)

    @cached_property
    def callee(self) -> Callee:
        """The guest with the types of its functions."""
        words = List(U64)
        exports = {}
        imports = {}
        for probe in self.guest.probes:
            n = probe.number
            exports[f"probe{n}"] = Func(probe.types, words)
            exports[f"ask{n}"] = Func((), words)
            exports[f"give{n}"] = Func((words,), probe.whole)
            exports[f"pass{n}"] = Func((words,))
            imports[f"take{n}"] = Func(probe.types)
            imports[f"answer{n}"] = Func((), probe.whole)
        return Callee(self.guest.text, exports, imports)

    def sequences(self) -> list[list[Call]]:
        """All that is asked."""
        return [check.calls() for check in self.checks]

    def findings(self, outcomes: Iterable[Sequence[Outcome]]) -> list[Finding]:
        """All that is wrong."""
        return [
            finding for check, several in zip(self.checks, outcomes, strict=True) for finding in check.findings(several)
        ]
