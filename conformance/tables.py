"""Tables: many rows of one claim, stated by axes and rules in ``guest_programs/tables/NAME.yaml``.

This is the only place that expands a table: the build makes a C header of the rows, the corpus makes checks of them,
and so the guest and the judge cannot disagree about what there is to be reported.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from conformance.case import CheckSpec, Strict, TableUse
from conformance.content import Bytes
from conformance.decoding import decode_yaml
from conformance.errors import Malformed

FOLDER = "tables"
"""Where tables lie, below the folder of guest programs."""


class AxisSpec(Strict, frozen=True, kw_only=True):
    """An axis that is more than a list of labels: subsets of flags, or texts that go by a label."""

    flags: tuple[str, ...] = ()
    """Flags in the order of their bits; the labels are subsets joined by ``+``."""
    empty: str = "none"
    """The label of the empty subset."""
    only: tuple[str, ...] = ()
    """The labels that are meant, where it is not every subset."""
    texts: dict[str, str | Bytes] = msgspec.field(default_factory=dict)
    """Label → the bytes that it stands for."""

    def __post_init__(self) -> None:
        if bool(self.flags) == bool(self.texts):
            raise ValueError("Expected exactly one of `flags`, `texts`")
        known = {*self.flags, self.empty}
        for label in self.only:
            if not self.flags or not set(label.split("+")) <= known:
                raise ValueError(f"Expected flags joined by `+` in `only`, got {label!r}")

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels in order; every subset of flags in the order of its bits as a number."""
        if self.texts:
            return tuple(self.texts)
        if self.only:
            return self.only
        return tuple(self.label(mask) for mask in range(1 << len(self.flags)))

    def label(self, mask: int) -> str:
        """The label of a subset of the flags."""
        return "+".join(flag for bit, flag in enumerate(self.flags) if mask >> bit & 1) or self.empty

    def mask(self, label: str) -> int:
        """The subset of the flags that a label names."""
        return sum(1 << self.flags.index(flag) for flag in label.split("+") if label != self.empty)


Pattern = str | tuple[str, ...]
"""A label, or for an axis of flags ``+set -unset …``; a list matches what one of them matches."""


class Rule(Strict, frozen=True, kw_only=True):
    """What is demanded of the rows that match ``when`` and that no rule before has decided."""

    because: str
    """The reason in our words: what the text says, or that it leaves the answer open."""
    when: dict[str, Pattern] = msgspec.field(default_factory=dict)
    want: Pattern = ()
    """The answer, or those that are allowed; the name of a set stands for its members."""
    prefer: str | None = None
    like: dict[str, str] = msgspec.field(default_factory=dict)
    """Answers of the row with these labels instead (``-flag`` or ``+flag`` for flags) are allowed as well."""
    without: tuple[str, ...] = ()
    """Answers of that other row that are not taken over."""
    skip: bool = False
    """Such a row makes no sense and is none of the table's."""

    def __post_init__(self) -> None:
        if not self.because.strip():
            raise ValueError("Expected some text in `because`")
        if self.skip == bool(self.want or self.like):
            raise ValueError("Expected `want` or `like`, or else `skip`")


class Row(msgspec.Struct, frozen=True):
    """One row: its label on each axis, the name of its check, and the answers that the text allows."""

    labels: dict[str, str]
    name: str
    allowed: tuple[str, ...]
    preferred: str | None

    @property
    def check(self) -> str | CheckSpec:
        """The check as front matter would state it: a guest knows the one right answer itself."""
        if len(self.allowed) == 1:
            return self.name
        return CheckSpec(name=self.name, allowed=self.allowed, preferred=self.preferred)


class Table(Strict, frozen=True, kw_only=True, dict=True):
    """Axes, whose cross product the rows are, and rules, the first of which that matches decides a row."""

    about: str
    axes: dict[str, tuple[str, ...] | AxisSpec]
    sets: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        for name, axis in self.axes.items():
            labels = self.labels(name)
            if not labels or len(set(labels)) < len(labels):
                raise ValueError(f"Expected distinct labels on axis `{name}`, at least one")
            if isinstance(axis, AxisSpec) and len(axis.flags) > 8:
                raise ValueError(f"Expected at most 8 flags on axis `{name}`")
        for rule in self.rules:
            self._patterns(rule.when)
            for name in rule.like:
                self._axis(name)

    def labels(self, axis: str) -> tuple[str, ...]:
        """The labels of an axis, in order."""
        spec = self.axes[axis]
        return spec.labels if isinstance(spec, AxisSpec) else spec

    def rows(self, select: Mapping[str, Pattern]) -> Iterator[Row]:
        """The rows whose labels ``select`` admits, named by the axes on which more than one label is left.

        Raises :class:`ValueError` for a pattern that matches nothing, and for a row that no rule decides.
        """
        left, shown = self._left(select), self.shown(select)
        for labels in itertools.product(*left.values()):
            row = dict(zip(left, labels, strict=True))
            index = self.deciding(row)
            if not self.rules[index].skip:
                yield Row(row, " ".join(row[axis] for axis in shown), *self._answers(row, index))

    def shown(self, select: Mapping[str, Pattern]) -> tuple[str, ...]:
        """The axes that name the rows, in order."""
        return tuple(axis for axis, labels in self._left(select).items() if len(labels) > 1) or (*self.axes,)[-1:]

    def _left(self, select: Mapping[str, Pattern]) -> dict[str, list[str]]:
        admitted = self._patterns(select)
        return {axis: [a for a in self.labels(axis) if a in admitted.get(axis, (a,))] for axis in self.axes}

    def deciding(self, row: Mapping[str, str]) -> int:
        """The index of the rule that decides a row."""
        for index, when in enumerate(self._when):
            if all(row[axis] in labels for axis, labels in when):
                return index
        raise ValueError(f"no rule decides the row {' '.join(row.values())!r}")

    @cached_property
    def _when(self) -> list[list[tuple[str, frozenset[str]]]]:
        return [list(self._patterns(rule.when).items()) for rule in self.rules]

    def _answers(self, row: Mapping[str, str], index: int) -> tuple[tuple[str, ...], str | None]:
        rule = self.rules[index]
        allowed = dict.fromkeys(self._members(rule.want))
        preferred = rule.prefer
        if rule.like:
            other = {**row, **{axis: self._moved(axis, row[axis], to) for axis, to in rule.like.items()}}
            there = self.deciding(other)
            if self.rules[there].skip or there == index:
                raise ValueError(f"the row {' '.join(row.values())!r} is like one that says nothing")
            more, their_choice = self._answers(other, there)
            dropped = set(self._members(rule.without))
            allowed |= dict.fromkeys(answer for answer in more if answer not in dropped)
            preferred = preferred or (their_choice if not rule.want and their_choice in allowed else None)
        if not allowed or (preferred is not None and preferred not in allowed):
            raise ValueError(f"no answer, or not the preferred one, is left for the row {' '.join(row.values())!r}")
        return tuple(allowed), preferred

    def _members(self, names: Pattern) -> Iterator[str]:
        for name in (names,) if isinstance(names, str) else names:
            yield from self.sets.get(name, (name,))

    def _moved(self, axis: str, label: str, to: str) -> str:
        spec = self.axes[axis]
        if not isinstance(spec, AxisSpec) or to[0] not in "+-":
            return to
        mask = spec.mask(label)
        for word in to.split():
            bits = spec.mask(word[1:])
            mask = mask | bits if word[0] == "+" else mask & ~bits
        return spec.label(mask)

    def _axis(self, name: str) -> tuple[str, ...] | AxisSpec:
        if name not in self.axes:
            raise ValueError(f"there is no axis `{name}`, but {', '.join(self.axes)}")
        return self.axes[name]

    def _patterns(self, patterns: Mapping[str, Pattern]) -> dict[str, frozenset[str]]:
        """The labels that each pattern matches. Raises :class:`ValueError` when one matches none."""
        found: dict[str, frozenset[str]] = {}
        for axis, pattern in patterns.items():
            spec = self._axis(axis)
            for one in (pattern,) if isinstance(pattern, str) else pattern:
                matching = {label for label in self.labels(axis) if _matches(spec, one, label)}
                if not matching:
                    raise ValueError(f"nothing on axis `{axis}` is {one!r}")
                found[axis] = found.get(axis, frozenset()) | matching
        return found


def _matches(spec: tuple[str, ...] | AxisSpec, pattern: str, label: str) -> bool:
    if not isinstance(spec, AxisSpec) or not spec.flags or pattern[:1] not in ("+", "-"):
        return pattern == label
    has = set(label.split("+"))
    return all((word[1:] in has) == (word[0] == "+") and word[1:] in spec.flags for word in pattern.split())


class Tables:
    """The tables of a folder of guest programs, each read once."""

    def __init__(self, guest_programs: Path) -> None:
        self._folder = guest_programs / FOLDER
        self._read: dict[str, tuple[bytes, Table]] = {}

    def file(self, name: str) -> Path:
        """Where a table lies."""
        return self._folder / f"{name}.yaml"

    def table(self, name: str) -> tuple[bytes, Table]:
        """A table and the bytes that state it. Raises :class:`Malformed`."""
        if name not in self._read:
            try:
                data = self.file(name).read_bytes()
                self._read[name] = data, decode_yaml(data.decode(), Table, self.file(name))
            except (OSError, UnicodeDecodeError) as error:
                raise Malformed(self.file(name), None, None, f"cannot be read: {error}") from None
        return self._read[name]

    def rows(self, use: TableUse) -> tuple[Row, ...]:
        """The rows that a case uses. Raises :class:`Malformed`."""
        _, table = self.table(use.name)
        try:
            rows = tuple(table.rows(use.select))
        except ValueError as error:
            raise Malformed(self.file(use.name), None, None, str(error)) from None
        if not rows:
            raise Malformed(self.file(use.name), None, None, f"has no row for {dict(use.select)}")
        return rows

    def stated_by(self, source: bytes, use: TableUse | None) -> Iterable[bytes]:
        """All the texts that state a case: its source, and its table if it uses one."""
        return (source,) if use is None else (source, self.table(use.name)[0])

    def source_sha256(self, source: bytes, use: TableUse | None) -> str:
        """The hash of those texts, as the manifest of the components records it."""
        return hashlib.sha256(b"\0".join(self.stated_by(source, use))).hexdigest()
