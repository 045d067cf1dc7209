"""Which outcomes are legal, and the first thing that is wrong with one that is not.

The text leaves open: the bits of a NaN; the encoding in which a host holds a string, and so which of several sequences
of realloc calls is seen; what is left in blocks beside a transcoded string. It asks the last realloc of one transcoding
(UTF-16 that turns out to be Latin-1) for alignment 1; alignment 2 is accepted as well. Padding is not to be written:
where it was, that is told apart from differences, as a breach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from conformance.abi.images import BASE, Image, owner
from conformance.abi.layout import MAX_FLAT_PARAMS, flat_types_of
from conformance.abi.lower import lower_values
from conformance.abi.memory import NAN32, NAN64, PAGE, Bump, Realloc, Side, Spot, Way
from conformance.abi.strings import Encoding, Form, Text, is_latin1, plan
from conformance.abi.traps import Trap, Trapped
from conformance.abi.types import List, Product, Sum, Tuple, Type, Value, despecialized
from conformance.abi.values import same
from conformance.abi.wave import print_wave

HOST_FORMS = (Form.UTF8, Form.UTF16, Form.LATIN1, Form.TAGGED)
"""The forms in which a host may hold a string."""
_SHOWN = 16
"""Bytes of memory that a difference shows."""


@dataclass(frozen=True)
class Receiver:
    """The guest that values are lowered into: how its memory was, and which `Bump` allocator it has."""

    encoding: Encoding = "utf8"
    base: int = BASE
    in_place: bool = False
    grows: bool = True
    size: int = PAGE
    fill: int = 0xAA
    """What all of the memory from `base` on held."""
    most: int = MAX_FLAT_PARAMS
    """More flats than these go through memory: 16 for parameters, 1 for results."""
    area: int | None = None
    """Where a caller wants results that go through memory."""


@dataclass(frozen=True)
class Seen:
    """What a guest saw of values that were lowered into it."""

    flats: tuple[int, ...] = ()
    log: tuple[Realloc, ...] = ()
    memory: bytes = b""
    start: int = BASE
    """The address of the first byte of `memory`."""
    trapped: bool = False


@dataclass(frozen=True)
class Prediction:
    """One legal outcome in full; `trap` is set, and the rest is what there was before, where the call must trap."""

    flats: tuple[int, ...]
    log: tuple[Realloc, ...]
    memory: bytes
    flat_nans: tuple[Spot, ...]
    memory_nans: tuple[Spot, ...]
    ways: tuple[Way, ...]
    """How each string was lowered, in order."""
    trap: Trap | None = None

    @property
    def end(self) -> int:
        """The address behind the last block."""
        return max((call.result + call.size for call in self.log), default=BASE)


@dataclass(frozen=True)
class Comparison:
    """`difference`: why the outcome is illegal, or None. `breach`: what was written that is padding, or None."""

    difference: str | None
    breach: str | None
    ways: tuple[Way, ...]
    """Which of the ways left open each string took."""


def predict(
    types: tuple[Type, ...],
    values: Sequence[Value],
    receiver: Receiver,
    way: Callable[[str, list[Realloc]], Way] | None = None,
    scribble: int | None = None,
) -> Prediction:
    """The outcome of lowering values into a guest, if strings are lowered in these ways (default: `memory.own_way`)."""
    memory = bytearray([receiver.fill]) * receiver.size
    allocator = Bump(memory, receiver.base, in_place=receiver.in_place, grows=receiver.grows)
    side = Side(memory, allocator, receiver.encoding, scribble=scribble)
    ways: list[Way] = []
    inner = way or side.way

    def remembered(text: str, log: list[Realloc]) -> Way:
        ways.append(inner(text, log))
        return ways[-1]

    side.way = remembered
    flats: list[int] = []
    trap = None
    try:
        flats = lower_values(side, types, values, receiver.most, receiver.area)
    except Trapped as trapped:
        trap = trapped.trap
    nans = tuple(side.flat_nans), tuple(side.memory_nans)
    return Prediction(tuple(flats), tuple(side.log), bytes(memory), *nans, tuple(ways), trap)


def following(
    seen: Sequence[Realloc], encoding: Encoding, forms: Sequence[Form] = HOST_FORMS
) -> Callable[[str, list[Realloc]], Way]:
    """For each string the way whose calls of realloc are those that were seen, if there is one, else the first.

    A call that resizes can only belong to the string before it, so the longest agreement is the right one.
    """

    def agreement(text: str, candidate: Way, at: int) -> int:
        held = 0
        stages = plan(text, candidate.form, encoding, candidate.deflated_alignment).stages
        wanted = []
        for stage in stages:
            wanted.append((held, stage.alignment, stage.size))
            held = stage.size
        got = [(call.old_size, call.alignment, call.size) for call in seen[at : at + len(stages)]]
        return len(stages) if wanted == got else -1

    def way(text: str, log: list[Realloc]) -> Way:
        candidates = _ways(text, (text.form,) if isinstance(text, Text) else forms)
        return max(candidates, key=lambda candidate: agreement(text, candidate, len(log)))

    return way


def _ways(text: str, forms: Sequence[Form]) -> Iterator[Way]:
    """The ways in which a text may be lowered."""
    for form in forms:
        if form is not Form.LATIN1 or is_latin1(text):
            yield Way(form)
        if form is Form.TAGGED and is_latin1(text):
            yield Way(form, 2)


def compare(
    types: tuple[Type, ...],
    values: Sequence[Value],
    receiver: Receiver,
    seen: Seen,
    *,
    forms: Sequence[Form] = HOST_FORMS,
    deterministic: bool = False,
) -> Comparison:
    """Is what was seen a legal outcome of lowering these values? `deterministic`: of the deterministic profile?

    `forms` are those in which the host may hold strings; strings that are `strings.Text` have their own.
    """
    way = following(seen.log, receiver.encoding, forms)
    wanted = predict(types, values, receiver, way)
    if wanted.trap or seen.trapped:
        text = None if wanted.trap and seen.trapped else f"trap: want {wanted.trap or 'none'}, got {seen.trapped}"
        return Comparison(text, None, wanted.ways)
    text = _log_difference(wanted.log, seen.log) or _flat_difference(types, wanted, seen, deterministic)
    if text or _region(wanted, seen) == seen.memory:
        return Comparison(text, None, wanted.ways)
    return Comparison(*_memory_difference(types, values, receiver, wanted, seen, deterministic, way), wanted.ways)


def _region(wanted: Prediction, seen: Seen) -> bytes:
    """The predicted bytes where some were seen."""
    return wanted.memory[seen.start : seen.start + len(seen.memory)]


def _log_difference(wanted: Sequence[Realloc], seen: Sequence[Realloc]) -> str | None:
    """The first call of realloc that is another, missing or too many."""
    for index in range(max(len(wanted), len(seen))):
        want, got = (str(log[index]) if index < len(log) else "no call" for log in (wanted, seen))
        if want != got:
            return f"realloc call {index}: want {want}, got {got}"
    return None


def _flat_difference(types: tuple[Type, ...], wanted: Prediction, seen: Seen, deterministic: bool) -> str | None:
    """The first core value that is another."""
    if len(wanted.flats) != len(seen.flats):
        return f"want {len(wanted.flats)} core values, got {len(seen.flats)}"
    nans = {spot.at: spot.bits for spot in wanted.flat_nans}
    cores = flat_types_of(types) if len(flat_types_of(types)) == len(wanted.flats) else ("i32",) * len(wanted.flats)
    for index, (want, got) in enumerate(zip(wanted.flats, seen.flats, strict=True)):
        if want != got and (deterministic or index not in nans or not is_nan(got, nans[index])):
            return f"core value {index} ({cores[index]}): want {want:#x}, got {got:#x}"
    return None


def is_nan(number: int, bits: int) -> bool:
    """Is this the pattern of a NaN of 32 or 64 bits, and nothing above it?"""
    low, infinity = number & ((1 << bits - 1) - 1), NAN32 ^ 1 << 22 if bits == 32 else NAN64 ^ 1 << 51
    return low > infinity and number < 1 << bits


def _memory_difference(
    types: tuple[Type, ...],
    values: Sequence[Value],
    receiver: Receiver,
    wanted: Prediction,
    seen: Seen,
    deterministic: bool,
    way: Callable[[str, list[Realloc]], Way],
) -> tuple[str | None, str | None]:
    """The first byte that is another, and the first of padding that was written.

    Lowered into another fill, what is padding shows; with leftovers scribbled over, what is open.
    """
    other = Receiver(**{**vars(receiver), "fill": receiver.fill ^ 0xFF})
    refilled = predict(types, values, other, way).memory
    scribbled = [predict(types, values, receiver, way, scribble=byte).memory for byte in (0x00, 0xFF)]
    any_nan = () if deterministic else wanted.memory_nans
    nans = {spot.at + index: spot for spot in any_nan for index in range(spot.bits // 8)}
    breach = None
    for at in range(seen.start, min(seen.start + len(seen.memory), len(wanted.memory))):
        want, got = wanted.memory[at], seen.memory[at - seen.start]
        if want == got or scribbled[0][at] != scribbled[1][at]:
            continue
        if refilled[at] != want:
            breach = breach or f"padding at {at:#x} was written: {got:#04x}"
        elif at not in nans or not _nan_at(seen, nans[at]):
            return _describe(types, values, receiver, wanted, seen, at), breach
    return None, breach


def _nan_at(seen: Seen, spot: Spot) -> bool:
    """Is any NaN where one belongs?"""
    offset = spot.at - seen.start
    return is_nan(int.from_bytes(seen.memory[offset : offset + spot.bits // 8], "little"), spot.bits)


def _describe(
    types: tuple[Type, ...], values: Sequence[Value], receiver: Receiver, wanted: Prediction, seen: Seen, at: int
) -> str:
    """A differing byte: where, in what part of the value, and the bytes around it."""
    whole = Tuple(types)
    in_memory = len(flat_types_of(types)) > receiver.most
    root = receiver.area if receiver.area is not None else wanted.flats[0] if in_memory else 0
    image = Image(whole, receiver.encoding, wanted.memory, root, None if in_memory else wanted.flats)
    span = owner(image, at)
    start = max(at & -8, seen.start)
    got = seen.memory[start - seen.start :][:_SHOWN]
    want = wanted.memory[start : start + len(got)]
    part = f"{span.kind} of {span.path}" if span else "a block"
    return (
        f"memory at {at:#x} ({part}): want {want.hex(' ')}, got {got.hex(' ')} from {start:#x}; "
        f"value {print_wave(whole, tuple(values))}"
    )


def compare_values(t: Type, want: Value, got: Value, path: str = "") -> str | None:
    """The innermost part in which two values of a type differ, in WAVE; None if they are the same."""
    if same(want, got):
        return None
    for part, label, one, other in _matching_parts(t, want, got):
        inner = compare_values(part, one, other, path + label)
        if inner:
            return inner
    return f"{path or 'value'}: want {print_wave(t, want)}, got {print_wave(t, got)}"


def _matching_parts(t: Type, want: Value, got: Value) -> Iterator[tuple[Type, str, Value, Value]]:
    """Parts that two values both have."""
    t = despecialized(t)
    if isinstance(t, Tuple):
        yield from ((part, f".{index}", want[index], got[index]) for index, part in enumerate(t.items))
    elif isinstance(t, Product):
        yield from ((part, f".{label}", want[label], got[label]) for label, part in t.fields)
    elif isinstance(t, Sum) and want.label == got.label:
        part = dict(t.cases)[want.label]
        assert part is not None, "cases without payloads do not differ"
        yield part, f"({want.label})", want.payload, got.payload
    elif isinstance(t, List) and len(want) == len(got):
        yield from ((t.element, f"[{index}]", *pair) for index, pair in enumerate(zip(want, got, strict=True)))
