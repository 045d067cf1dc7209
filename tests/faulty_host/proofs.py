"""The tables of proofs: for each case, a faulty host or a wrong set-up under which it turns red for its own reason.

Run as a program, it counts the cases that have such a proof, and names those that have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from conformance.case import Case, FrontMatter
from conformance.corpus import Corpus, load_corpus
from conformance.decoding import decode_yaml
from conformance.judge import Outcome
from conformance.report import Record

HERE = Path(__file__).resolve().parent
TABLES = HERE / "proofs"
AREAS = ("cli", "clocks", "random", "io", "filesystem", "http", "sockets")
"""The areas whose cases are all to have a proof."""
VARIABLE = "WASI_CONFORMANCE_FAULTS"
"""The variable of a guest's environment in which preload.mjs finds the faults, and which it takes away."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename="kebab"):
    """A part of a table: a field that nobody knows is a typing error."""


class Fault(Strict, frozen=True, kw_only=True):
    """One broken function; README.md says what each fault does. Fields that a fault has no use for stay unset."""

    item: str
    fault: Literal[
        "returns",
        "drops",
        "fails",
        "succeeds",
        "repeats",
        "remembers",
        "traps",
        "result",
        "argument",
        "calls",
        "swallows",
        "mended",
        "guards",
        "catches",
    ]
    border: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    call: int | msgspec.UnsetType = msgspec.UNSET
    from_: int | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name="from")
    value: Any = msgspec.UNSET
    error: Any = msgspec.UNSET
    other: str | msgspec.UnsetType = msgspec.UNSET
    argument: int | msgspec.UnsetType = msgspec.UNSET
    at: str | int | msgspec.UnsetType = msgspec.UNSET
    add: int | msgspec.UnsetType = msgspec.UNSET
    truncate: int | msgspec.UnsetType = msgspec.UNSET
    skip: int | msgspec.UnsetType = msgspec.UNSET
    flip: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    fill: int | msgspec.UnsetType = msgspec.UNSET
    reverse: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    append: Any = msgspec.UNSET


class Row(Strict, frozen=True, kw_only=True):
    """A proof as it stands in a table."""

    red: str | tuple[str, ...]
    host: Fault | tuple[Fault, ...] | None = None
    set_up: dict[str, Any] | None = None
    red_on: str | None = None
    runtime: str = ""
    """Where the set-up is right and wrong: a real runtime, when the stand-in cannot have it right."""
    base: tuple[Fault, ...] = ()
    outcome: Outcome = "fail"

    def __post_init__(self) -> None:
        if sum(way is not None for way in (self.host, self.set_up, self.red_on)) != 1:
            raise ValueError("Expected exactly one of `host`, `set-up`, `red-on`")
        if self.runtime and (self.set_up is None or self.base):
            raise ValueError("Expected `runtime` beside `set-up`, and without faults")


class Proof(msgspec.Struct, frozen=True):
    """One row: the ``number``-th of its case."""

    case_id: str
    number: int
    row: Row

    @property
    def name(self) -> str:
        """What the row is called in a list of tests."""
        return f"{self.case_id}-{self.number}" if self.number else self.case_id

    @property
    def red(self) -> frozenset[str]:
        """The checks that must turn red."""
        return frozenset((self.row.red,) if isinstance(self.row.red, str) else self.row.red)

    def sound(self, case: Case) -> Case:
        """The case as it is run without the fault."""
        return with_faults(case, self.row.base)

    def broken(self, case: Case) -> Case:
        """The case as it is run to see it fail."""
        if self.row.set_up is not None:
            case = msgspec.structs.replace(case, front=_overridden(case.front, self.row.set_up))
        faults = (self.row.host,) if isinstance(self.row.host, Fault) else self.row.host or ()
        return with_faults(case, (*self.row.base, *faults))


def with_faults(case: Case, faults: Sequence[Fault]) -> Case:
    """The case with what tells the faulty host what to break."""
    if not faults:
        return case
    environment = {**case.front.environment, VARIABLE: msgspec.json.encode(faults).decode()}
    return msgspec.structs.replace(case, front=msgspec.structs.replace(case.front, environment=environment))


def _overridden(front: FrontMatter, fields: Mapping[str, Any]) -> FrontMatter:
    given = {name: value for name, value in msgspec.to_builtins(front).items() if value is not None}
    return msgspec.convert({**given, **fields}, FrontMatter)


def red_checks(case: Case, record: Record) -> frozenset[str]:
    """The checks that came out wrong, or other than recommended. One that was never reported proves nothing."""
    advice = {name: choice.preferred for name, choice in case.choices.items() if choice.preferred is not None}
    return frozenset(
        check.name
        for check in record.checks
        if check.got != "not reported" and (not check.ok or advice.get(check.name, check.got) != check.got)
    )


def load_proofs(folder: Path = TABLES) -> list[Proof]:
    """All rows of all tables, ``AREA.yaml`` or ``AREA/*.yaml``. Raises :class:`Malformed` naming file and line."""
    files = sorted(folder.rglob("*.yaml"))
    return [proof for file in files for proof in _table(file, file.relative_to(folder).parts[0].removesuffix(".yaml"))]


def _table(file: Path, area: str) -> Iterator[Proof]:
    table = decode_yaml(file.read_text(encoding="utf-8"), dict[str, Row | list[Row]], file)
    for case_id, rows in table.items():
        for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
            yield Proof(f"{area}/{case_id}", number, row)


def summary(corpus: Corpus, proofs: Sequence[Proof]) -> Iterator[str]:
    """How many cases have been seen to fail, area by area, and, after a semicolon, which have not."""
    seen: dict[str, set[str]] = {}
    for proof in proofs:
        seen.setdefault(proof.case_id, set()).update(proof.red)
    for area in (*AREAS, "all"):
        cases = [case for case in corpus.cases if case.area == area or (area == "all" and case.area in AREAS)]
        missing = [case.id for case in cases if case.id not in seen]
        checks = sum(len(seen.get(case.id, ())) for case in cases)
        line = f"{area}: {len(cases) - len(missing)} of {len(cases)} cases have been seen to fail, {checks} checks"
        yield line + (f"; not {', '.join(missing)}" if missing and area != "all" else "")


if __name__ == "__main__":
    print("\n".join(summary(load_corpus(), load_proofs())))
