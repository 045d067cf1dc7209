"""From a finding to a directed case: the same values between two guests, as a case of the corpus that is data.

A case runs on every runtime that runs commands, so what was seen between host and guest is asked of two guests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from conformance.abi.wave import print_wave
from conformance.errors import BadOption
from conformance.fuzz import between
from conformance.fuzz.commands import Exchange, Transfer
from conformance.fuzz.examples import BETWEEN, Example, Leg
from conformance.fuzz.reproduction import Kept

_LEGS: dict[Leg, Leg] = {"probe": "take", "pass": "take", "ask": "hand", "give": "hand"}
_CLAUSES = {"take": "arguments", "hand": "a result"}


@dataclass(frozen=True)
class Promoted:
    """A case: its source, and what goes from guest to guest in it."""

    text: str
    exchange: Exchange
    checks: tuple[str, ...]


def as_between(example: Example) -> Example:
    """The same values on the leg between guests that is like the example's own; both guests have its encoding."""
    if example.leg in BETWEEN:
        return example
    return replace(example, leg=_LEGS[example.leg], sender=example.encoding)


def promoted(kept: Kept, example: Example, title: str | None = None, clause: str | None = None) -> Promoted:
    """The case of a finding. Raises BadOption for one that the model cannot make into a command."""
    example = as_between(example)
    try:
        built = between.build([example])
    except between.NoCommand as problem:
        raise BadOption("FOLDER", kept.cause, f"no case can be made of it: {problem}") from None
    checks = tuple(row.name for row in built.command.prediction.rows)
    front: dict[str, Any] = {
        "title": title or _title(example, built),
        "spec": [f"component-model CanonicalABI.md#{'lifting-and-lowering-values' if not built.trap else 'loading'}"],
        "clause": clause or _clause(example, built),
        "level": "must",
        "since": "0.2.0",
    }
    if built.trap is not None:
        front["expect"] = {"trap": True}
    front["checks"] = list(checks)
    head = yaml.safe_dump(front, sort_keys=False, allow_unicode=False, width=110)
    body = yaml.safe_dump(
        _data(built.exchange), sort_keys=False, allow_unicode=False, width=110, default_flow_style=None
    )
    return Promoted(f"---\n{head}---\n{body}", built.exchange, checks)


def _title(example: Example, built: between.Built) -> str:
    types = ", ".join(map(str, example.types))
    if built.trap is not None:
        return f"({types}) between guests traps: {built.trap}"
    return f"({types}) arrives as {_CLAUSES[example.leg]} of a guest's"


def _clause(example: Example, built: between.Built) -> str:
    types = ", ".join(map(str, example.types))
    what = _CLAUSES[example.leg]
    encodings = f"from a guest with {example.sender} strings to one with {example.encoding} strings"
    if built.trap is not None:
        return f"Handing over {what} of the types ({types}), {encodings}, traps: {built.trap}."
    shown = print_wave(example.whole, example.value)
    return f"The value {shown} of ({types}) goes as {what} {encodings}, and arrives as it is stored and flattened."


def _data(exchange: Exchange) -> dict[str, Any]:
    """What is below the metadata, without what need not be said."""
    data: dict[str, Any] = {}
    if exchange.take:
        data["take"] = list(exchange.take)
    if exchange.give is not None:
        data["give"] = exchange.give
    if exchange.from_ != "utf8":
        data["from"] = exchange.from_
    if exchange.to != "utf8":
        data["to"] = exchange.to
    if exchange.allocator.in_place:
        data["allocator"] = {"in-place": True}
    data["rows"] = {name: _transfer(row) for name, row in exchange.rows.items()}
    if exchange.last is not None:
        data["last"] = _transfer(exchange.last)
        data["trap"] = str(exchange.trap)
    return data


def _transfer(transfer: Transfer) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if transfer.wave is not None:
        found["wave"] = transfer.wave if isinstance(transfer.wave, str) else list(transfer.wave)
    if transfer.flats is not None:
        found["flats"] = list(transfer.flats)
    if transfer.memory:
        found["memory"] = dict(transfer.memory)
    return found


def write_case(made: Promoted, corpus: Path, case_id: str) -> Path:
    """Write the case's source into a corpus. Raises BadOption for an id that is none, or is there already."""
    area, _, name = case_id.partition("/")
    if area != "abi" or not name or not all(part.isalnum() for part in name.split("-")) or name != name.lower():
        raise BadOption("--id", case_id, "expected abi/NAME, in lower case and with hyphens")
    file = corpus / area / f"{name}.yaml"
    if file.exists() or file.with_suffix(".c").exists():
        raise BadOption("--id", case_id, f"{file.name} is there already")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made.text, encoding="utf-8")
    except OSError as error:
        raise BadOption("--corpus", str(corpus), f"cannot be written: {error.strerror or error}") from None
    return file
