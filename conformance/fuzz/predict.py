"""What a scenario reports, according to the model: rows of words, and whether it traps once the report is closed.

The scenario is run several times, each time with another of the things that the text leaves open: the bits of a NaN,
what is left beside a transcoded string, padding, the alignment of one call of realloc. Words that differ are open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from conformance.abi.calls import Lifted, Lowered, invoke
from conformance.abi.handles import Instance, ResourceType
from conformance.abi.layout import align_up
from conformance.abi.legal import is_nan
from conformance.abi.memory import NAN32, NAN64, PAGE, Realloc, Side, Way
from conformance.abi.strings import Form, Text
from conformance.abi.traps import CoreFunction, Trap, Trapped
from conformance.abi.types import Func, Handle, Type, walk
from conformance.fuzz.scenario import Component, Operation, Scenario, number, operations

HEAP_END = 0x8000
"""Where the heap of a component ends that begins below it; from there on lie images."""
FILL = 0xAA
"""What a heap holds before anything is written."""
WHOLE = (1 << 64) - 1
_LOW, _HIGH = (1 << 32) - 1, (1 << 64) - (1 << 32)
NAN_LOW, NAN_HIGH, NAN_WHOLE = 1, 2, 4
"""Where a word has a NaN: in its lower half, in its upper half, all of it."""


@dataclass(frozen=True)
class Word:
    """What is to be noted: the bits in `mask` are these, and there is a NaN where `nan` says so."""

    kind: str
    value: int
    mask: int = WHOLE
    nan: int = 0

    def fits(self, kind: str, value: int) -> bool:
        """Whether a word that was noted is this one."""
        return kind == self.kind and not (value ^ self.value) & self.mask and all(self._nans(value))

    def _nans(self, value: int) -> Iterator[bool]:
        for place, bits, shift in ((NAN_LOW, 32, 0), (NAN_HIGH, 32, 32), (NAN_WHOLE, 64, 0)):
            if self.nan & place:
                yield is_nan(value >> shift & ((1 << bits) - 1), bits)


@dataclass(frozen=True)
class Row:
    """A check: its name, and each sequence of words that is right, under a label."""

    name: str
    allowed: dict[str, tuple[Word, ...]]

    def allows(self, words: Sequence[tuple[str, int]]) -> bool:
        """Whether these words are right."""
        return any(
            len(words) == len(wanted) and all(word.fits(*noted) for word, noted in zip(wanted, words, strict=True))
            for wanted in self.allowed.values()
        )


@dataclass(frozen=True)
class Prediction:
    """All rows; whether the report was closed; why the run traps, if it does."""

    rows: tuple[Row, ...]
    closed: bool
    trap: Trap | None

    def denies(self, seen: Observed) -> bool:
        """Whether a run that was seen is none of those that are allowed."""
        if seen.late or (seen.closed, seen.trap is None, seen.names) != (
            self.closed,
            self.trap is None,
            [r.name for r in self.rows],
        ):
            return True
        return not all(row.allows(words) for row, (_, words) in zip(self.rows, seen.rows, strict=True))


@dataclass(frozen=True)
class Choices:
    """One of the ways to do what is left open."""

    fill: int = FILL
    scribble: int | None = 0
    nan32: int = NAN32
    nan64: int = NAN64
    deflated_alignment: int = 1


@dataclass(frozen=True)
class Observed:
    """What one run reported."""

    rows: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    closed: bool
    trap: Trap | None
    late: str | None = None
    """What was reported when the report was closed already, or closed before its last row was."""

    @property
    def names(self) -> list[str]:
        """The names of the rows."""
        return [name for name, _ in self.rows]


class Unpredictable(ValueError):
    """The scenario is none: its rows hang on what the text leaves open, or its report on what comes after it."""


def predict(scenario: Scenario) -> Prediction:
    """Run it. Raises Unpredictable."""
    outcomes = [_outcomes(scenario, alignment) for alignment in (1, 2)]
    first = outcomes[0][0]
    if first.late:
        raise Unpredictable(first.late)
    for other in (run for runs in outcomes for run in runs):
        if (other.closed, other.trap, other.names) != (first.closed, first.trap, first.names):
            raise Unpredictable("what is reported hangs on what the text leaves open")
    rows = []
    for index, name in enumerate(first.names):
        one, other_ = (_open_words([run.rows[index][1] for run in runs]) for runs in outcomes)
        rows.append(Row(name, {"": one} if one == other_ else {"alignment-1": one, "alignment-2": other_}))
    return Prediction(tuple(rows), first.closed, first.trap)


def _outcomes(scenario: Scenario, deflated_alignment: int) -> list[Observed]:
    """What is seen with each choice, the usual one first."""
    choices = (Choices(), *_alternatives(scenario))
    return [observe(scenario, replace(choice, deflated_alignment=deflated_alignment)) for choice in choices]


def _alternatives(scenario: Scenario) -> Iterator[Choices]:
    """Other choices, for whatever the scenario does not demand."""
    if not scenario.padding:
        yield Choices(fill=FILL ^ 0xFF)
    yield Choices(scribble=0xFF)
    yield Choices(nan32=NAN32 | 0x8003FFFF)
    yield Choices(nan64=NAN64 | 0x8007FFFFFFFFFFFF)


def _open_words(runs: Sequence[Sequence[tuple[str, int]]]) -> tuple[Word, ...]:
    """The words of one run, without the bits in which others differ. The last two differ in NaNs of 32 and 64 bits."""
    words, *others = runs
    found = []
    for index, (kind, value) in enumerate(words):
        *open_, nan32, nan64 = (value ^ other[index][1] for other in others)
        mask = WHOLE
        for difference in open_:
            mask &= ~_bytes_of(difference)
        nan = NAN_LOW * bool(nan32 & _LOW) | NAN_HIGH * bool(nan32 & _HIGH) | NAN_WHOLE * bool(nan64)
        mask &= ~(_LOW * bool(nan & NAN_LOW) | _HIGH * bool(nan & NAN_HIGH) | WHOLE * bool(nan & NAN_WHOLE))
        found.append(Word(kind, value & WHOLE, mask & WHOLE, nan))
    return tuple(found)


def _bytes_of(bits: int) -> int:
    """All bits of the bytes that have one of these."""
    return sum(0xFF << 8 * index for index in range(8) if bits >> 8 * index & 0xFF)


def observe(scenario: Scenario, choices: Choices) -> Observed:
    """What a run reports if things that are left open are done in this way. Raises Unpredictable."""
    machine = _Machine(scenario, choices)
    trap = None
    try:
        machine.run()
    except Trapped as trapped:
        if trapped.detail.startswith("uncaught"):  # no guest throws here: something is wrong with the scenario
            raise Unpredictable(trapped.detail) from None
        trap = trapped.trap
    return Observed(tuple(machine.rows), machine.closed, trap, machine.late)


class _Machine:
    """The components of a scenario in the model."""

    def __init__(self, scenario: Scenario, choices: Choices) -> None:
        self.scenario = scenario
        self.choices = choices
        self.root = Instance("root")
        self.running: dict[str, _Running] = {}
        self.rows: list[tuple[str, tuple[tuple[str, int], ...]]] = []
        self.noted: list[tuple[str, int]] = []
        self.closed = False
        self.late: str | None = None

    def run(self) -> None:
        """Instantiate all, then call what is to be run."""
        for name in self.scenario.children(None):
            self._instantiate(name, self.root)
        main = self.running[self.scenario.main]
        body = operations(main.component.run or "")
        invoke(Lifted(Func(), lambda: main.execute(body, ()), main.side, main.instance), [])

    def _instantiate(self, name: str, parent: Instance) -> None:
        running = self.running[name] = _Running(self, name, Instance(name, parent))
        for child in self.scenario.children(name):
            self._instantiate(child, running.instance)
        running.execute(operations(running.component.start), ())

    def note(self, kind: str, value: int) -> None:
        """A word of the row that is being made; after the end of the report nothing may be noted."""
        if self.closed:
            self.late = self.late or f"{kind} {value:#x} after the end of the report"
        self.noted.append((kind, value))

    def check(self, name: str) -> None:
        """The end of a row."""
        self.rows.append((name, tuple(self.noted)))
        self.noted.clear()

    def done(self) -> None:
        """The end of the report."""
        if self.noted or self.closed:
            self.late = "`done` twice, or before the last `check`"
        self.closed = True


class _Returned(Exception):
    """A body returns this core value."""

    def __init__(self, value: int) -> None:
        super().__init__()
        self.value = value


class _Running:
    """An instance: its memory, its allocator, its code."""

    def __init__(self, machine: _Machine, name: str, instance: Instance) -> None:
        self.machine = machine
        self.name = name
        self.instance = instance
        self.component: Component = machine.scenario.of(name)
        self.memory = bytearray(self.component.pages * PAGE)
        for address, text in self.component.data.items():
            data = bytes.fromhex(text)
            self.memory[address : address + len(data)] = data
        self.resources = {
            label: ResourceType(f"{name}.{label}", instance, self._destructor(text))
            for label, text in self.component.resources.items()
        }
        self._log: list[Realloc] = []
        self._calls = 0
        self._top = self._last = 0
        self._renew(HEAP_END if self.component.base < HEAP_END else len(self.memory))

    def _destructor(self, text: str | None) -> CoreFunction | None:
        return None if text is None else lambda rep: self.execute(operations(text), (rep,))

    def _renew(self, end: int) -> None:
        """A new heap, and nothing logged."""
        start = self.component.base - self.component.room
        self.memory[start:end] = bytes([self.machine.choices.fill]) * (min(end, len(self.memory)) - start)
        self._log.clear()
        self._top, self._last = self.component.base, 0

    @property
    def side(self) -> Side:
        """What its functions have as options."""
        choices = self.machine.choices

        def way(text: str, log: list[Realloc]) -> Way:
            return Way(text.form if isinstance(text, Text) else Form.UTF8, choices.deflated_alignment)

        return Side(
            self.memory,
            self._realloc,
            self.component.encoding,
            self.instance,
            way=way,
            scribble=choices.scribble,
            nan32=choices.nan32,
            nan64=choices.nan64,
        )

    def _realloc(self, old: int, old_size: int, alignment: int, size: int) -> list[int]:
        allocator = self.component.allocator
        self.execute(operations(allocator.first), (old, old_size, alignment, size))
        block = allocator.answers.get(self._calls)
        self._calls += 1
        if block is None:
            block = self._block(old, old_size, alignment, size)
        self._log.append(Realloc(old, old_size, alignment, size, block))
        return [block]

    def _block(self, old: int, old_size: int, alignment: int, size: int) -> int:
        stays = self.component.allocator.in_place and old_size != 0 and old == self._last
        block = old if stays else align_up(self._top, alignment)
        self._top, self._last = block + size, block
        if self.component.allocator.grows and self._top > len(self.memory):
            self.memory.extend(bytes(align_up(self._top - len(self.memory), PAGE)))
        kept = min(old_size, size)
        if not stays and block + kept <= len(self.memory):
            self.memory[block : block + kept] = self.memory[old : old + kept]
        return block

    def execute(self, body: Sequence[Operation], flats: Sequence[int]) -> list[int]:
        """Do what operations say, with these parameters."""
        names = {f"p{index}": flat for index, flat in enumerate(flats)}
        try:
            for operation in body:
                result = _VERBS[operation.verb](self, operation, names)
                if operation.target is not None:
                    names[operation.target] = result or 0
        except _Returned as returned:
            return [returned.value]
        return []

    def resource(self, label: str) -> ResourceType:
        """A resource type as this instance names it."""
        owner = self.machine.scenario.owner(label, self.name)
        return self.machine.running[owner].resources[label.rpartition(".")[2]]

    def _resources_of(self, func: Func) -> dict[str, ResourceType]:
        types: tuple[Type, ...] = (*func.params, *func.results)
        labels = {part.resource for t in types for part in walk(t) if isinstance(part, Handle)}
        return {label: self.resource(label) for label in labels}

    def lifted(self, name: str) -> Lifted:
        """An exported function."""
        function = self.component.exports[name]
        side = replace(self.side, resources=self._resources_of(function.type))
        body, after = operations(function.body), function.post_return
        finish = None if after is None else (lambda *flats: self.execute(operations(after), flats))
        return Lifted(function.type, lambda *flats: self.execute(body, flats), side, self.instance, finish)

    def call(self, called: str, flats: Sequence[int]) -> int | None:
        """Call an imported function."""
        instance, function = self.machine.scenario.function(called)
        other = self.machine.running[instance]
        side = replace(self.side, resources=other._resources_of(function.type))
        lowered = Lowered(function.type, other.lifted(called.partition(".")[2]), side, self.instance)
        results = lowered(*flats)
        return results[0] if results else None

    def dump(self, names: dict[str, int]) -> None:
        """Note all that came in, and begin anew."""
        for index in range(len(names)):
            if f"p{index}" in names:
                self.machine.note("flat", names[f"p{index}"])
        for call in self._log:
            for part in call:
                self.machine.note("realloc", part)
        start, end = self.component.base - self.component.room, align_up(self._top, 8)
        for at in range(start, end, 8):
            self.machine.note("memory", int.from_bytes(self.memory[at : at + 8], "little"))
        self._renew(end)

    def core(self, operation: Operation, names: dict[str, int]) -> list[int]:
        """The words of an operation as core values, from the second on where the first is a name."""
        return [number(word, names) for word in operation.words[1:]]


def _leaving(act: Callable[[_Running, Operation, dict[str, int]], int | None]) -> Callable[..., int | None]:
    """What calls the reporter, which is an import like any other where it is a component."""

    def checked(running: _Running, operation: Operation, names: dict[str, int]) -> int | None:
        if running.machine.scenario.told:
            running.instance.check_leaving()
        return act(running, operation, names)

    return checked


def _note(running: _Running, operation: Operation, names: dict[str, int]) -> None:
    for value in running.core(operation, names):
        running.machine.note(operation.words[0], value & WHOLE)


def _store(running: _Running, operation: Operation, names: dict[str, int]) -> None:
    width, at, value = (number(word, names) for word in operation.words)
    if at + width > len(running.memory):
        raise Trapped(Trap.GUEST, "a store beyond the memory")
    running.memory[at : at + width] = (value % (1 << 8 * width)).to_bytes(width, "little")


def _load(running: _Running, operation: Operation, names: dict[str, int]) -> int:
    width, at = (number(word, names) for word in operation.words)
    if at + width > len(running.memory):
        raise Trapped(Trap.GUEST, "a load beyond the memory")
    return int.from_bytes(running.memory[at : at + width], "little")


def _return_if(running: _Running, operation: Operation, names: dict[str, int]) -> None:
    one, other, value = (number(word, names) for word in operation.words)
    if one == other:
        raise _Returned(value)


def _only(running: _Running, operation: Operation, names: dict[str, int]) -> None:
    one, other = (number(word, names) for word in operation.words)
    if one != other:
        raise _Returned(0)


def _return(running: _Running, operation: Operation, names: dict[str, int]) -> None:
    raise _Returned(number(operation.words[0], names))


def _fail(running: _Running, operation: Operation, names: dict[str, int]) -> None:
    raise Trapped(Trap.GUEST, operation.verb)


def _new(running: _Running, operation: Operation, names: dict[str, int]) -> int:
    return running.instance.new(running.resource(operation.words[0]), running.core(operation, names)[0] & _LOW)


def _rep(running: _Running, operation: Operation, names: dict[str, int]) -> int:
    return running.instance.rep(running.resource(operation.words[0]), running.core(operation, names)[0] & _LOW)


def _drop(running: _Running, operation: Operation, names: dict[str, int]) -> None:
    running.instance.drop(running.resource(operation.words[0]), running.core(operation, names)[0] & _LOW)


_VERBS: dict[str, Callable[[_Running, Operation, dict[str, int]], int | None]] = {
    "new": _new,
    "rep": _rep,
    "drop": _drop,
    "call": lambda running, op, names: running.call(op.words[0], running.core(op, names)),
    "note": _leaving(_note),
    "dump": _leaving(lambda running, op, names: running.dump(names)),
    "check": _leaving(lambda running, op, names: running.machine.check(op.words[0])),
    "done": _leaving(lambda running, op, names: running.machine.done()),
    "store": _store,
    "load": _load,
    "return": _return,
    "return-if": _return_if,
    "only": _only,
    "add": lambda running, op, names: sum(number(word, names) for word in op.words) & _LOW,
    "grow": lambda running, op, names: running.memory.extend(bytes(PAGE * number(op.words[0], names))),
    "unreachable": _fail,
    "recurse": _fail,
}
