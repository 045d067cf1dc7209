"""Guest to guest: from a scenario, or a short form of one, to a command that any runtime can run.

The short form is a table of values that go from one guest to another: as parameters (`take`), or as a result (`give`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from conformance.abi import strings
from conformance.abi.layout import align_up, alignment, core_signature, flat_types_of, size
from conformance.abi.lower import lower_params, storer
from conformance.abi.memory import PAGE, Realloc, Side, Way
from conformance.abi.strings import Encoding, Form
from conformance.abi.traps import Trap
from conformance.abi.types import Type
from conformance.abi.wave import parse_wave
from conformance.fuzz import component
from conformance.fuzz.predict import FILL, HEAP_END, Prediction, predict
from conformance.fuzz.scenario import Allocator, Component, Data, Function, Scenario

AREA = 8192
"""Where a caller wants results that go through memory."""


class Transfer(Data, frozen=True, kw_only=True):
    """What one guest has, and hands to the other: values in WAVE, or core values and memory as they are."""

    wave: str | tuple[str, ...] | None = None
    form: Form | None = None
    """How its strings are held; default: as a thrifty guest of the encoding does."""
    flats: tuple[int, ...] | None = None
    """Core values: instead of those that the values have, if there are any."""
    junk: dict[int, int] = msgspec.field(default_factory=dict)
    """Core value, by its index → bits that are set in it as well."""
    memory: dict[int, str] = msgspec.field(default_factory=dict)
    """Address → bytes in hex, written over whatever the values have there."""
    area: int | None = None
    """Where the caller wants the result, instead of where there is room."""


class Exchange(Data, frozen=True, kw_only=True):
    """The short form: two guests, and a row of the report for each transfer."""

    take: tuple[str, ...] = ()
    give: str | None = None
    from_: Encoding = msgspec.field(name="from", default="utf8")
    to: Encoding = "utf8"
    allocator: Allocator = Allocator()
    """Of the guest that receives."""
    base: int = 8192
    rows: dict[str, Transfer]
    last: Transfer | None = None
    """The deed after the report's end, for which the run must trap."""
    trap: Trap | None = None
    padding: bool = False
    witness: bool = False
    """That the callee does not run before the trap is part of the claim."""
    enters: bool = False
    """Whether the last deed traps only after the callee has run: it is the callee that closes the report."""

    def __post_init__(self) -> None:
        if bool(self.take) == bool(self.give):
            raise ValueError("Expected either `take` or `give`")
        if (self.last is None) != (self.trap is None):
            raise ValueError("Expected `last` and `trap`, or neither")


@dataclass(frozen=True)
class Command:
    """A component as text, and what it reports if all is well."""

    text: str
    prediction: Prediction


def command(case_id: str, scenario: Scenario, version: str) -> Command:
    """The command. Raises ValueError for a scenario that the model does not bear out."""
    wanted = predict(scenario)
    if wanted.trap != scenario.trap:
        raise ValueError(f"the model says {wanted.trap or 'no trap'}, the scenario {scenario.trap or 'no trap'}")
    if not wanted.closed:
        raise ValueError("the report is not closed")
    return Command(component.text(case_id, scenario, wanted.rows, version), wanted)


def scenario_of(data: Scenario | Exchange) -> Scenario:
    """The scenario that a short form stands for."""
    if isinstance(data, Scenario):
        return data
    return _taking(data) if data.take else _giving(data)


class _Images:
    """The memory of the guest that hands over: images one behind the other."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.data: dict[int, str] = {}
        self._at = HEAP_END

    def _side(self, form: Form | None) -> tuple[bytearray, Side]:
        """A guest that puts values where there is room."""
        memory = bytearray([FILL]) * (PAGE * 2)
        start = self._at

        def way(text: str, log: list[Realloc]) -> Way:
            return Way(form or strings.form_in(self.encoding, text))

        def realloc(old: int, old_size: int, alignment: int, size: int) -> list[int]:
            block = align_up(self._at, alignment)
            self._at = block + size
            return [block]

        side = Side(memory, realloc, self.encoding, way=way, plan=strings.held)
        assert start <= self._at
        return memory, side

    def arguments(self, types: tuple[Type, ...], transfer: Transfer) -> list[int]:
        """The core values of parameters."""
        flats = list(transfer.flats or ())
        if transfer.wave is not None:
            start = self._at
            memory, side = self._side(transfer.form)
            texts = (transfer.wave,) if isinstance(transfer.wave, str) else transfer.wave
            flats = lower_params(side, types, [parse_wave(t, text) for t, text in zip(types, texts, strict=True)])
            self._keep(memory, start)
            flats = list(transfer.flats or flats)
        return self._finished(flats, transfer)

    def result(self, t: Type, transfer: Transfer) -> int:
        """The core value that is returned."""
        flats = list(transfer.flats or ())
        if transfer.wave is not None:
            start = self._at
            memory, side = self._side(transfer.form)
            (text,) = (transfer.wave,) if isinstance(transfer.wave, str) else transfer.wave
            value = parse_wave(t, text)
            if len(flat_types_of((t,))) > 1:
                at = side.allocate(alignment(t), size(t))
                storer(t)(side, value, at)
                flats = flats or [at]
            else:
                flats = flats or lower_params(side, (t,), [value])
            self._keep(memory, start)
        return self._finished(flats, transfer)[0]

    def _keep(self, memory: bytearray, start: int) -> None:
        if self._at > start:
            self.data[start] = bytes(memory[start : self._at]).hex()
            self._at = align_up(self._at, 8)

    def _finished(self, flats: list[int], transfer: Transfer) -> list[int]:
        for index, bits in transfer.junk.items():
            flats[index] |= bits
        for address, text in transfer.memory.items():
            if self.data.get(address, text) != text:
                raise ValueError(f"two rows want other bytes at {address:#x}")
            self.data[address] = text
        return flats


def _taking(data: Exchange) -> Scenario:
    """Parameters: the caller has the images, the callee shows what it gets."""
    function = Function(params=data.take, body="dump")
    types = function.type.params
    images = _Images(data.from_)
    lines = []
    for name, transfer in data.rows.items():
        lines += [_call("receiver.take", images.arguments(types, transfer)), f"check {name}"]
    lines.append("done")
    if data.last is not None:
        lines.append(_call("receiver.take", images.arguments(types, data.last)))
    receiver = Component(encoding=data.to, base=data.base, allocator=data.allocator, exports={"take": function})
    sender = Component(encoding=data.from_, data=images.data, run="\n".join(lines))
    return _scenario(data, {"receiver": receiver, "sender": sender})


def _giving(data: Exchange) -> Scenario:
    """A result: the callee has the images, the caller shows what it gets."""
    assert data.give is not None, "this is the form with a result"
    plain = Function(params=("u32",), result=data.give)
    (t,) = plain.type.results
    images = _Images(data.from_)
    in_memory = bool(len(core_signature(plain.type, "lower").params) - 1)
    room = align_up(size(t), 8) if in_memory else 0
    body, lines = [], []
    for index, (name, transfer) in enumerate(data.rows.items()):
        body.append(f"return-if p0 {index} {images.result(t, transfer)}")
        lines += [*_fetch(index, transfer, in_memory), "dump", f"check {name}"]
    if data.enters:
        body.append(f"only p0 {len(data.rows)}\ndone")
    else:
        lines.append("done")
    if data.last is not None:
        body.append(f"return {images.result(t, data.last)}")
        lines += _fetch(len(data.rows), data.last, in_memory)
    function = Function(params=("u32",), result=data.give, body="\n".join(body))
    giver = Component(encoding=data.from_, data=images.data, exports={"give": function})
    taker = Component(encoding=data.to, base=AREA + room, room=room, allocator=data.allocator, run="\n".join(lines))
    return _scenario(data, {"giver": giver, "taker": taker})


def _fetch(index: int, transfer: Transfer, in_memory: bool) -> Iterator[str]:
    """A call that gets a result."""
    if in_memory:
        yield _call("giver.give", [index, AREA if transfer.area is None else transfer.area])
    else:
        yield f"x = {_call('giver.give', [index])}"
        yield "note flat x"


def _call(called: str, flats: list[int]) -> str:
    return " ".join(("call", called, *(f"{flat:#x}" for flat in flats)))


def _scenario(data: Exchange, components: Mapping[str, Component]) -> Scenario:
    return Scenario(components=dict(components), trap=data.trap, padding=data.padding, witness=data.witness)
