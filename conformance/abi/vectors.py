"""The model as data: test vectors for runtimes in any language. `python -m conformance.abi.vectors [--check]`.

The files are made of nothing but the model and `catalogue`, so that the same model gives the same bytes. What a vector
says is described for its readers in the README.md beside the files.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from conformance.abi import edges
from conformance.abi.catalogue import TYPES, edge_values
from conformance.abi.fixtures import function_of
from conformance.abi.images import Image, lowered_image, spans, spoilings, with_bytes
from conformance.abi.layout import MAX_FLAT_PARAMS, MAX_FLAT_RESULTS, alignment, flat_types, size
from conformance.abi.legal import Receiver, predict
from conformance.abi.lift import lift_values
from conformance.abi.lower import lower_values
from conformance.abi.memory import PAGE, Bump, Realloc, Side, Way
from conformance.abi.strings import ENCODINGS, Encoding, Form, is_latin1
from conformance.abi.traps import Trapped
from conformance.abi.types import STRING, String, Type, Value, walk
from conformance.abi.wave import print_wave
from conformance.abi.wit import declare, parse_type

SPEC = "WebAssembly/component-model design/mvp/CanonicalABI.md at 6d281648bd89caf885a7adcc412962dbd2425ab7"
FOLDER = Path(__file__).parents[2] / "wit_fixtures" / "vectors"
AREA = 1024
"""Where callers want results that go through memory."""
Vector = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """The vectors of a type."""

    type: Type
    vectors: list[Vector]


def groups() -> Iterator[tuple[str, list[Group]]]:
    """All vectors, by file."""
    for name, texts in TYPES.items():
        yield name, [Group(t, list(_SPECIAL.get(name, _all_of)(t))) for t in map(parse_type, texts)]


def _all_of(t: Type) -> Iterator[Vector]:
    """The vectors of a type."""
    yield from (*_lowered(t), *_lifted(t), *_hostile(t))


def _of_strings(t: Type) -> Iterator[Vector]:
    """Those of strings: every form into every encoding, and every fault."""
    yield from (*_transcoded(), *_lifted(t), *_hostile(t), *_malformed())


def _encodings(t: Type) -> Sequence[Encoding]:
    """Those that make a difference to a type."""
    return ENCODINGS if any(isinstance(part, String) for part in walk(t)) else ENCODINGS[:1]


def _ways(t: Type) -> Iterator[tuple[Encoding, Form]]:
    """Encodings of guests, and the forms in which hosts are likely to have the strings that go there."""
    for encoding in _encodings(t):
        yield encoding, Form.UTF8
        if encoding != "utf8":
            yield encoding, Form.UTF16


def _lowered(t: Type) -> Iterator[Vector]:
    """Each value as a parameter of a guest; the last also as a result that a guest asked for."""
    for encoding, form in _ways(t):
        for value in edge_values(t)[: 32 if len(flat_types(t)) == 1 else 8]:
            yield _lower(t, value, Receiver(encoding, grows=False), form)
        if len(flat_types(t)) > MAX_FLAT_RESULTS:
            receiver = Receiver(encoding, base=AREA + size(t) + 64, grows=False, most=MAX_FLAT_RESULTS, area=AREA)
            yield _lower(t, edge_values(t)[-1], receiver, form)


def _transcoded() -> Iterator[Vector]:
    """Each string from each form into each encoding."""
    for encoding in ENCODINGS:
        for form in Form:
            for text in edges.STRINGS:
                if form is not Form.LATIN1 or is_latin1(text):
                    yield _lower(STRING, text, Receiver(encoding, grows=False), form)


def _lower(t: Type, value: Value, receiver: Receiver, form: Form) -> Vector:
    """A value that goes into a guest: core values, calls of realloc, memory."""

    def way(text: str, log: list[Realloc]) -> Way:
        return Way(form)

    wanted = predict((t,), [value], receiver, way)
    start = AREA if receiver.area is not None else receiver.base
    end = max(wanted.end, start + (size(t) if receiver.area is not None else 0))
    vector: Vector = {"kind": "lower", "value": print_wave(t, value)}
    if len(_encodings(t)) > 1:
        vector |= {"encoding": receiver.encoding, "from": str(form)}
    if receiver.area is not None:
        vector |= {"position": "result", "area": receiver.area, "base": receiver.base}
    vector["flats"] = _hexes(wanted.flats)
    if wanted.flat_nans:
        vector["flat-nans"] = [list(spot) for spot in wanted.flat_nans]
    vector["log"] = [list(call) for call in wanted.log]
    vector["memory"] = {"at": start, "bytes": _masked(t, value, receiver, way, start, end)} if end > start else None
    if wanted.memory_nans:
        vector["memory-nans"] = [list(spot) for spot in wanted.memory_nans]
    return {key: part for key, part in vector.items() if part is not None}


def _masked(
    t: Type, value: Value, receiver: Receiver, way: Callable[[str, list[Realloc]], Way], start: int, end: int
) -> str:
    """Memory in hex; `--` where nothing is written, `??` where what is left is anyone's."""
    one, refilled, scribbled = (
        predict((t,), [value], replace(receiver, fill=fill), way, scribble=scribble).memory[start:end]
        for fill, scribble in ((0x00, 0x00), (0xFF, 0x00), (0x00, 0xFF))
    )
    pairs = zip(one, refilled, scribbled, strict=True)
    return "".join("??" if a != c else "--" if a != b else f"{a:02x}" for a, b, c in pairs)


def _lifted(t: Type) -> Iterator[Vector]:
    """True images of each value, and flats with junk where it is to be ignored."""
    for encoding in _encodings(t):
        most = 32 if t == STRING else 6 if encoding == "utf8" else 2
        for value in edge_values(t)[:most]:
            yield _lift(lowered_image(t, value, encoding, fill=0))
        if len(flat_types(t)) <= MAX_FLAT_PARAMS:
            for value in edge_values(t)[: min(most, 3)]:
                image = lowered_image(t, value, encoding, fill=0, flat=True)
                yield from (_lift(other) for other in _with_junk(image))


def _with_junk(image: Image) -> Iterator[Image]:
    """The image, and, flat by flat, with other bits at the top of it."""
    assert image.flats is not None
    yield image
    for index, core in enumerate(flat_types(image.type)[:3]):
        for junk in (0xA5A5A5A500000000, 0xFFFFFF00) if core == "i64" else (0xFFFFFF00, 0x100) if core == "i32" else ():
            flats = (*image.flats[:index], image.flats[index] | junk, *image.flats[index + 1 :])
            yield replace(image, flats=flats)


def _hostile(t: Type) -> Iterator[Vector]:
    """Images in which one thing at a time, the first of its kind, is other than it should be, refused or not."""
    for encoding in _encodings(t) if t == STRING else ENCODINGS[:1]:
        values = edge_values(t)
        image = _in_a_page(lowered_image(t, values[len(values) // 2], encoding, fill=0))
        for span in {span.kind: span for span in reversed(spans(image))}.values():
            if span.kind not in ("int", "float", "flags") or span.at == image.at:
                yield from (_lift(with_bytes(image, span.at, data)) for data in spoilings(image, span))
    image = _in_a_page(lowered_image(t, edge_values(t)[0], fill=0))
    if len(flat_types(t)) > MAX_FLAT_RESULTS:
        for at in (image.at + 1, PAGE - size(t), PAGE):
            yield _lift(replace(image, at=at))


def _malformed() -> Iterator[Vector]:
    """Every sample of what is neither UTF-8 nor UTF-16."""
    for encoding, samples in (("utf8", edges.NOT_UTF8), ("utf16", edges.NOT_UTF16), ("latin1+utf16", edges.NOT_UTF16)):
        for data in samples:
            length = len(data) if encoding == "utf8" else len(data) // 2 | (0x80000000 if encoding != "utf16" else 0)
            pair = struct.pack("<II", 24, length)
            yield _lift(Image(STRING, encoding, bytes(16) + pair + data, 16))  # type: ignore[arg-type]


def _in_a_page(image: Image) -> Image:
    """The image in the memory that guests of the vectors have."""
    return replace(image, memory=image.memory.ljust(PAGE, b"\0"))


def _lift(image: Image) -> Vector:
    """What comes out of a guest: core values and memory, then a value or a trap."""
    flat = image.flats is not None
    most = MAX_FLAT_PARAMS if flat else MAX_FLAT_RESULTS
    vector: Vector = {"kind": "lift", "position": "parameter" if flat else "result"}
    if len(_encodings(image.type)) > 1:
        vector["encoding"] = image.encoding
    side = Side(bytearray(_in_a_page(image).memory), encoding=image.encoding)
    flats = image.flats if image.flats is not None else _returned(image)
    vector["flats"] = _hexes(flats)
    used = image.memory.rstrip(b"\0")
    start = len(used) - len(used.lstrip(b"\0"))
    if used and len(flat_types(image.type)) > 1:
        vector["memory"] = {"at": start, "bytes": used[start:].hex()}
    try:
        vector["value"] = print_wave(image.type, lift_values(side, (image.type,), flats, most)[0])
    except Trapped as trapped:
        vector["trap"] = str(trapped.trap)
    return vector


def _returned(image: Image) -> tuple[int, ...]:
    """What core code returns for a value in memory: its address, or the one core value that it is."""
    if len(flat_types(image.type)) > MAX_FLAT_RESULTS:
        return (image.at,)
    bits = int.from_bytes(image.memory[image.at : image.at + size(image.type)], "little")
    return (bits,)


def _misbehaved(t: Type) -> Iterator[Vector]:
    """Guests whose realloc returns, or who want a result, where they should not, or only just may."""
    value = "caf\xe9" if t == STRING else edge_values(t)[-1]
    needed = max(call.size for call in predict((t,), [value], Receiver(grows=False)).log)
    last = PAGE - needed
    for encoding, form in _ways(t):
        for returned in (1, 2, 4, 8, last & -8, last, PAGE, last + 8, PAGE + 1, 0xFFFFFFFF):
            way = Way(form)
            side = Side(bytearray(PAGE), lambda *_, to=returned: [to], encoding, way=lambda *_, way=way: way)
            yield _attempt(t, value, side, {"realloc-returns": returned})
    for area in (AREA + 1, AREA + 2, AREA + 4, PAGE - size(t), PAGE - size(t) + alignment(t), PAGE, 0xFFFFFFF8):
        memory = bytearray(PAGE)
        yield _attempt(t, value, Side(memory, Bump(memory, 2 * AREA)), {"area": area, "base": 2 * AREA})


def _attempt(t: Type, value: Value, side: Side, told: Vector) -> Vector:
    """A value that goes into such a guest: core values or a trap, and the calls of realloc until then."""
    vector: Vector = {"kind": "lower", "value": print_wave(t, value)} | told
    if len(_encodings(t)) > 1:
        vector |= {"encoding": side.encoding, "from": str(side.way("", []).form)}
    area = told.get("area")
    if area is not None:
        vector["position"] = "result"
    try:
        most = MAX_FLAT_PARAMS if area is None else MAX_FLAT_RESULTS
        vector["flats"] = _hexes(lower_values(side, (t,), [value], most, area))
    except Trapped as trapped:
        vector["trap"] = str(trapped.trap)
    return vector | {"log": [list(call) for call in side.log]}


_SPECIAL = {"strings": _of_strings, "misbehaved": _misbehaved}
"""Files whose vectors are not made as the others' are."""


def _hexes(flats: Sequence[int]) -> list[str]:
    """Core values by their bits; JSON's numbers would lose some."""
    return [f"{flat:#x}" for flat in flats]


def render(name: str, found: list[Group]) -> str:
    """A file of vectors: one line for each, numbered within the file, none twice in a group."""
    count = 0
    texts = []
    for number, group in enumerate(found):
        t = group.type
        head = {
            "type": str(t), "wit": declare(t), "function": function_of(name, number),
            "size": size(t), "alignment": alignment(t), "flat": list(flat_types(t)),
        }  # fmt: skip
        lines = []
        for line in dict.fromkeys(json.dumps(vector) for vector in group.vectors):
            lines.append(f'    {{"id": "{name}/{count}", {line[1:]}')
            count += 1
        texts.append(f'  {json.dumps(head)[:-1]}, "vectors": [\n' + ",\n".join(lines) + "\n  ]}")
    head_text = f'{{"format": 1, "spec": {json.dumps(SPEC)}, "memory-size": {PAGE}, "groups": [\n'
    return head_text + ",\n".join(texts) + "\n]}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or with `--check` say which of them are not what the model gives (exit code 1)."""
    parser = argparse.ArgumentParser(prog="python -m conformance.abi.vectors", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder of the files")
    options = parser.parse_args(arguments)
    stale = []
    for name, found in groups():
        path, text = options.into / f"{name}.json", render(name, found)
        if not path.exists() or path.read_text() != text:
            stale.append(path.name)
            if not options.check:
                path.write_text(text)
    print(f"{'stale' if options.check else 'written'}: {', '.join(stale) or 'none'}")
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
