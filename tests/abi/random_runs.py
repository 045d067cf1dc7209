"""Random runs without a runtime: what campaigns draw, and what they do not, is played on the model alone.

A campaign on the model itself must find nothing; hosts that are wrong must be told; addresses are astray; functions of
every type are called; tables of handles see any sequence of operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any, ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from test_abi_handles import Tables

from conformance.abi.calls import Lowered, host_function
from conformance.abi.handles import Instance, ResourceType
from conformance.abi.handles import Scope as HandleScope
from conformance.abi.images import Image, lowered_image, spans
from conformance.abi.layout import flat_types, flat_types_of, size, validate
from conformance.abi.legal import HOST_FORMS, Prediction, Receiver, Seen, compare, compare_values, predict
from conformance.abi.lift import lift_results
from conformance.abi.lower import lower_params
from conformance.abi.memory import Bump, Realloc, Side, Way
from conformance.abi.strategies import Scope, encodings, functions, images, typed_values, values
from conformance.abi.strings import ENCODINGS, Form, is_latin1
from conformance.abi.traps import Trap, Trapped
from conformance.abi.types import InvalidType, List, Tuple, Type, Value
from conformance.abi.values import NotAValue, check_value, same
from conformance.abi.wave import WaveError, parse_wave, print_wave
from conformance.abi.wit import parse_type
from conformance.fuzz.between import NoCommand, build
from conformance.fuzz.campaign import Campaign, Plan
from conformance.fuzz.examples import Example, Leg
from conformance.fuzz.paths import Lifting, Lowering
from conformance.fuzz.probes import Guest
from conformance.fuzz.sampling import Mix, drawn, one_round, pools
from conformance.fuzz.trials import Difference, Tried, check_of

SEQUENCES = 300
"""Of operations on tables."""


class Itself:
    """The model as a runtime between host and guest, which does what the text leaves open in another way each time."""

    encodings = ENCODINGS
    legs: tuple[Leg, ...] = ("probe", "give", "pass", "ask")

    def __init__(self) -> None:
        self.unrepeated: list[str] = []

    def tried(self, examples: Sequence[Example]) -> list[Tried]:
        return list(map(self._one, examples))

    def close(self) -> None:
        """There is nothing to end."""

    def _one(self, example: Example) -> Tried:
        guest = Guest.of([(example.types, example.encoding, example.in_place)])
        check = check_of(example, guest.probes[0])
        if check is None:
            return Tried(example)
        text = _lowered(check) if isinstance(check, Lowering) else _lifted(check)
        told = () if text is None else (Difference("value", "abi", text),)
        return Tried(example, told, "trapped" if check.trap else "returned", check.trap and str(check.trap))


def _other_way(text: str, log: list[Realloc]) -> Way:
    """A form that hangs on the string, and the alignment that is not the text's."""
    forms = [form for form in HOST_FORMS if form is not Form.LATIN1 or is_latin1(text)]
    return Way(forms[len(text) % len(forms)], 2)


def _lowered(check: Lowering) -> str | None:
    """Is what another host might do accepted?"""
    receiver = check.probe.called if check.path == "probe" else check.probe.answered
    types = check.probe.types if check.path == "probe" else (check.probe.whole,)
    values = check.values if check.path == "probe" else [check.whole]
    other = predict(types, values, receiver, _other_way)
    seen = Seen(other.flats, other.log, other.memory[receiver.base : other.end], receiver.base)
    found = compare(types, values, receiver, seen)
    return found.difference or found.breach


def _lifted(check: Lifting) -> str | None:
    """Is a value that was lifted the same when it has been written and read?"""
    if isinstance(check.wanted, Trap):
        return None
    whole = check.probe.whole
    return compare_values(whole, check.wanted, parse_wave(whole, print_wave(whole, check.wanted)))


class BetweenItself(Itself):
    """The same between two guests."""

    legs: tuple[Leg, ...] = ("take", "hand")

    def _one(self, example: Example) -> Tried:
        try:
            built = build([example])
        except NoCommand:
            return Tried(example)
        return Tried(example, (), "trapped" if built.trap else "returned", built.trap and str(built.trap))


def campaign(seed: int, examples: int) -> Iterator[str]:
    """A campaign that must find nothing; the trap conditions that it met."""
    plan = Plan(seed, examples, shrink_s=5.0)
    result = Campaign("itself@0", [Itself(), BetweenItself()], plan, profile="gate").run()
    assert not result.found, result.found
    yield from result.covered.traps


class Noting(Tables):
    """Notes the traps that were met."""

    met: ClassVar[set[str]] = set()

    def attempt(self, wanted: Trap | None, run: Any, *arguments: Any) -> Any:
        result = super().attempt(wanted, run, *arguments)
        if wanted is not None:
            self.met.add(str(wanted))
        return result


def handles() -> Iterator[str]:
    """Operations on tables; the trap conditions that they met."""
    Noting.met.clear()
    run_state_machine_as_test(
        Noting, settings=settings(max_examples=SEQUENCES, derandomize=True, database=None, deadline=None)
    )
    yield from sorted(Noting.met)


def sample(number: int) -> list[Example]:
    """A round of values as a campaign draws them."""
    return list(one_round(Mix(("probe",)), number, pools(number)))


class Villain:
    """A host that does one thing otherwise than any host may: which it is hangs on chance."""

    def __init__(self, number: int) -> None:
        self._random = Random(number)

    def spoilt(self, seen: Seen, written: Sequence[int]) -> Seen:
        """What was seen, with a difference; `written` are the addresses that no host leaves as they were."""
        deeds: list[Callable[[], Seen]] = [
            lambda: replace(seen, trapped=True),
            lambda: replace(seen, flats=(*seen.flats, 0)),
        ]
        if seen.flats:
            deeds.append(lambda: replace(seen, flats=(*seen.flats[:-1], seen.flats[-1] ^ 1 << 31)))
        if seen.log:
            deeds += [lambda: replace(seen, log=seen.log[1:]), lambda: replace(seen, log=(*seen.log, seen.log[-1]))]
        if written:
            deeds += [lambda: self._overwritten(seen, written)] * 4
        return self._random.choice(deeds)()

    def _overwritten(self, seen: Seen, written: Sequence[int]) -> Seen:
        offset = self._random.choice(written) - seen.start
        memory = bytearray(seen.memory)
        memory[offset] ^= 1 << self._random.randrange(8)
        return replace(seen, memory=bytes(memory))


def faulty(examples: Sequence[Example]) -> None:
    """Hosts that do something else than they may must be told, and so must values that are others."""
    villain = Villain(len(examples))
    latest: dict[Type, Value] = {}
    for example in examples:
        other = latest.setdefault(example.whole, example.value)
        assert (compare_values(example.whole, example.value, other) is None) == same(example.value, other)
        _told(example, villain)


def _told(example: Example, villain: Villain) -> None:
    """Whatever the villain does to what is seen of this example is told."""
    types, values_, receiver = example.types, example.values, Receiver(example.encoding)
    wanted = predict(types, values_, receiver, _other_way)
    seen = Seen(wanted.flats, wanted.log, wanted.memory[receiver.base : wanted.end], receiver.base)
    assert compare(types, values_, receiver, _with_other_nans(seen, wanted)).difference is None
    for breached in (seen.memory.replace(b"\xaa", b"\xab"), seen.memory[:-1]):  # padding, among what may count
        compare(types, values_, receiver, replace(seen, memory=breached))
    refilled = predict(types, values_, replace(receiver, fill=0x55), _other_way).memory
    scribbled = predict(types, values_, receiver, _other_way, scribble=0x55).memory
    nans = {spot.at + index for spot in wanted.memory_nans for index in range(spot.bits // 8)}
    counts = [wanted.memory[at] == refilled[at] == scribbled[at] for at in range(wanted.end)]
    written = [at for at in range(receiver.base, wanted.end) if counts[at] and at not in nans]
    spoilt = villain.spoilt(seen, written)
    if not wanted.flat_nans:  # which the last core value may be, and then it may be another
        assert compare(types, values_, receiver, spoilt).difference is not None, (wanted, spoilt)


def _with_other_nans(seen: Seen, wanted: Prediction) -> Seen:
    """The same with NaNs that have a sign and a payload."""
    other = {32: 0xFFC12345, 64: 0xFFF8123456789ABC}
    flats, memory = list(seen.flats), bytearray(seen.memory)
    for spot in wanted.flat_nans:
        flats[spot.at] = other[spot.bits]
    for spot in wanted.memory_nans:
        offset = spot.at - seen.start
        memory[offset : offset + spot.bits // 8] = other[spot.bits].to_bytes(spot.bits // 8, "little")
    return replace(seen, flats=tuple(flats), memory=bytes(memory))


def astray(examples: Sequence[Example]) -> Iterator[str]:
    """Addresses by chance: of what is lifted, of where results are wanted, of what realloc returns."""
    random = Random(len(examples))
    for example in examples:
        end = 256
        at = random.choice((0, 1, 2, 4, 8, end - 8, end - 4, end - 1, end, 0xFFFFFFF8, random.getrandbits(32)))
        if len(flat_types(example.whole)) > 1:
            yield _trap(Image(example.whole, example.encoding, bytes(end), at).lift)
            receiver = Receiver(example.encoding, base=64, grows=False, size=end, most=1, area=at)
            yield str(predict((example.whole,), [example.value], receiver).trap or "")
        side = Side(bytearray(end), lambda *_, at=at: [at], example.encoding)
        yield _trap(lower_params, side, example.types, example.values)


def _trap(run: Callable[..., object], *arguments: object) -> str:
    """Why a call traps, or nothing."""
    try:
        run(*arguments)
    except Trapped as trapped:
        return str(trapped.trap)
    return ""


EVERYTHING = Scope(gated=True, resources=("r",))
"""What campaigns do not draw: types that runtimes have behind switches, and handles."""
NUMBER_OF_CALLS = 250
_TIMES = 10
"""How often a text is garbled."""
_LARGE = 5
"""How many images are large."""


def calls(number: int) -> None:
    """A guest calls functions of every type: the host sees its arguments, and the guest what the host returns."""
    made = functions(EVERYTHING).flatmap(
        lambda func: st.tuples(st.just(func), st.tuples(*map(values, (*func.params, *func.results))), encodings)
    )
    for func, drawn_values, encoding in drawn(made, NUMBER_OF_CALLS, number):
        count = len(func.params)
        arguments, results = list(drawn_values[:count]), list(drawn_values[count:])
        memory = bytearray(16)
        instance, scope = Instance("guest"), HandleScope()
        allocator = Bump(memory, grows=True)
        side = Side(memory, allocator, encoding, instance, scope, {"r": ResourceType("r")})
        flats = lower_params(side, func.params, arguments)
        area = side.allocate(8, size(Tuple(func.results))) if len(flat_types_of(func.results)) > 1 else None
        import_ = Lowered(func, host_function(partial(_answer, arguments, results)), side, instance)
        returned = import_(*flats, *(() if area is None else (area,)))
        got = lift_results(side, func.results, returned if area is None else [area])
        assert same(got, results)


def _answer(wanted: list[Value], results: list[Value], *arguments: Value) -> list[Value]:
    """A function of the host's, which is called with what the guest has."""
    assert same(list(arguments), wanted)
    return results


def followed(number: int) -> None:
    """What is drawn is a value of its type; its images are followed, and lifted, spoiled or not, few or many."""
    several = typed_values(Scope(gated=True)).flatmap(
        lambda pair: st.tuples(st.just(pair), encodings.flatmap(lambda code: images(pair[0], code)))
    )
    for index, ((t, value), image) in enumerate(drawn(several, NUMBER_OF_CALLS, number)):
        validate(t)
        check_value(t, value)
        spans(image)
        spans(lowered_image(List(t, 2), [value, value], flat=True))
        outcome = image.outcome()
        if not isinstance(outcome, Trap):
            check_value(t, outcome)
        if index < _LARGE:
            assert same(lowered_image(List(t), [value] * 5000).outcome(), [value] * 5000)


def garbled(examples: Sequence[Example]) -> None:
    """Types and values with a character that is another: they are read as some, or refused with a reason."""
    random = Random(len(examples))
    for example in list(examples) * _TIMES:
        for text, read in ((str(example.whole), parse_type), (print_wave(example.whole, example.value), None)):
            at = random.randrange(len(text) + 1)
            other = text[:at] + random.choice("<>{}()[],:%_'\"\\0a1-.\u20ac ") * random.randint(0, 1) + text[at + 1 :]
            with suppress(InvalidType, WaveError):
                if read is None:
                    check_value(example.whole, parse_wave(example.whole, other))
                else:
                    validate(read(other))
        with suppress(NotAValue):
            check_value(random.choice(examples).whole, example.value)
