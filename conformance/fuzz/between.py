"""Trials between two guests: examples as commands that any runtime can run, which report what the receiving guest saw.

A command has room for several values of one type, and behind them for one of which the model says that it must trap.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from conformance.abi.images import Image
from conformance.abi.memory import PAGE
from conformance.abi.strings import ENCODINGS, Encoding
from conformance.abi.traps import Trap
from conformance.abi.wave import print_wave
from conformance.component import wasm_tools
from conformance.fuzz.commands import Command, Exchange, Transfer, command, scenario_of
from conformance.fuzz.examples import BETWEEN, Example, Leg
from conformance.fuzz.predict import FILL, HEAP_END
from conformance.fuzz.scenario import Allocator
from conformance.fuzz.trials import About, Difference, Tried
from conformance.observation import (
    Crashed,
    Ending,
    Exited,
    Launch,
    Observation,
    Refused,
    TimedOut,
    Trapped,
    describe,
)
from conformance.resources import cache_dir
from conformance.runtimes.runtime import Runtime

WASI = "0.2.12"
"""The version that commands import."""
_CASE = "abi/fuzz"
_NAME = 48
"""Bytes at the beginning of a guest's memory that are ours where an image lies there: its name would be in them."""
_MOST_BYTES = 8000
"""Bytes that a spoiled image may have: behind it begins the heap."""
_MOST_WORDS = 4000
"""Words that one report may have."""
_ROWS = 8
COMMAND_S = 20.0
"""Seconds that a command may take."""


class NoCommand(ValueError):
    """This example cannot be made into a command, or the model does not bear out what it would show."""


@dataclass(frozen=True)
class Built:
    """A command, and how to make sense of its report."""

    exchange: Exchange
    command: Command
    rows: tuple[Example, ...]
    """The example of each row, in order; the last may be the one that traps."""
    trap: Trap | None


def build(examples: Sequence[Example]) -> Built:
    """The command of examples that differ in their values only; at most one is spoiled. Raises NoCommand."""
    plain = [example for example in examples if not example.spoiled]
    spoiled = [example for example in examples if example.spoiled]
    first = examples[0]
    rows = {f"r{index}": _plain(example) for index, example in enumerate(plain)}
    trap = None
    last = None
    if spoiled:
        (example,) = spoiled
        transfer = _spoiled(example)
        trap = _trap(example)
        if trap is None:
            rows[f"r{len(plain)}"] = transfer
        else:
            last = transfer
    if not rows:  # a report has a row, and a command that traps shows that it got that far
        rows["r0"] = _plain(unspoiled(first))
        plain = [unspoiled(first)]
    exchange = Exchange(
        take=tuple(map(str, first.types)) if first.leg == "take" else (),
        give=str(first.whole) if first.leg == "hand" else None,
        from_=first.sender,
        to=first.encoding,
        allocator=Allocator(in_place=first.in_place),
        rows=rows,
        last=last,
        trap=trap,
    )
    return Built(exchange, _command(exchange), (*plain, *spoiled), trap)


def unspoiled(example: Example) -> Example:
    """The same without what is spoiled."""
    return Example(
        example.leg, example.types, example.values, example.encoding, example.sender, in_place=example.in_place
    )


def _command(exchange: Exchange) -> Command:
    try:
        made = command(_CASE, scenario_of(exchange), WASI)
    except (ValueError, struct.error, IndexError) as error:
        raise NoCommand(str(error)) from None
    words = sum(len(words) for row in made.prediction.rows for words in row.allowed.values())
    if words > _MOST_WORDS:
        raise NoCommand(f"{words} words in one report")
    return made


def _plain(example: Example) -> Transfer:
    if example.leg == "take":
        return Transfer(wave=tuple(map(print_wave, example.types, example.values)))
    return Transfer(wave=print_wave(example.whole, example.value))


def _spoiled(example: Example) -> Transfer:
    """The image as it is, at its own addresses."""
    image = example.image
    if len(image.memory) > _MOST_BYTES:
        raise NoCommand(f"an image of {len(image.memory)} bytes")
    flats = image.flats if image.flats is not None else (image.at,)
    return Transfer(flats=flats, memory={16: image.memory[16:].ljust(_NAME, b"\0").hex()})


def _trap(example: Example) -> Trap | None:
    """The condition for which lifting it from that guest's memory traps."""
    image = example.image
    memory = bytearray(PAGE)
    memory[8192:HEAP_END] = bytes([FILL]) * (HEAP_END - 8192)
    memory[16 : len(image.memory)] = image.memory[16:]
    outcome = Image(image.type, image.encoding, bytes(memory), image.at, image.flats).outcome()
    return outcome if isinstance(outcome, Trap) else None


def binary(text: str) -> bytes:
    """A component in the binary format. Raises ValueError for text that is none."""
    found = subprocess.run(
        [str(wasm_tools()), "parse"], input=text.encode(), capture_output=True, timeout=60, check=False
    )
    if found.returncode:
        raise ValueError(f"the component cannot be made: {found.stderr.decode('utf-8', 'replace')[:300]}")
    return found.stdout


class CommandTrials:
    """Between two guests, on a runtime that runs commands."""

    encodings: tuple[Encoding, ...] = ENCODINGS

    def __init__(
        self, runtime: Runtime, legs: tuple[Leg, ...] = ("take", "hand"), timeout_s: float = COMMAND_S
    ) -> None:
        self.legs = legs
        # What it compiles is used once: it has a place of its own among what runtimes keep, which is emptied.
        self._runtime = msgspec.structs.replace(runtime, version=f"{runtime.version}-fuzz")
        self._artifacts = cache_dir() / "artifacts" / self._runtime.label.replace("/", "_")
        self._folder = tempfile.TemporaryDirectory(prefix="wasi-conformance-fuzz-")
        self._timeout_s = timeout_s
        self.commands = 0
        self.unrepeated: list[str] = []

    def close(self) -> None:
        """Leave nothing behind."""
        self._folder.cleanup()
        shutil.rmtree(self._artifacts, ignore_errors=True)

    def tried(self, examples: Sequence[Example]) -> list[Tried]:
        """What came of each."""
        results: dict[int, Tried] = {}
        for group in _groups(examples):
            for index, tried in zip(group, self._group([examples[index] for index in group]), strict=True):
                results[index] = tried
        return [results[index] for index in range(len(examples))]

    def _group(self, examples: Sequence[Example]) -> list[Tried]:
        """One command; where a row has not come, or is none, the examples behind it have another."""
        try:
            built = build(examples)
            data = binary(built.command.text)
        except ValueError:
            if len(examples) == 1:
                return [Tried(examples[0])]
            return [tried for example in examples for tried in self._group([example])]
        tried = told(built, self.run(data))
        missing = [one.example for one in tried if one.ending == "missing"]
        ordered = {id(one.example): one for one in tried}
        if missing:
            again = self._group(missing) if len(missing) < len(examples) else [Tried(one) for one in missing]
            ordered |= dict(zip(map(id, missing), again, strict=True))
        return [ordered[id(example)] for example in examples]

    def run(self, data: bytes) -> Observation:
        """Run a component."""
        self.commands += 1
        launch = self.launch(data)
        observation = self._runtime.run(launch, self._runtime.lane_for((), serving=False))
        launch.component.unlink(missing_ok=True)
        self._forget(launch.sha256)
        return observation

    def launch(self, data: bytes) -> Launch:
        """What a runtime is told of a component."""
        digest = hashlib.sha256(data).hexdigest()
        file = Path(self._folder.name, f"{digest[:16]}.wasm")
        file.write_bytes(data)
        return Launch(
            component=file, sha256=digest, working_directory=Path(self._folder.name), timeout_s=self._timeout_s
        )

    def _forget(self, digest: str) -> None:
        """What was compiled of a component that is not run again."""
        for pattern in (f"{digest}*", f"*/{digest}*", f"*/*/{digest}*"):
            for entry in self._artifacts.glob(pattern):
                if entry.is_dir():
                    shutil.rmtree(entry, ignore_errors=True)
                else:
                    entry.unlink(missing_ok=True)


def _groups(examples: Sequence[Example]) -> Iterator[list[int]]:
    """Indices of examples that go into one command."""
    groups: dict[tuple[object, ...], list[list[int]]] = {}
    for index, example in enumerate(examples):
        assert example.leg in BETWEEN, "what goes between host and guest is no command"
        key = (example.leg, example.types, example.encoding, example.sender, example.in_place)
        some = groups.setdefault(key, [])
        fitting = (
            group
            for group in some
            if len(group) < _ROWS and not (example.spoiled and any(examples[other].spoiled for other in group))
        )
        group = next(fitting, None)
        if group is None:
            some.append([index])
        else:
            group.append(index)
    yield from (group for some in groups.values() for group in some)


def told(built: Built, observation: Observation) -> list[Tried]:
    """What a command's run says of each of its examples, in the order of its rows."""
    rows, survived = report_of(observation)
    ending = observation.ending
    results: list[Tried] = []
    over = False
    count = len(built.exchange.rows)
    for index, example in enumerate(built.rows):
        last = built.trap is not None and index == len(built.rows) - 1
        row = rows.get(f"r{index}") if index < count else None
        if over:
            results.append(Tried(example, ending="missing"))
        elif last:
            results.append(_trapped(example, built.trap, ending, survived))
        elif row is None:
            results.append(_ended(example, ending))
            over = True
        else:
            results.append(Tried(example, _row_differences(built, f"r{index}", row), "returned"))
    return results


def report_of(observation: Observation) -> tuple[dict[str, dict[str, object]], bool]:
    """The rows that were reported, by name, and whether the guest says that it survived its trap."""
    rows: dict[str, dict[str, object]] = {}
    survived = False
    for line in observation.stdout.data.decode("utf-8", "replace").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            if isinstance(found.get("check"), str):
                rows[found["check"]] = found
            survived |= str(found.get("note", "")).startswith("survived")
    return rows, survived


def _trapped(example: Example, trap: Trap | None, ending: Ending, survived: bool) -> Tried:
    """The deed at the end, which had to trap."""
    if isinstance(ending, Trapped) and not survived:
        return Tried(example, (), "trapped", str(trap))
    if survived or isinstance(ending, Exited):
        detail = f"want a trap ({trap}), got none: {describe(ending)}"
        return Tried(example, (Difference(f"accepted-{trap}", "abi", detail),), "returned", str(trap))
    return Tried(example, (_abnormal(ending),), _kind(ending), str(trap))


def _ended(example: Example, ending: Ending) -> Tried:
    """A row that did not come."""
    return Tried(example, (_abnormal(ending),), _kind(ending))


def _kind(ending: Ending) -> str:
    kinds: dict[type, str] = {Crashed: "crashed", TimedOut: "timed-out", Refused: "refused", Trapped: "trapped"}
    return kinds.get(type(ending), "broken")


def _abnormal(ending: Ending) -> Difference:
    kind = _kind(ending)
    about: About = "process" if kind in ("crashed", "timed-out", "broken") else "abi"
    return Difference(kind, about, f"{kind}: {describe(ending)}")


def _row_differences(built: Built, name: str, row: dict[str, object]) -> tuple[Difference, ...]:
    """What is wrong with a row: the first kind of word that is another."""
    got = str(row.get("got", ""))
    if "ok" in row:
        if row["ok"] is True:
            return ()
        want = str(row.get("want", ""))
    else:
        allowed = next(item.allowed for item in built.command.prediction.rows if item.name == name)
        if got in allowed:
            return ()
        want = " or ".join(allowed)
    return (Difference(_first_other(got, want), "abi", f"got {got}, want {want}"),)


def _first_other(got: str, want: str) -> str:
    """The kind of the first words that differ: `flats`, `realloc` or `memory`."""
    one, other = (
        {part.split(maxsplit=1)[0]: part for part in text.split(", ") if part.strip()} for text in (got, want)
    )
    for kind, word in (("realloc", "realloc"), ("flat", "flats"), ("memory", "memory")):
        if " ".join(one.get(kind, "").split()) != " ".join(other.get(kind, "").split()):
            return word
    return "memory"
