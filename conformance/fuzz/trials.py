"""Where examples are tried, many at a time: what is wrong with each, told alike for all paths.

Between host and guest a driver calls probes; between guests a command is run that reports what it saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from conformance.abi.strings import Encoding
from conformance.fuzz.calls import Callee, Caller, Calls, Outcome
from conformance.fuzz.examples import LIFTED, Example, Leg
from conformance.fuzz.paths import Batch, Check, Finding, Lifting, Lowering
from conformance.fuzz.probes import IMAGE_SIZE, Guest, Probe, Wanted

About = Literal["abi", "binding", "process"]
"""What a difference is about: the ABI; what a host language's binding makes of values; the runtime's process, which
went or did not end."""
_ABOUT: dict[str, About] = {"binding": "binding", "crash": "process"}
_PROBES = 16
"""Probes that one guest has at most."""
_QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"")
_NUMBERS = re.compile(r"0x[0-9a-fA-F]+|\b[0-9a-f]{8,}\b|-?\d+")
_PLACES = re.compile(r"(?:file://)?(?:/[^\s/:]+)+")


@dataclass(frozen=True)
class Difference:
    """What is wrong with an example's outcome."""

    kind: str
    """In one word, as in `paths.Finding`."""
    about: About
    detail: str

    @property
    def gist(self) -> str:
        """What ended the call, without numbers, names and places; nothing where no message of a runtime's is told."""
        return gist(self.detail) if self.ended else ""

    @property
    def ended(self) -> bool:
        """Whether the call ended otherwise than by returning."""
        return self.kind in ("refused", "trapped", "rejected", "garbled", "crashed", "timed-out", "broken")


def gist(message: str) -> str:
    """A message without what differs from one example to the next."""
    line = next((line for line in message.splitlines() if line.strip()), "").partition(", want ")[0]
    for pattern, word in ((_PLACES, "…"), (_QUOTED, "…"), (_NUMBERS, "#")):
        line = pattern.sub(word, line)
    return line[:100]


@dataclass(frozen=True)
class Tried:
    """An example and what came of it."""

    example: Example
    differences: tuple[Difference, ...] = ()
    ending: str = "left-out"
    """The kind of the outcome; `left-out` where the guest could not hold what is to be seen."""
    wanted: str | None = None
    """The condition for which it had to trap."""


class Trials(Protocol):
    """A place where examples are tried."""

    legs: tuple[Leg, ...]
    encodings: tuple[Encoding, ...]

    @property
    def unrepeated(self) -> list[str]:
        """Deaths of the runtime's process that did not come again."""

    def tried(self, examples: Sequence[Example]) -> list[Tried]:
        """What came of each, in the same order."""

    def close(self) -> None:
        """End what was started."""


class HostTrials:
    """Between a host and a guest, through a driver's `call` verb."""

    def __init__(self, caller: Caller, legs: tuple[Leg, ...]) -> None:
        self.caller = caller
        self.legs = legs
        self.encodings = caller.encodings

    @property
    def unrepeated(self) -> list[str]:
        """Deaths of drivers that did not come again."""
        return self.caller.unrepeated

    def close(self) -> None:
        """End the driver."""
        self.caller.close()

    def tried(self, examples: Sequence[Example]) -> list[Tried]:
        """What came of each: those of as many types as a guest has probes go in one batch."""
        results: dict[int, Tried] = {}
        for group in guests(examples):
            results |= self._guest(examples, group)
        return [results.get(index, Tried(example)) for index, example in enumerate(examples)]

    def _guest(self, examples: Sequence[Example], group: Sequence[int]) -> dict[int, Tried]:
        batch, placed = batch_of([examples[index] for index in group])
        indices = [group[place] for place in placed]
        if not batch.checks:
            return {}
        outcomes = self.caller.call(batch.callee, batch.sequences())
        if len(batch.guest.probes) > 1 and any(several[-1].kind == "refused" for several in outcomes):
            return self._one_by_one(examples, group)
        told = partial(_told, examples)
        return dict(map(told, indices, batch.checks, outcomes))

    def _one_by_one(self, examples: Sequence[Example], group: Sequence[int]) -> dict[int, Tried]:
        """A guest for each probe: the component was refused for one of them."""
        apart: dict[Wanted, list[int]] = {}
        for index, wanted in zip(group, _wanted([examples[index] for index in group]), strict=True):
            apart.setdefault(wanted, []).append(index)
        results: dict[int, Tried] = {}
        for some in apart.values():
            results |= self._guest(examples, some)
        return results


def _told(examples: Sequence[Example], index: int, check: Check, outcomes: Sequence[Outcome]) -> tuple[int, Tried]:
    wanted = check.trap
    differences = tuple(map(difference_of, check.findings(outcomes)))
    return index, Tried(examples[index], differences, outcomes[-1].kind, None if wanted is None else str(wanted))


def difference_of(finding: Finding) -> Difference:
    """What a finding of a check comes to."""
    return Difference(finding.kind, _ABOUT.get(finding.what, "abi"), finding.detail)


def guests(examples: Sequence[Example]) -> Iterator[list[int]]:
    """Indices of examples that one guest can have: its probes are bounded in number."""
    group: list[int] = []
    probes: set[Wanted] = set()
    for index, wanted in enumerate(_wanted(examples)):
        if wanted not in probes and len(probes) == _PROBES:
            yield group
            group, probes = [], set()
        probes.add(wanted)
        group.append(index)
    if group:
        yield group


def _wanted(examples: Sequence[Example]) -> list[Wanted]:
    """The probe of each; what goes out of a guest does so with any allocator, so that it has that of its type."""
    lowered = {(one.types, one.encoding): one.in_place for one in examples if one.leg not in LIFTED}
    return [
        (one.types, one.encoding, lowered.get((one.types, one.encoding), False) if one.leg in LIFTED else one.in_place)
        for one in examples
    ]


def batch_of(examples: Sequence[Example]) -> tuple[Batch, list[int]]:
    """A guest and the checks of it, and for each check the example's index: those that no guest can hold have none."""
    wanted = _wanted(examples)
    keys = dict.fromkeys(wanted)
    guest = Guest.of(keys)
    probes = dict(zip(keys, guest.probes, strict=True))
    batch = Batch(guest)
    placed = []
    for index, example in enumerate(examples):
        check = check_of(example, probes[wanted[index]])
        if check is not None:
            batch.checks.append(check)
            placed.append(index)
    return batch, placed


def check_of(example: Example, probe: Probe) -> Check | None:
    """The check of an example on a probe; None where the guest could not hold what is to be seen."""
    if example.leg == "probe" or example.leg == "ask":
        lowering = Lowering(example.leg, probe, example.values)
        return lowering if lowering.fits() else None
    assert example.leg in ("give", "pass"), "what goes between guests is no call of a host's"
    image = example.image
    return Lifting(example.leg, probe, image) if len(image.memory) <= IMAGE_SIZE else None


def calls_of(example: Example) -> tuple[Callee, Calls]:
    """The component and the calls that try one example."""
    batch, placed = batch_of([example])
    if not placed:
        raise ValueError("no guest can hold what is to be seen of this example")
    return batch.callee, batch.checks[0].calls()


def chunks(examples: Iterable[Example], count: int) -> Iterator[list[Example]]:
    """Examples in groups of about so many; those of one type stay together."""
    group: list[Example] = []
    for example in examples:
        if len(group) >= count and example.types != group[-1].types:
            yield group
            group = []
        group.append(example)
    if group:
        yield group
