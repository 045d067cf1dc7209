"""Batches of calls through a driver's verb `call`, whatever becomes of the driver.

A driver that dies or hangs over a call costs that call. Drivers hand on outcomes as they come, so the one they were
busy with is known; it is repeated alone in a fresh driver before it is blamed, and what is behind it is done then.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import msgspec

from conformance.abi.strings import ENCODINGS, Encoding
from conformance.abi.types import Func, Value
from conformance.fuzz import wire
from conformance.observation import Broken, Crashed, TimedOut, describe
from conformance.runtimes.protocol import Reply, WireOutcome
from conformance.runtimes.runtime import Runtime
from conformance.runtimes.worker_lane import Driver, DriverFault, Workers

Kind = Literal["returned", "trapped", "rejected", "garbled", "crashed", "timed-out", "broken", "refused", "left-out"]
"""The binding, not the ABI, *rejected* a value; the value that came out is *garbled*, none of its type; the driver is
*broken* when it does not keep the protocol; *refused* is the component; *left out* what follows a call that did not
return."""
BATCH_S = 60.0
"""Seconds that a batch may take."""
ALONE_S = 10.0
"""Seconds that a sequence may take that is repeated alone."""


class NoCalls(Exception):
    """This runtime cannot be called with values; the text says why."""


@dataclass(frozen=True)
class Callee:
    """A component that can be called: its text or bytes, and the types of the functions that matter."""

    component: str | bytes
    exports: Mapping[str, Func]
    imports: Mapping[str, Func] = field(default_factory=dict)
    """Functions that the driver provides; of an imported instance as `INSTANCE#NAME`."""

    @cached_property
    def fields(self) -> dict[str, Any]:
        """As a request has it."""
        data = self.component.encode() if isinstance(self.component, str) else self.component
        return {
            "bytes": base64.b64encode(data).decode("ascii"),
            "sha256": hashlib.sha256(data).hexdigest(),
            "exports": {name: _signature(func) for name, func in self.exports.items()},
            "imports": {name: _signature(func) for name, func in self.imports.items()},
        }


def _signature(func: Func) -> dict[str, Any]:
    result = None if func.result is None else wire.wire_type(func.result)
    return {"params": [wire.wire_type(t) for t in func.params], "result": result}


@dataclass(frozen=True)
class Call:
    """A call of an export. `raw` arguments and answers are in the form of `wire` already."""

    name: str
    arguments: Sequence[Value] = ()
    answers: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    """What each import returns when it is called, in turn."""
    raw: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a call ended."""

    kind: Kind
    value: Value = None
    """What was returned."""
    message: str = ""
    taken: tuple[tuple[str, tuple[Value, ...]], ...] = ()
    """Calls of imports, in order, with their arguments."""
    data: wire.Json = None
    """What was returned, in the form of `wire`: with the bits of NaNs, and lists of numbers packed."""


@dataclass(frozen=True)
class _Suspicion:
    """A driver went over one of the next sequences; false when none of them is left."""

    words: str = ""
    within: int = 0
    """Among so many sequences it is."""
    told: bool = False
    """Whether the driver told how far it came, so that the very next is the one."""

    def __bool__(self) -> bool:
        return self.within > 0

    def without(self, count: int) -> _Suspicion:
        """When so many were repeated and nothing happened."""
        return _Suspicion(self.words, self.within - count)

    @property
    def next_size(self) -> int:
        """How many to repeat at once."""
        return 1 if self.told else max(1, self.within // 2)


Calls = Sequence[Call]
"""Calls of one instance, one after the other; the next sequence may have the same instance or a fresh one."""


class Caller:
    """Calls components on a runtime, one batch at a time, with one driver at a time. Raises NoCalls when it cannot."""

    def __init__(self, runtime: Runtime, *, batch_s: float = BATCH_S, alone_s: float = ALONE_S) -> None:
        workers = runtime.drivers()
        if workers is None:
            raise NoCalls(f"{runtime.label} has no driver")
        self._workers: Workers = workers
        self._batch_s, self._alone_s = batch_s, alone_s
        self._driver: Driver | None = None
        self._components = 0
        self.unrepeated: list[str] = []
        """Deaths of drivers that did not come again when what they had been busy with was repeated."""
        self.deaths = 0
        offer = self._ready().hello.calls
        if offer is None or offer.cannot is not None:
            reason = offer.cannot if offer is not None else "its driver does not know the verb"
            self.close()
            raise NoCalls(f"{runtime.label} cannot be called: {reason}")

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the driver."""
        if self._driver is not None:
            self._workers.discard(self._driver)
        self._driver = None

    def call(self, component: Callee, sequences: Sequence[Calls], *, unguarded: bool = False) -> list[list[Outcome]]:
        """Make these calls; for each sequence as many outcomes as calls.

        `unguarded`: values that are known to end a driver's process are handed to it all the same.
        """
        done: list[list[Outcome]] = []
        size, suspicion = len(sequences), _Suspicion()
        while len(done) < len(sequences):
            part = sequences[len(done) : len(done) + size]
            alone = len(part) == 1
            try:
                done += self._ask(component, part, unguarded, self._alone_s if alone and suspicion else self._batch_s)
            except DriverFault as fault:
                known = self._salvage(component, part)
                self.close()
                self.deaths += 1
                if alone:
                    done.append(_completed(part[0], known, _ending(fault)))
                    suspicion = _Suspicion()
                else:
                    whole = _whole(part, known)
                    done += whole
                    suspicion = _Suspicion(describe(fault.ending), len(part) - len(whole), bool(known))
            else:
                suspicion = suspicion.without(len(part))
                if suspicion.words and not suspicion:
                    self.unrepeated.append(suspicion.words)
                    suspicion = _Suspicion()
            size = suspicion.next_size if suspicion else len(sequences)
        return done

    @property
    def encodings(self) -> tuple[Encoding, ...]:
        """The string encodings that components may have for this runtime to take them."""
        offer = self._ready().hello.calls
        told = offer.encodings if offer is not None else None
        return tuple(encoding for encoding in ENCODINGS if told is None or encoding in told)

    @property
    def pid(self) -> int:
        """The process of the driver of the moment."""
        return self._ready().pid

    def _ready(self) -> Driver:
        """A driver that need not be replaced yet. Raises DriverFault."""
        if self._driver is not None:
            offer = self._driver.hello.calls
            limit = offer.recycle_after if offer is not None else None
            if not self._driver.reusable or (limit is not None and self._components >= limit):
                self.close()
        if self._driver is None:
            self._driver = self._workers.start()
            self._components = 0
        return self._driver

    def _ask(
        self, component: Callee, sequences: Sequence[Calls], unguarded: bool, timeout_s: float
    ) -> list[list[Outcome]]:
        driver = self._ready()
        self._components += 1
        written = [[written_call(component, call) for call in sequence] for sequence in sequences]
        fields = {**component.fields, "sequences": written, "timeout_s": timeout_s}
        reply = driver.ask("call", {**fields, "unguarded": True} if unguarded else fields, timeout_s)
        known = _read_all(component, sequences, reply)
        if reply.refused is not None:
            rest = Outcome("refused", message=reply.refused)
            whole = _whole(sequences, known)
            return whole + [[rest] * len(sequence) for sequence in sequences[len(whole) :]]
        whole = _whole(sequences, known)
        if len(whole) != len(sequences):
            raise DriverFault(Broken(f"the driver answered {len(whole)} of {len(sequences)} sequences"))
        return whole

    def _salvage(self, component: Callee, sequences: Sequence[Calls]) -> list[list[Outcome]]:
        """The outcomes that a driver told before it went."""
        said = self._driver.unfinished if self._driver is not None else b""
        for end in (b"]]}", b"]}", b"}"):
            try:
                return _read_all(component, sequences, msgspec.json.decode(said + end, type=Reply))
            except (msgspec.DecodeError, UnicodeDecodeError, DriverFault):
                continue
        return []


def written_call(component: Callee, call: Call) -> dict[str, Any]:
    """A call as a request has it."""
    arguments, answers = list(call.arguments), {name: list(values) for name, values in call.answers.items()}
    if not call.raw:
        params = component.exports[call.name].params
        arguments = [wire.writer(t)(value) for t, value in zip(params, arguments, strict=True)]
        for name, values in answers.items():
            result = component.imports[name].result
            assert result is not None
            answers[name] = [wire.writer(result)(value) for value in values]
    return {"call": call.name, "arguments": arguments, "answers": answers}


def _read_all(component: Callee, sequences: Sequence[Calls], reply: Reply) -> list[list[Outcome]]:
    """The outcomes in a reply. Raises DriverFault for more than there are calls."""
    outcomes = reply.outcomes or []
    if len(outcomes) > len(sequences) or any(map(lambda o, s: len(o) > len(s), outcomes, sequences)):
        raise DriverFault(Broken("the driver answered more calls than were made"))
    return [
        [_read(component, call, outcome) for call, outcome in zip(sequence, several, strict=False)]
        for sequence, several in zip(sequences, outcomes, strict=False)
    ]


def _read(component: Callee, call: Call, outcome: WireOutcome) -> Outcome:
    """One outcome. Raises DriverFault for what is none."""
    try:
        taken = tuple((name, _arguments(component.imports[name], values)) for name, values in outcome.taken)
        if outcome.returned is not msgspec.UNSET:
            result = component.exports[call.name].result
            value = None if result is None else wire.read(result, outcome.returned)
            return Outcome("returned", value, taken=taken, data=outcome.returned)
    except wire.Garbled as garbled:
        return Outcome("garbled", message=str(garbled))
    except KeyError as error:
        raise DriverFault(Broken(f"the driver tells of an import that is none: {error}")) from None
    kinds: tuple[Kind, ...] = ("trapped", "rejected", "garbled", "crashed")
    for kind in kinds:
        message = getattr(outcome, kind)
        if message is not None:
            return Outcome(kind, message=message, taken=taken)
    raise DriverFault(Broken("the driver answered with an outcome of no kind"))


def _arguments(func: Func, values: Sequence[wire.Json]) -> tuple[Value, ...]:
    if len(values) != len(func.params):
        raise wire.Garbled(f"{len(values)} arguments of a function that has {len(func.params)}")
    return tuple(wire.read(t, value) for t, value in zip(func.params, values, strict=True))


def _whole(sequences: Sequence[Calls], known: Sequence[Sequence[Outcome]]) -> list[list[Outcome]]:
    """Those of the known outcomes whose sequence is done: to its end, or to a call that did not return."""
    done: list[list[Outcome]] = []
    for sequence, outcomes in zip(sequences, known, strict=False):
        if len(outcomes) < len(sequence) and (not outcomes or outcomes[-1].kind == "returned"):
            break
        done.append([*outcomes, *[Outcome("left-out")] * (len(sequence) - len(outcomes))])
    return done


def _completed(sequence: Calls, known: Sequence[Sequence[Outcome]], ending: Outcome) -> list[Outcome]:
    """A sequence in which the driver went: at its first call that is not answered."""
    outcomes = [*(known[0] if known else ()), ending][: len(sequence)]
    return [*outcomes, *[Outcome("left-out")] * (len(sequence) - len(outcomes))]


def _ending(fault: DriverFault) -> Outcome:
    kinds: dict[type, Kind] = {Crashed: "crashed", TimedOut: "timed-out"}
    return Outcome(kinds.get(type(fault.ending), "broken"), message=describe(fault.ending))
