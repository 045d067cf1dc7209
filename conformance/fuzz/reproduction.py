"""Findings on disk: a folder for each cause, which says what is wrong and has all that it takes to see it again.

component.wat, component.wasm    the component
requests.jsonl                   what a driver is asked, line by line (between host and guest)
finding.json                     the example, what was wanted and what came, in WAVE and in hex
README.md                        what it is, and how to run it
"""

from __future__ import annotations

import base64
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from conformance.abi.legal import Seen
from conformance.abi.memory import Realloc
from conformance.abi.traps import Trap
from conformance.abi.wave import print_wave
from conformance.decoding import decode_json
from conformance.errors import Malformed
from conformance.fuzz import between
from conformance.fuzz.calls import Callee, Calls, Outcome, written_call
from conformance.fuzz.causes import Cause
from conformance.fuzz.examples import BETWEEN, TITLES, Example, Written, example_of, spoiled, written
from conformance.fuzz.paths import Check, Lifting, Lowering
from conformance.fuzz.probes import image_words
from conformance.fuzz.trials import Difference, HostTrials, Trials, batch_of
from conformance.observation import describe
from conformance.runtimes.protocol import PROTOCOL
from conformance.runtimes.runtime import Runtime

FINDING = "finding.json"
_LONG = 4000
"""Characters that a thing may have in a README."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was wanted and what came, each under the name of what it is: `value` in WAVE, all else in hex."""

    want: dict[str, str] = {}
    got: dict[str, str] = {}


class Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`finding.json`."""

    cause: str
    about: str
    runtime: str
    parts: dict[str, str]
    seed: int
    detail: str
    example: Written
    evidence: Evidence
    command: tuple[str, ...] = ()
    """What a person would type to run the component; empty where only a driver can."""


def read_finding(folder: Path) -> tuple[Kept, Example]:
    """A finding that was written. Raises Malformed."""
    file = folder / FINDING
    try:
        kept = decode_json(file.read_bytes(), Kept, file)
        return kept, example_of(kept.example)
    except OSError as error:
        hint = "a finding is a folder that `wasi-conformance fuzz` has written"
        raise Malformed(file, None, None, f"cannot be read: {error.strerror or error}", hint) from None
    except ValueError as error:
        raise Malformed(file, None, "example", f"no example: {error}") from None


def write_finding(
    out: Path,
    runtime: Runtime,
    seed: int,
    cause: Cause,
    example: Example,
    difference: Difference,
    trials: Trials | None,
) -> Path:
    """Write a finding under `out`, and return its folder. Without trials nothing is run to complete the evidence."""
    folder = out / runtime.label.replace("/", "_") / cause.slug
    folder.mkdir(parents=True, exist_ok=True)
    if example.leg in BETWEEN:
        evidence, command = _between(folder, example, runtime, trials)
    else:
        evidence, command = _host(folder, example, trials), ()
    kept = Kept(
        cause=cause.name,
        about=cause.about,
        runtime=runtime.label,
        parts=runtime.parts,
        seed=seed,
        detail=difference.detail,
        example=written(example),
        evidence=evidence,
        command=command,
    )
    (folder / FINDING).write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n")
    (folder / "README.md").write_text(_readme(kept, example), encoding="utf-8")
    return folder


def _host(folder: Path, example: Example, trials: Trials | None) -> Evidence:
    """The component and the calls; what came is found out by calling once more."""
    batch, placed = batch_of([example])
    if not placed:
        return Evidence()
    check, callee = batch.checks[0], batch.callee
    _component(folder, batch.guest.text)
    (folder / "requests.jsonl").write_bytes(requests(callee, check.calls()))
    got: dict[str, str] = {}
    if isinstance(trials, HostTrials):
        (outcomes,) = trials.caller.call(callee, [check.calls()])
        got = _came(check, outcomes[-1])
    return Evidence(want=_wanted(check), got=got)


def requests(callee: Callee, calls: Calls) -> bytes:
    """What a driver is asked, line by line."""
    hello = {"seq": 1, "verb": "hello", "protocol": PROTOCOL}
    sequences = [[written_call(callee, call) for call in calls]]
    call = {"seq": 2, "verb": "call", **callee.fields, "sequences": sequences, "timeout_s": 60}
    return b"".join(msgspec.json.encode(line) + b"\n" for line in (hello, call))


def _component(folder: Path, text: str) -> None:
    (folder / "component.wat").write_text(text + "\n", encoding="utf-8")
    (folder / "component.wasm").write_bytes(between.binary(text))


def _wanted(check: Check) -> dict[str, str]:
    if isinstance(check, Lowering):
        wanted = check.wanted
        start, end = 144, max(wanted.end, check.probe.base)
        memory = wanted.memory[start:end]
        return {"value": print_wave(check.probe.whole, check.whole), **_seen(wanted.flats, wanted.log, memory, start)}
    image = {"image": image_words(check.image).hex(), "core values": _cores(check)}
    if isinstance(check.wanted, Trap):
        return {"trap": str(check.wanted), **image}
    return {"value": print_wave(check.probe.whole, check.wanted), **image}


def _cores(check: Lifting) -> str:
    return ", ".join(map(hex, check.image.flats if check.image.flats is not None else (check.image.at,)))


def _came(check: Check, outcome: Outcome) -> dict[str, str]:
    """What came, as far as it can be read."""
    if outcome.kind != "returned":
        return {"ending": outcome.kind, "message": outcome.message}
    if isinstance(check, Lifting):
        if check.path == "pass" and len(outcome.taken) != 1:
            return {"calls of the import": str(len(outcome.taken))}
        return {
            "value": print_wave(check.probe.whole, check.got(outcome)),
            "wire": msgspec.json.encode(outcome.data).decode(),
        }
    try:
        seen: Seen = check.seen(base64.b64decode(outcome.data))
    except (ValueError, TypeError):
        return {"dump": str(outcome.data)}
    return _seen(seen.flats, seen.log, seen.memory, seen.start)


def _seen(flats: tuple[int, ...], log: tuple[Realloc, ...], memory: bytes, start: int) -> dict[str, str]:
    calls = "; ".join(map(str, log)) or "none"
    return {"core values": ", ".join(map(hex, flats)), "realloc": calls, f"memory from {start:#x}": memory.hex()}


def _between(
    folder: Path, example: Example, runtime: Runtime, trials: Trials | None
) -> tuple[Evidence, tuple[str, ...]]:
    """The command, what a person would type to run it, and what its report says."""
    try:
        built = between.build([example])
    except between.NoCommand as problem:
        return Evidence(want={"command": f"none: {problem}"}), ()
    _component(folder, built.command.text)
    want = {"value": print_wave(example.whole, example.value)}
    if built.trap is not None:
        want["trap"] = str(built.trap)
    if not isinstance(trials, between.CommandTrials):
        return Evidence(want=want), ()
    launch = trials.launch((folder / "component.wasm").read_bytes())
    command = tuple(
        "component.wasm" if text == str(launch.component) else text for text in runtime.bare_command(launch)
    )
    observation = trials.run((folder / "component.wasm").read_bytes())
    rows, _ = between.report_of(observation)
    got = {"ending": describe(observation.ending)}
    for name, row in rows.items():
        want[name], got[name] = str(row.get("want", "")), str(row.get("got", ""))
    return Evidence(want=want, got=got), command


def _readme(kept: Kept, example: Example) -> str:
    types = ", ".join(kept.example.types)
    encodings: str = kept.example.encoding
    if example.leg in BETWEEN:
        encodings = f"{kept.example.sender} to {encodings}"
    lines = [
        f"# {kept.cause}",
        "",
        f"{kept.runtime}, {TITLES[example.leg]}, strings in {encodings}: `({types})`, {_ABOUT[kept.about]}.",
        "",
        f"    {_cut(kept.detail.splitlines()[0] if kept.detail else '')}",
        *(f"    {_cut(text)}" for text in spoiled(example)),
        "",
        "To see it again:",
        "",
        f"    wasi-conformance fuzz replay . -r {kept.runtime}",
    ]
    if kept.command:
        lines += [f"    {shlex.join(kept.command)}"]
    elif example.leg not in BETWEEN:
        lines += [
            "",
            "or send the lines of `requests.jsonl` to the runtime's driver (the protocol: runners/README.md).",
        ]
    lines += ["", *_table(kept.evidence)]
    return "\n".join(lines) + "\n"


_ABOUT: Mapping[str, str] = {
    "abi": "about the ABI",
    "binding": "about what the host language's binding makes of values, not about the ABI",
    "process": "about the runtime's process, which went or did not end",
}


def _table(evidence: Evidence) -> list[str]:
    """What was wanted and what came, as a list: they may be long, and hold any character."""
    lines = []
    for title, told in (("Wanted", evidence.want), ("Got", evidence.got)):
        lines += [f"{title}:", "", *(f"    {name}: {_cut(text)}" for name, text in told.items()), ""]
    return lines


def _cut(text: Any) -> str:
    """One line of printable characters, that a terminal shows as it is."""
    shown = "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in str(text))
    return shown if len(shown) <= _LONG else f"{shown[:_LONG]}… ({len(shown)} characters)"
