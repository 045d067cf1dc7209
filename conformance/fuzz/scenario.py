"""A scenario: components that call one another, as data. `predict` runs it in the model, `component` makes it real.

What components do is written in a language of a few verbs, one operation a line, whose numbers are core values:

    NAME = new RESOURCE REP         drop RESOURCE HANDLE        NAME = rep RESOURCE HANDLE
    NAME = call INSTANCE.FUNCTION CORE…                         with a return area where the lowered function wants one
    note KIND CORE…                 words for the row of the report that is being made
    dump                            notes this function's parameters, calls of realloc, the heap; begins a new heap
    check NAME · done               ends a row of the report, under this name; ends the report
    store WIDTH ADDRESS CORE        NAME = load WIDTH ADDRESS   bytes in memory, 1, 2, 4 or 8 of them
    return CORE · return-if A B CORE     at the end; when two numbers are the same
    only A B                        goes on only if two numbers are the same
    NAME = add A B                  the sum of two numbers, in 32 bits
    grow PAGES · unreachable · recurse   the last calls itself without end

A core value is a number or a name; `p0`, `p1`, … are the parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from conformance.abi.layout import core_signature
from conformance.abi.strings import Encoding
from conformance.abi.traps import Trap
from conformance.abi.types import Func
from conformance.abi.wit import parse_type

VERBS = {
    "new": 2, "drop": 2, "rep": 2, "call": -1, "note": -1, "dump": 0, "check": 1, "done": 0, "store": 3, "load": 2,
    "return": 1, "return-if": 3, "only": 2, "add": 2, "grow": 1, "unreachable": 0, "recurse": 0,
}  # fmt: skip
"""Verbs and how many words follow them; -1: one or more."""
KINDS = ("flat", "realloc", "memory", "handle", "rep", "event", "value")
"""What noted words are; decides how they are shown."""


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab", dict=True):
    """A part of a scenario: a field that nobody knows is an error."""


class Allocator(Data, frozen=True, kw_only=True):
    """A guest's realloc: blocks go up from the component's `base`, nothing is freed, a resized block moves."""

    in_place: bool = False
    """The latest block is resized where it is."""
    grows: bool = False
    """A block beyond the end grows the memory; otherwise its address is returned all the same."""
    answers: dict[int, int] = {}
    """Call, counted from 0 → what it returns instead; no block is made."""
    decoy: bool = False
    """What has the usual name of a realloc traps; it is another function that is meant."""
    first: str = ""
    """What is done first in each call, as operations."""


class Function(Data, frozen=True, kw_only=True):
    """An exported function, its types in WIT: `own<r>` is the exporter's own `r`, or that of another by its name.

    Names of resources are unique but among instances of one component.
    """

    params: tuple[str, ...] = ()
    result: str | None = None
    body: str = ""
    post_return: str | None = None

    @cached_property
    def type(self) -> Func:
        """Its type."""
        return Func(tuple(map(parse_type, self.params)), None if self.result is None else parse_type(self.result))


class Component(Data, frozen=True, kw_only=True):
    """A component and its one instance."""

    encoding: Encoding = "utf8"
    pages: int = 1
    base: int = 8192
    """Where the heap begins."""
    room: int = 0
    """Bytes below the heap that a dump shows as well: where results are wanted."""
    allocator: Allocator = Allocator()
    data: dict[int, str] = {}
    """Address → bytes in hex, there from the beginning."""
    resources: dict[str, str | None] = {}
    """Resource types that it defines → operations of the destructor, whose `p0` is the representation; or none."""
    exports: dict[str, Function] = {}
    start: str = ""
    """What is done when it is instantiated."""
    run: str | None = None
    """What is done when the whole is run; exactly one component has it."""
    parent: str | None = None
    like: str | None = None
    """Another instance of that component instead."""

    def bodies(self) -> Iterator[str]:
        """All operations that it consists of."""
        yield from (self.allocator.first, self.start, self.run or "")
        yield from (text for text in self.resources.values() if text)
        for function in self.exports.values():
            yield from (function.body, function.post_return or "")


class Scenario(Data, frozen=True, kw_only=True):
    """Components by the names of their instances, in the order in which they are instantiated."""

    components: dict[str, Component]
    trap: Trap | None = None
    """The condition for which the run must trap, once its report is closed."""
    padding: bool = False
    """Bytes of padding must be left as they were."""
    witness: bool = False
    """What happens before a trap counts: components tell the reporter what they do as they do it."""

    def __post_init__(self) -> None:
        if sum(component.run is not None for component in self.components.values()) != 1:
            raise ValueError("Expected exactly one component with `run`")
        for name, component in self.components.items():
            for other in (component.parent, component.like):
                if other is not None and other not in list(self.components)[: list(self.components).index(name)]:
                    raise ValueError(f"Expected {other} before {name}")
            for text in component.bodies():
                self._check(operations(text))

    def _check(self, body: tuple[Operation, ...]) -> None:
        """Whoever is called is there, and gets what it takes."""
        for line in body:
            if line.verb == "call":
                wanted = len(core_signature(self.function(line.words[0])[1].type, "lower").params)
                if wanted != len(line.words) - 1:
                    raise ValueError(f"{line.words[0]} takes {wanted} core values, not {len(line.words) - 1}")

    @property
    def main(self) -> str:
        """The name of the component that is run."""
        return next(name for name, component in self.components.items() if component.run is not None)

    @property
    def told(self) -> bool:
        """Whether the reporter is a component that all tell; else the one that is run asks the others for their words.

        With one other component, nothing is lost by asking it after each call. Where there are resources, the reporter
        has to be apart, since the stream that it prints to is a handle of its instance.
        """
        others = [component for component in self.components.values() if component.run is None]
        several = len(others) > 1 or any(component.parent for component in self.components.values())
        handles = any(component.resources for component in self.components.values())
        return (
            self.witness
            or several
            or handles
            or any(
                operation.verb in ("check", "done")
                for component in others
                for text in component.bodies()
                for operation in operations(text)
            )
        )

    def of(self, name: str) -> Component:
        """The component of an instance."""
        component = self.components[name]
        return component if component.like is None else self.components[component.like]

    def children(self, name: str | None) -> list[str]:
        """The instances within one, or at the top."""
        return [other for other, component in self.components.items() if component.parent == name]

    def owner(self, resource: str, user: str) -> str:
        """The instance that defines a resource as `user` names it: `r`, or `a.r` for that of the instance `a`."""
        instance, _, name = resource.rpartition(".")
        if instance:
            return instance
        if name in self.of(user).resources:
            return user
        for other in self.components:
            if name in self.of(other).resources:
                return other
        raise ValueError(f"no component has a resource {name}")

    def function(self, called: str) -> tuple[str, Function]:
        """Instance and function of `INSTANCE.FUNCTION`."""
        instance, _, name = called.partition(".")
        if instance not in self.components or name not in self.of(instance).exports:
            raise ValueError(f"there is no function {called}")
        return instance, self.of(instance).exports[name]

    def called(self, name: str) -> tuple[str, ...]:
        """The functions that a component calls, each once."""
        found = [line.words[0] for text in self.of(name).bodies() for line in operations(text) if line.verb == "call"]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Operation:
    """A line of a body."""

    verb: str
    words: tuple[str, ...]
    target: str | None = None


def operations(text: str) -> tuple[Operation, ...]:
    """The operations of a body. Raises ValueError."""
    return tuple(_operation(line) for line in text.splitlines() if line.strip())


def _operation(line: str) -> Operation:
    words = line.split()
    target = None
    if len(words) > 1 and words[1] == "=":
        target, words = words[0], words[2:]
    verb, rest = words[0], tuple(words[1:])
    count = VERBS.get(verb)
    if count is None or (len(rest) != count if count >= 0 else not rest):
        raise ValueError(f"{line.strip()!r} is no operation")
    if verb == "note" and rest[0] not in KINDS:
        raise ValueError(f"{rest[0]!r} is no kind of word, but {', '.join(KINDS)}")
    return Operation(verb, rest, target)


def number(word: str, names: Mapping[str, int]) -> int:
    """A core value as its bits: of a name, or a number, which may be negative."""
    return names[word] if word in names else int(word, 0)
