"""Values that go into a guest and images that come out of one, played on the model: the true one, or one with a fault.

A trial is a test vector (see `wit_fixtures/vectors/README.md`) with its type; of one that was drawn nobody has said yet
what is wanted. The model is imported when a trial is played, so that it is the one that counts at that moment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from conformance.abi.layout import flat_types
from conformance.abi.strategies import Scope, images, types, values
from conformance.abi.strings import ENCODINGS
from conformance.abi.vectors import FOLDER
from conformance.abi.wave import print_wave

Trial = Mapping[str, Any]
Outcome = dict[str, Any]
PAGE = 1 << 16
FILL = 0xAA
DRAWN = 150
"""Trials that are drawn: a fraction of what campaigns try in a second."""
_SCOPE = Scope(parts=4, leaves=6, wide=False)


@cache
def vectors() -> dict[str, Trial]:
    """The committed vectors, by id."""
    files = [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json")) if "schema" not in path.name]
    return {
        vector["id"]: {key: group[key] for key in ("type", "size", "alignment", "flat")} | vector
        for data in files
        for group in data["groups"]
        for vector in group["vectors"]
    }


@cache
def drawn() -> tuple[Trial, ...]:
    """Trials of types and values out of the strategies that campaigns have; always the same."""
    made: list[Trial] = []

    @seed(20261122)
    @settings(
        max_examples=DRAWN,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        t, encoding = data.draw(types(_SCOPE)), data.draw(st.sampled_from(ENCODINGS))
        trial = {"type": str(t), "encoding": encoding}
        if data.draw(st.booleans()):
            value, form = print_wave(t, data.draw(values(t))), data.draw(st.sampled_from(("utf8", "utf16")))
            made.append(trial | {"kind": "lower", "value": value, "from": form})
            return
        flat = len(flat_types(t)) <= 16 and data.draw(st.booleans())
        image = data.draw(images(t, encoding, flat=flat or len(flat_types(t)) == 1))
        if len(image.memory) <= PAGE:
            position = "parameter" if flat else "result"
            flats = [f"{number:#x}" for number in image.flats or (image.at,)]
            memory = {"at": 0, "bytes": image.memory.hex()}
            made.append(trial | {"kind": "lift", "position": position, "flats": flats, "memory": memory})

    draw()
    return tuple(made)


def play(trial: Trial) -> Outcome:
    """What becomes of it on the model of the moment."""
    layout, traps, wit = (import_module(f"conformance.abi.{name}") for name in ("layout", "traps", "wit"))
    try:
        t = wit.parse_type(trial["type"])
        shape = {"size": layout.size(t), "alignment": layout.alignment(t), "flat": list(layout.flat_types(t))}
        return shape | (_lifted(trial, t) if trial["kind"] == "lift" else _lowered(trial, t))
    except traps.Trapped:
        return {"trap": True}
    except Exception as error:
        return {"crash": type(error).__name__}


def _lifted(trial: Trial, t: Any) -> Outcome:
    lift, memory, wave = (import_module(f"conformance.abi.{name}") for name in ("lift", "memory", "wave"))
    room = bytearray(PAGE)
    if "memory" in trial:
        data, at = bytes.fromhex(trial["memory"]["bytes"]), trial["memory"]["at"]
        room[at : at + len(data)] = data
    take = lift.lift_params if trial["position"] == "parameter" else lift.lift_results
    side = memory.Side(room, encoding=trial.get("encoding", "utf8"))
    (value,) = take(side, (t,), [int(flat, 16) for flat in trial["flats"]])
    return {"value": wave.print_wave(t, value)}


def _lowered(trial: Trial, t: Any) -> Outcome:
    names = ("lower", "memory", "strings", "wave")
    lower, memory, strings, wave = (import_module(f"conformance.abi.{name}") for name in names)
    room = bytearray([FILL]) * PAGE
    realloc = memory.Bump(room, trial.get("base", 16))
    if "realloc-returns" in trial:
        realloc = lambda *_: [trial["realloc-returns"]]  # noqa: E731
    way = memory.Way(strings.Form(trial.get("from", "utf8")))
    side = memory.Side(room, realloc, trial.get("encoding", "utf8"), way=lambda *_: way)
    values = [wave.parse_wave(t, trial["value"])]
    if "area" in trial:
        flats = lower.lower_results(side, (t,), values, trial["area"])
    else:
        flats = lower.lower_params(side, (t,), values)
    return {"flats": [f"{flat:#x}" for flat in flats], "log": [list(call) for call in side.log], "room": bytes(room)}


def agrees(vector: Trial, got: Outcome) -> bool:
    """Whether a vector holds: NaNs, which are the model's own here, have the bits that the vector shows."""
    if "trap" in vector or "trap" in got or "crash" in got:
        return ("trap" in vector, "crash" in got) == ("trap" in got, False)
    if any(got[key] != vector[key] for key in ("size", "alignment", "flat")):
        return False
    if vector["kind"] == "lift":
        return bool(got["value"] == vector["value"])
    if [got["flats"], got["log"], len(got["room"])] != [vector["flats"], vector["log"], PAGE]:
        return False
    memory = vector.get("memory", {"at": 0, "bytes": ""})
    pairs = [memory["bytes"][index : index + 2] for index in range(0, len(memory["bytes"]), 2)]
    shown = zip(pairs, got["room"][memory["at"] :], strict=False)
    return all(pair == "??" or (byte == FILL if pair == "--" else byte == int(pair, 16)) for pair, byte in shown)
