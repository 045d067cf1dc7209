"""The test vectors on real runtimes: `python -m conformance.fuzz.vectors -r RUNTIME… [--check]`.

What a vector says is compared with what the runtime does through its driver's verb `call`; the model has no part in it.
What disagrees is written beside the vectors, in `disagreements/NAME.json`: their README.md says how to read it.
"""

from __future__ import annotations

import argparse
import base64
import json
import math
import struct
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.abi.legal import compare_values
from conformance.abi.strings import ENCODINGS, Encoding
from conformance.abi.types import String, Type, Value, walk
from conformance.abi.vectors import FOLDER
from conformance.abi.wave import parse_wave, print_wave
from conformance.abi.wit import parse_type
from conformance.errors import SuiteError
from conformance.fuzz.calls import Call, Caller, NoCalls, Outcome
from conformance.fuzz.vector_guest import Shown, VectorGuest, setup_of
from conformance.runtimes.runtime import bring, close_all
from conformance.runtimes.selection import select
from conformance.runtimes.spec import load_runners

DISAGREEMENTS = FOLDER / "disagreements"
_UNWRITTEN = 0xAA
"""What the guest's memory is filled with."""
_LONGEST = 200
"""Characters of a value that are told."""
Vector = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A call that vectors are about: one, or for what a host lowers one for each form that its strings may have."""

    type: Type
    encoding: Encoding
    vectors: tuple[Vector, ...]

    @property
    def ids(self) -> list[str]:
        """Which they are."""
        return [vector["id"] for vector in self.vectors]

    @property
    def _first(self) -> Vector:
        return self.vectors[0]

    @property
    def _shown(self) -> tuple[int, int]:
        """The part of memory that any of the vectors speaks of."""
        parts = [vector["memory"] for vector in self.vectors if "memory" in vector]
        ends = [part["at"] + len(part["bytes"]) // 2 for part in parts]
        return (min(part["at"] for part in parts), max(ends)) if parts else (0, 0)

    def calls(self) -> list[Call]:
        """What is asked of the guest."""
        one = self._first
        if one["kind"] == "lift":
            memory = one.get("memory", {"at": 0, "bytes": ""})
            image = bytes(memory["at"]) + bytes.fromhex(memory["bytes"])
            words = base64.b64encode(image.ljust(-(-len(image) // 8) * 8, b"\0")).decode("ascii")
            cores = tuple(str(int(flat, 16)) for flat in one["flats"])
            name = "give" if one["position"] == "result" else "pass"
            return [Call("load", (words,), raw=True), Call(name, cores, raw=True)]
        setup = Call("setup", setup_of(*self._shown, one.get("base", 16), one.get("realloc-returns")))
        value = parse_wave(self.type, one["value"])
        asked = Call("probe", (value,))
        if "area" in one:
            asked = Call("ask", (one["area"],), {"answer": [value]})
        return [setup, asked, Call("show")]

    def disagreement(self, outcomes: Sequence[Outcome]) -> dict[str, Any] | None:
        """What was got instead, if it is what none of the vectors wants."""
        told = next((outcome for outcome in outcomes if outcome.kind != "returned"), None)
        if told is not None:
            first_line = told.message.partition("\n")[0]
            if told.kind == "trapped":
                return None if "trap" in self._first else {"what": "trap", "got": first_line}
            return {"what": told.kind, "got": first_line}
        if self._first["kind"] == "lift":
            return self._misread(_lifted(outcomes[-1]))
        shown = VectorGuest(self.type, self.encoding).shown(base64.b64decode(outcomes[-1].data), *self._shown)
        found = [_mislaid(vector, shown, self._shown[0]) for vector in self.vectors]
        if any(what is None for what in found):
            return None
        flats = [f"{flat:#x}" for flat in shown.flats[: len(self._first.get("flats", ""))]]
        got = {"flats": flats, "log": [list(call) for call in shown.log]}
        if found[0] in ("memory", "padding"):
            got["memory"] = {"at": self._shown[0], "bytes": shown.memory.hex()}
        return {"what": found[0], "got": got}

    def _misread(self, got: Value) -> dict[str, Any] | None:
        if "trap" in self._first:
            return {"what": "no-trap", "got": _told(self.type, got)}
        wanted = parse_wave(self.type, self._first["value"])
        same = compare_values(self.type, wanted, got) is None
        return None if same else {"what": "value", "got": _told(self.type, got)}


def _told(t: Type, value: Value) -> str:
    """A value, or the beginning of one that is long: lists of a wrong length are."""
    text = print_wave(t, value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _lifted(outcome: Outcome) -> Value:
    """What came out of the guest: its result, or what its import was called with."""
    if not outcome.taken:
        return outcome.value
    ((_, (value,)),) = outcome.taken
    return value


def _mislaid(vector: Vector, shown: Shown, start: int) -> str | None:
    """What is other than the vector says: core values, calls of realloc, memory, padding; or that nothing trapped."""
    if "trap" in vector:
        return "no-trap"
    flats, wanted = list(shown.flats), [int(flat, 16) for flat in vector["flats"]]
    for index, bits in vector.get("flat-nans", ()):
        if _is_nan(flats[index], bits):
            wanted[index] = flats[index]
    if [list(call) for call in shown.log] != vector["log"]:
        return "log"
    if flats != wanted + [0] * (len(flats) - len(wanted)):
        return "flats"
    return _miswritten(vector, shown.memory, start) if "memory" in vector else None


def _miswritten(vector: Vector, memory: bytes, start: int) -> str | None:
    at, text = vector["memory"]["at"], vector["memory"]["bytes"]
    any_nan = set()
    for address, bits in vector.get("memory-nans", ()):
        number = int.from_bytes(memory[address - start : address - start + bits // 8], "little")
        if _is_nan(number, bits):
            any_nan |= set(range(address, address + bits // 8))
    breach = False
    for address, pair in enumerate((text[i : i + 2] for i in range(0, len(text), 2)), at):
        got = memory[address - start]
        if pair == "--":
            breach |= got != _UNWRITTEN
        elif pair != "??" and address not in any_nan and int(pair, 16) != got:
            return "memory"
    return "padding" if breach else None


def _is_nan(number: int, bits: int) -> bool:
    form, size = ("<f", 4) if bits == 32 else ("<d", 8)
    return number < 1 << bits and math.isnan(struct.unpack(form, number.to_bytes(size, "little"))[0])


@dataclass
class Findings:
    """What is written about a runtime."""

    runtime: str
    agreed: int = 0
    untried: Counter[tuple[str, str]] = field(default_factory=Counter)
    """File and reason."""
    disagreements: list[dict[str, Any]] = field(default_factory=list)

    def render(self) -> str:
        """A file: a line for each disagreement."""
        untried = [
            {"file": file, "reason": reason, "vectors": count} for (file, reason), count in sorted(self.untried.items())
        ]
        disagreeing = sum(len(one["ids"]) for one in self.disagreements)
        head = {"format": 1, "runtime": self.runtime, "agreed": self.agreed, "disagreeing": disagreeing}
        lines = ",\n".join(f"  {json.dumps(one)}" for one in self.disagreements)
        listed = f"[\n{lines}\n]" if lines else "[]"
        return f'{json.dumps(head)[:-1]}, "untried": {json.dumps(untried)}, "disagreements": {listed}}}\n'


def questions(t: Type, vectors: Sequence[Vector]) -> Iterator[Question]:
    """The calls that the vectors of a type are about."""
    plain = not any(isinstance(part, String) for part in walk(t))
    several: dict[tuple[object, ...], list[Vector]] = {}
    for vector in vectors:
        told = {key: part for key, part in vector.items() if key in ("value", "encoding", "area", "realloc-returns")}
        key = tuple(sorted(told.items())) if vector["kind"] == "lower" else (vector["id"],)
        several.setdefault(key, []).append(vector)
    for alike in several.values():
        yield Question(t, "utf8" if plain else alike[0]["encoding"], tuple(alike))


def check(caller: Caller, label: str, files: Mapping[str, Any]) -> Findings:
    """Ask all of these vectors of a runtime."""
    found = Findings(label)
    for name, data in files.items():
        for group in data["groups"]:
            t = parse_type(group["wit"])
            asked = list(questions(t, group["vectors"]))
            for encoding in ENCODINGS:
                _check(caller, found, name, VectorGuest(t, encoding), [q for q in asked if q.encoding == encoding])
    return found


def _check(caller: Caller, found: Findings, file: str, guest: VectorGuest, asked: list[Question]) -> None:
    """Ask those that one component serves."""
    vectors = sum(len(question.vectors) for question in asked)
    if not asked:
        return
    if guest.encoding not in caller.encodings:
        found.untried[file, f"takes no component with strings in {guest.encoding}"] += vectors
        return
    for question, outcomes in zip(asked, caller.call(guest.callee, [one.calls() for one in asked]), strict=True):
        if outcomes[0].kind == "refused":
            found.untried[file, f"takes no component with {guest.type}"] += len(question.vectors)
            continue
        told = question.disagreement(outcomes)
        if told is None:
            found.agreed += len(question.vectors)
        else:
            found.disagreements.append({"ids": question.ids} | told)


def claims(text: str) -> dict[str, Any]:
    """What a file of disagreements says, but for words of the runtime's: they are its engine's, and change with it."""
    data: dict[str, Any] = json.loads(text)
    told = ("value", "flats", "log", "memory", "padding")
    data["disagreements"] = [one if one["what"] in told else one | {"got": None} for one in data["disagreements"]]
    return data


def read_vectors(folder: Path = FOLDER) -> dict[str, Any]:
    """The files of vectors, by name."""
    paths = sorted(path for path in folder.glob("*.json") if "schema" not in path.name)
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what disagrees, or with `--check` say for which runtimes it is not what is written (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m conformance.fuzz.vectors", description=main.__doc__)
    parser.add_argument("-r", "--runtime", action="append", default=[], help="a runtime that can be called")
    parser.add_argument("--guest", metavar="TYPE", help="print the guest for a type in WIT, as text, and do no more")
    parser.add_argument("--encoding", choices=ENCODINGS, default="utf8", help="of that guest's strings")
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--only", metavar="ID", action="append", help="write nothing, tell what becomes of this vector")
    parser.add_argument("--into", type=Path, default=DISAGREEMENTS, help="the folder of the files")
    options = parser.parse_args(arguments)
    try:
        if options.guest is not None:
            print(VectorGuest(parse_type(options.guest), options.encoding).commented, end="")
            return 0
        if options.only:
            return _tell(options.runtime, options.only)
        return _compare(options.runtime, options.into, only_check=options.check)
    except (SuiteError, NoCalls, ValueError) as error:
        parser.error(str(error))
    finally:
        close_all()


def _tell(names: Sequence[str], ids: Sequence[str]) -> int:
    """Ask some vectors, and print what was wanted and got: 1 if any disagrees, else 0. Raises ValueError."""
    files = read_vectors()
    chosen = {
        name: {"groups": [group | {"vectors": _chosen(group, ids)} for group in data["groups"] if _chosen(group, ids)]}
        for name, data in files.items()
    }
    wanted = {v["id"]: v for data in chosen.values() for group in data["groups"] for v in group["vectors"]}
    if missing := sorted(set(ids) - set(wanted)):
        raise ValueError(f"there is no vector {', '.join(missing)}")
    disagreeing = 0
    for name in names:
        runtime = bring(select(name, load_runners()))
        with Caller(runtime) as caller:
            found = check(caller, runtime.label, chosen)
        told = {vector_id: one for one in found.disagreements for vector_id in one["ids"]}
        for vector_id, vector in wanted.items():
            print(f"{runtime.label} want {json.dumps(vector)}")
            print(f"{runtime.label} {json.dumps(told[vector_id]) if vector_id in told else 'has no disagreement'}")
        disagreeing += len(told)
    return 1 if disagreeing else 0


def _chosen(group: Mapping[str, Any], ids: Sequence[str]) -> list[Vector]:
    return [vector for vector in group["vectors"] if vector["id"] in ids]


def _compare(names: Sequence[str], into: Path, *, only_check: bool) -> int:
    """Ask these runtimes and write what disagrees, or say that it has changed: 1 then, else 0."""
    stale = []
    for name in names:
        runtime = bring(select(name, load_runners()))
        with Caller(runtime) as caller:
            found = check(caller, runtime.label, read_vectors())
        print(f"{runtime.label}: {found.agreed} vectors agree, {len(found.disagreements)} calls do not", flush=True)
        path, text = into / f"{runtime.label.partition('@')[0]}.json", found.render()
        if not path.exists() or claims(path.read_text(encoding="utf-8")) != claims(text):
            stale.append(path.name)
        if not only_check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    print(f"{'stale' if only_check else 'changed'}: {', '.join(stale) or 'none'}")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
