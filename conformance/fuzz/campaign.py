"""A campaign: rounds of examples are tried on a runtime, and every new cause of failure is shrunk and written down.

Examples that failed before are kept in a Hypothesis database and come first. What fails for a cause that is known, or
was found already, is counted and not looked at again.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec
from hypothesis.database import ExampleDatabase

from conformance.fuzz.causes import Cause, Known, cause_of
from conformance.fuzz.examples import BETWEEN, TITLES, Example, Leg, packed, spoiled, unpacked, written
from conformance.fuzz.sampling import Mix, rounds
from conformance.fuzz.shrinking import SHRINK_S, first_difference, shrunk
from conformance.fuzz.tally import Covered, Tally
from conformance.fuzz.trials import Difference, Trials, Tried, chunks
from conformance.interruption import raise_if_asked

Profile = Literal["explore", "gate"]
_AT_ONCE = 768
_AT_ONCE_BETWEEN = 24
"""Examples that are tried together."""
_FEWEST = 8
_TURNS = 2
"""Batches between host and guest for each of commands, which take far longer."""
_LAST_S = 5.0
"""Seconds that shrinking may take when the time of the campaign is over."""
_AGAIN = 6
"""How often examples that fail alike are shrunk to causes that were found already, until no more of them are."""


@dataclass(frozen=True)
class Plan:
    """How long a campaign is, and what it is made of."""

    seed: int
    examples: int | None = None
    seconds: float | None = None
    shrink_s: float = SHRINK_S
    types: int = 64
    each: int = 6


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A cause that is not known, with its simplest example."""

    cause: str
    about: Literal["abi", "binding", "process"]
    detail: str
    types: tuple[str, ...]
    values: tuple[str, ...]
    """In WAVE, before anything is spoiled."""
    spoiled: tuple[str, ...]
    """What is not as a well-behaved guest has it."""
    examples: int
    """How many failed for it."""
    folder: str | None = None


class KnownFound(msgspec.Struct, frozen=True, kw_only=True):
    """A known cause that was met."""

    cause: str
    reason: str
    finding: str | None
    examples: int


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a campaign on one runtime came to."""

    runtime: str
    seed: int
    profile: Profile
    seconds: float
    covered: Covered
    found: tuple[Found, ...]
    known: tuple[KnownFound, ...]
    replayed: int
    """Examples of the database that were tried first."""
    healed: tuple[str, ...]
    """Of those, what does not fail any more."""
    unexamined: dict[str, int]
    """Failing examples whose like was shrunk often enough, to causes that were found already."""
    unrepeated: tuple[str, ...]
    """Deaths of the runtime's process that did not come again."""
    problem: str | None = None
    """Why it ended too early, if it did."""
    interrupted: bool = False


@dataclass
class _New:
    """A cause that was found, and what shows it."""

    cause: Cause
    example: Example
    difference: Difference
    folder: str | None = None


Write = Callable[[Cause, Example, Difference, Trials | None], str | None]
"""Writes a finding down and says where; without trials nothing more can be tried."""
Watch = Callable[["Campaign"], None]


@dataclass
class Campaign:
    """One runtime's campaign."""

    runtime: str
    trials: Sequence[Trials]
    plan: Plan
    known: Sequence[Known] = ()
    database: ExampleDatabase | None = None
    key: bytes = b""
    """Under which the database keeps this runtime's examples."""
    write: Write = lambda cause, example, difference, trials: None
    watch: Watch = lambda campaign: None
    profile: Profile = "explore"
    found: dict[str, _New] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    healed: list[str] = field(default_factory=list)
    replayed: int = 0
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._at_once = 4 * _FEWEST
        self._known: Counter[int] = Counter()
        self._unexamined: Counter[str] = Counter()
        self._again: Counter[tuple[str, str, str]] = Counter()

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def run(self) -> Result:
        """All of it, to its end or until it is interrupted."""
        interrupted = False
        try:
            self._replay()
            for trials, examples in self._turns():
                self._try(trials, examples)
                self.watch(self)
                if self._over():
                    break
        except KeyboardInterrupt:
            interrupted = True
        return self.result(interrupted=interrupted)

    @property
    def _patience(self) -> float:
        """Seconds for one example: little more than what is left of the campaign."""
        left = self.plan.shrink_s if self.plan.seconds is None else self.plan.seconds - self.elapsed
        return min(self.plan.shrink_s, max(left, _LAST_S))

    def _over(self) -> bool:
        raise_if_asked()
        plan = self.plan
        if plan.examples is not None and self.tally.examples >= plan.examples:
            return True
        return plan.seconds is not None and self.elapsed >= plan.seconds

    def _turns(self) -> Iterator[tuple[Trials, list[Example]]]:
        """Whose turn it is, and with which examples; always the same for a seed."""
        sources = [(trials, self._examples(trials)) for trials in self.trials]
        while True:
            for trials, source in sources:
                for _ in range(_TURNS if len(sources) > 1 and not _between(trials) else 1):
                    yield trials, next(source)

    def _examples(self, trials: Trials) -> Iterator[list[Example]]:
        """Batches without end."""
        between = _between(trials)
        mix = Mix(
            trials.legs,
            types=16 if between else self.plan.types,
            each=self.plan.each,
            encodings=trials.encodings,
        )
        for examples in rounds(mix, self.plan.seed * 1_000_003):
            yield from chunks(examples, _AT_ONCE_BETWEEN if between else _AT_ONCE)

    def _replay(self) -> None:
        """What failed before comes first."""
        if self.database is None:
            return
        for data in sorted(self.database.fetch(self.key)):
            try:
                example = unpacked(data)
            except ValueError:
                self.database.delete(self.key, data)
                continue
            trials = next((one for one in self.trials if example.leg in one.legs), None)
            if trials is None or not {example.encoding, example.image_encoding} <= set(trials.encodings):
                continue
            self.replayed += 1
            (tried,) = trials.tried([example])
            self.tally.add([tried])
            if tried.differences:
                self._failed(trials, tried)
            elif tried.ending != "left-out":
                self.healed.append(f"{TITLES[example.leg]} ({', '.join(map(str, example.types))})")
                self.database.delete(self.key, data)

    def _try(self, trials: Trials, examples: Sequence[Example]) -> None:
        """Try these; few at a time where the runtime's process has just gone, for each death takes a while."""
        start = 0
        if self.plan.examples is not None:
            examples = examples[: max(0, self.plan.examples - self.tally.examples)]
        while start < len(examples) and (start == 0 or not self._over()):
            # what was put together is not cut in two: a type on either side of it would take two guests
            end = start + self._at_once if self._at_once < _AT_ONCE else len(examples)
            results = trials.tried(examples[start:end])
            start = end
            died = any(one.about == "process" for tried in results for one in tried.differences)
            self._at_once = max(_FEWEST, self._at_once // 4) if died else min(_AT_ONCE, self._at_once * 2)
            self.tally.add(results)
            for tried in results:
                if tried.differences:
                    self._failed(trials, tried)

    def _failed(self, trials: Trials, tried: Tried) -> None:
        """Count an example that fails, or find out why it does."""
        example, difference = tried.example, first_difference(tried.differences)
        for number, entry in enumerate(self.known):
            if entry.explains(example, difference):
                self._known[number] += 1
                return
        new = next((one for one in self.found.values() if one.cause.explains(example, difference)), None)
        if new is not None:
            new.cause.examples += 1
            return
        alike = TITLES[example.leg], difference.kind, difference.gist
        if self._again[alike] >= _AGAIN:
            self._unexamined["/".join(filter(None, alike))] += 1
            return
        self._examine(trials, example, difference, alike)

    def _examine(self, trials: Trials, example: Example, difference: Difference, alike: tuple[str, str, str]) -> None:
        """Shrink an example and write down what it shows."""
        first = difference
        try:
            example, difference = shrunk(trials, example, difference, self._patience)
        except KeyboardInterrupt:
            self._record(cause_of(example, difference), example, difference, None)
            raise
        for number, entry in enumerate(self.known):
            if entry.explains(example, difference):
                self._known[number] += 1
                self._again[alike] += 1
                return
        cause = cause_of(example, difference)
        cause.gists.add(first.gist)
        if cause.name in self.found:
            there = self.found[cause.name].cause
            there.gists |= cause.gists
            there.examples += 1
            self._again[alike] += 1
            return
        self._record(cause, example, difference, trials)

    def _record(self, cause: Cause, example: Example, difference: Difference, trials: Trials | None) -> None:
        cause.examples = 1
        new = self.found.setdefault(cause.name, _New(cause, example, difference))
        if self.database is not None:
            self.database.save(self.key, packed(example))
        new.folder = self.write(cause, example, difference, trials)

    def result(self, *, interrupted: bool = False, problem: str | None = None) -> Result:
        """What it came to so far."""
        return Result(
            runtime=self.runtime,
            seed=self.plan.seed,
            profile=self.profile,
            seconds=round(self.elapsed, 1),
            covered=self.tally.covered(),
            found=tuple(map(_shown, self.found.values())),
            known=tuple(
                KnownFound(cause=entry.cause, reason=entry.reason, finding=entry.finding, examples=self._known[number])
                for number, entry in enumerate(self.known)
                if self._known[number]
            ),
            replayed=self.replayed,
            healed=tuple(self.healed),
            unexamined=dict(sorted(self._unexamined.items())),
            unrepeated=tuple(text for one in self.trials for text in one.unrepeated),
            problem=problem,
            interrupted=interrupted,
        )


def _between(trials: Trials) -> bool:
    legs: set[Leg] = set(trials.legs)
    return bool(legs & BETWEEN)


def _shown(new: _New) -> Found:
    kept = written(new.example)
    return Found(
        cause=new.cause.name,
        about=new.cause.about,
        detail=new.difference.detail.splitlines()[0][:400] if new.difference.detail else "",
        types=kept.types,
        values=kept.values,
        spoiled=spoiled(new.example),
        examples=new.cause.examples,
        folder=new.folder,
    )
