"""Small components under a real runtime (wasmtime through its Python bindings), to hold the model against.

`Probe` shows what the runtime lowers into a guest; `Giver` hands any image to the runtime to lift. The tests that need
it are few on purpose: campaigns on all runtimes are another part of the suite.
"""

from __future__ import annotations

from typing import Any

import wasmtime
from wasmtime import component as wc
from wasmtime.component import _types as bindings

from conformance.abi.images import Image
from conformance.abi.layout import MAX_FLAT_RESULTS, core_signature, flat_types_of
from conformance.abi.legal import Receiver, Seen
from conformance.abi.memory import Realloc
from conformance.abi.strings import Encoding
from conformance.abi.types import (
    U64,
    Case,
    Enum,
    Flags,
    Func,
    Int,
    List,
    Option,
    Record,
    Result,
    Sum,
    Tuple,
    Type,
    Value,
    Variant,
    walk,
)

BASE = 8192
"""Where the heap begins: flats are noted from 16 on, calls of realloc from 1024 on."""
_ENGINE = wasmtime.Engine()
_NOTED = {
    "i32": "(i64.extend_i32_u (local.get {0}))",
    "i64": "(local.get {0})",
    "f32": "(i64.extend_i32_u (i32.reinterpret_f32 (local.get {0})))",
    "f64": "(i64.reinterpret_f64 (local.get {0}))",
}
_REALLOC = """
  (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $block i32) (local $note i32) (local $kept i32)
    (local.set $block (i32.and (i32.add (global.get $top) (i32.sub (local.get 2) (i32.const 1)))
                               (i32.sub (i32.const 0) (local.get 2))))
    (global.set $top (i32.add (local.get $block) (local.get 3)))
    (local.set $kept (select (local.get 1) (local.get 3) (i32.lt_u (local.get 1) (local.get 3))))
    (memory.copy (local.get $block) (local.get 0) (local.get $kept))
    (local.set $note (i32.add (i32.const 1024) (i32.mul (i32.load (i32.const 0)) (i32.const 20))))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (i32.store offset=0 (local.get $note) (local.get 0))
    (i32.store offset=4 (local.get $note) (local.get 1))
    (i32.store offset=8 (local.get $note) (local.get 2))
    (i32.store offset=12 (local.get $note) (local.get 3))
    (i32.store offset=16 (local.get $note) (local.get $block))
    (local.get $block))
"""


def type_text(t: Type, names: dict[Type, str]) -> str:
    """A type in the text format of components."""

    def inner(part: Type) -> str:
        return names.get(part) or type_text(part, names)

    match t:
        case List(element, None):
            return f"(list {inner(element)})"
        case List(element, length):
            return f"(list {inner(element)} {length})"
        case Tuple(items):
            return f"(tuple {' '.join(map(inner, items))})"
        case Option(some):
            return f"(option {inner(some)})"
        case Result(ok, error):
            return f"(result {inner(ok) if ok else ''} {f'(error {inner(error)})' if error else ''})"
        case Record(members):
            return f"(record {' '.join(f'(field {chr(34)}{label}{chr(34)} {inner(part)})' for label, part in members)})"
        case Variant(cases):
            return f"(variant {' '.join(f'(case {chr(34)}{c}{chr(34)} {inner(p) if p else str()})' for c, p in cases)})"
        case Enum(labels) | Flags(labels):
            word = "enum" if isinstance(t, Enum) else "flags"
            return f"({word} {' '.join(f'{chr(34)}{label}{chr(34)}' for label in labels)})"
    return str(t)


def declarations(types: tuple[Type, ...], imported: bool = False) -> tuple[str, dict[Type, str]]:
    """Type definitions, exported or imported as the functions that need them are, and the names they have."""
    names: dict[Type, str] = {}
    lines = []
    for t in types:
        for part in reversed(list(walk(t))):
            if isinstance(part, Record | Variant | Enum | Flags) and part not in names:
                index = len(names)
                named = f'export $t{index} "t{index}" (type $d{index})'
                if imported:
                    named = f'import "t{index}" (type $t{index} (eq $d{index}))'
                lines.append(f"(type $d{index} {type_text(part, names)}) ({named})")
                names[part] = f"$t{index}"
    return "\n".join(lines), names


def to_binding(t: Type, value: Value) -> Any:
    """A value as the bindings want it, with `_tagged` forced (see `Probe`)."""
    match t:
        case List(Int(8, False)):
            return bytes(value)
        case List(element):
            return [to_binding(element, item) for item in value]
        case Tuple(items):
            return tuple(map(to_binding, items, value))
        case Record(members):
            record = wc.Record()
            for label, part in members:
                setattr(record, label, to_binding(part, value[label]))
            return record
        case Flags():
            return set(value)
        case Enum():
            return value.label
        case Sum():
            chosen = dict(t.cases)[value.label]
            payload = None if chosen is None else to_binding(chosen, value.payload)
            return wc.Variant("err" if (isinstance(t, Result) and value.label == "error") else value.label, payload)
    return value


def from_binding(t: Type, value: Any) -> Value:
    """The other way round."""
    match t:
        case List(element):
            return [from_binding(element, item) for item in value]
        case Tuple(items):
            return tuple(map(from_binding, items, value))
        case Record(members):
            return {label: from_binding(part, getattr(value, label)) for label, part in members}
        case Flags():
            return frozenset(value)
        case Enum():
            return Case(value)
        case Sum():
            label = "error" if (isinstance(t, Result) and value.tag == "err") else value.tag
            chosen = dict(t.cases)[label]
            return Case(label, None if chosen is None else from_binding(chosen, value.payload))
    return value


def _call(text: str, name: str, *arguments: Any, **imports: Any) -> Any:
    """Instantiate a component and call a function of it, with variants always in the bindings' tagged form.

    Left to themselves the bindings guess a case by the class of its payload, and would take True for an integer.
    """
    bindings.VariantLikeType._tagged = lambda self: True  # type: ignore[method-assign]
    store = wasmtime.Store(_ENGINE)
    linker = wc.Linker(_ENGINE)
    with linker.root() as root:
        for imported, run in imports.items():
            root.add_func(imported, run)
    instance = linker.instantiate(store, wc.Component(_ENGINE, text))
    function = instance.get_func(store, name)
    assert function is not None
    result = function(store, *arguments)
    function.post_return(store)
    return result


def _probe_body(types: tuple[Type, ...], names: dict[Type, str], encoding: Encoding) -> str:
    """What a component with the function `probe` consists of; it hands back its memory from 0 to the heap's end."""
    core = core_signature(Func(types, List(U64)), "lift").params
    notes = [f"(i64.store (i32.const {16 + 8 * i}) {_NOTED[c].format(i)})" for i, c in enumerate(core)]
    params = " ".join(f'(param "p{i}" {names.get(t) or type_text(t, names)})' for i, t in enumerate(types))
    return f"""
(core module $M (memory (export "memory") 16) (global $top (mut i32) (i32.const {BASE})) {_REALLOC}
  (func $fill (memory.fill (i32.const {BASE}) (i32.const 0xAA) (i32.const {0x100000 - BASE}))) (start $fill)
  (func (export "probe") (param {" ".join(core)}) (result i32) {" ".join(notes)}
    (i32.store (i32.const 8) (i32.const 0))
    (i32.store (i32.const 12) (i32.shr_u (i32.add (global.get $top) (i32.const 7)) (i32.const 3)))
    (i32.const 8)))
(core instance $m (instantiate $M))
(func (export "probe") {params} (result (list u64)) (canon lift (core func $m "probe")
  (memory (core memory $m "memory")) (realloc (core func $m "realloc")) string-encoding={encoding}))"""


def _seen(types: tuple[Type, ...], words: list[int]) -> Seen:
    """What a probe's memory says."""
    memory = b"".join(word.to_bytes(8, "little") for word in words)
    count = len(core_signature(Func(types), "lift").params)
    flats = tuple(int.from_bytes(memory[16 + 8 * i : 24 + 8 * i], "little") for i in range(count))
    notes = [1024 + 20 * index for index in range(int.from_bytes(memory[:4], "little"))]
    log = [Realloc(*(int.from_bytes(memory[a + 4 * i : a + 4 * i + 4], "little") for i in range(5))) for a in notes]
    return Seen(flats, tuple(log), memory[BASE:], BASE)


def probe(types: tuple[Type, ...], values: list[Value], encoding: Encoding) -> Seen:
    """What a guest sees when the host calls it with these values."""
    lines, names = declarations(types)
    text = f"(component {lines} {_probe_body(types, names, encoding)})"
    return _seen(types, _call(text, "probe", *map(to_binding, types, values)))


def between(image: Image, encoding: Encoding) -> Seen:
    """What a guest of an encoding sees when another, that has this image, calls it; for types without names."""
    t = image.type
    core = core_signature(Func((t,)), "lower").params
    flats = image.flats if image.flats and len(core) == len(image.flats) else (image.at,)
    data = "".join(f"\\{byte:02x}" for byte in image.memory)
    signature = f'(param "p0" {type_text(t, {})}) (result (list u64))'
    text = f"""(component
(component $Callee {_probe_body((t,), {}, encoding)})
(component $Caller
  (import "probe" (func $probe {signature}))
  (core module $Memory (memory (export "memory") 32) (data (i32.const 0) "{data}")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0x100000)))
  (core instance $memory (instantiate $Memory))
  (core func $core (canon lower (func $probe) (memory (core memory $memory "memory"))
    (realloc (core func $memory "realloc")) string-encoding={image.encoding}))
  (core module $M (import "" "probe" (func $probe (param {" ".join(core)} i32)))
    (func (export "run") (result i32)
      (call $probe {" ".join(map(_constant, core, flats))} (i32.const 0xF0000)) (i32.const 0xF0000)))
  (core instance $m (instantiate $M (with "" (instance (export "probe" (func $core))))))
  (func (export "run") (result (list u64)) (canon lift (core func $m "run") (memory (core memory $memory "memory")))))
(instance $callee (instantiate $Callee))
(instance $caller (instantiate $Caller (with "probe" (func $callee "probe"))))
(export "run" (func $caller "run")))"""
    return _seen((t,), _call(text, "run"))


RECEIVER = Receiver(base=BASE, size=0x100000, grows=False)


def give(image: Image) -> Value:
    """What the host gets when a guest returns this image. Raises wasmtime.Trap or wasmtime.WasmtimeError."""
    lines, names = declarations((image.type,))
    core = core_signature(Func((), image.type), "lift").results
    in_memory = len(flat_types_of((image.type,))) > MAX_FLAT_RESULTS
    if in_memory:
        returned = f"(i32.const {image.at})"
    else:
        assert image.flats is not None
        returned = _constant(core[0], image.flats[0])
    pages = -(-len(image.memory) // 65536)
    data = "".join(f"\\{byte:02x}" for byte in image.memory.rstrip(b"\0"))
    text = f"""(component {lines}
(core module $M (memory (export "memory") {pages}) (data (i32.const 0) "{data}")
  (func (export "give") (result {core[0]}) {returned}))
(core instance $m (instantiate $M))
(func (export "give") (result {names.get(image.type) or type_text(image.type, names)})
  (canon lift (core func $m "give") (memory (core memory $m "memory")) string-encoding={image.encoding})))"""
    return from_binding(image.type, _call(text, "give"))


def _constant(core: str, bits: int) -> str:
    """A core value by its bits."""
    number = f"({core.replace('f', 'i')}.const {bits:#x})"
    return f"({core}.reinterpret_{core.replace('f', 'i')} {number})" if core.startswith("f") else number


def pass_to_import(image: Image) -> Value:
    """What the host gets as an argument from a guest whose core code passes this image's flats, or its address."""
    lines, names = declarations((image.type,), imported=True)
    core = core_signature(Func((image.type,)), "lower").params
    flats = image.flats if image.flats and len(core) == len(image.flats) else (image.at,)
    data = "".join(f"\\{byte:02x}" for byte in image.memory.rstrip(b"\0"))
    text = f"""(component {lines}
(import "take" (func $take (param "x" {names.get(image.type) or type_text(image.type, names)})))
(core module $Memory (memory (export "memory") 1) (data (i32.const 0) "{data}"))
(core instance $memory (instantiate $Memory))
(core func $core (canon lower (func $take) (memory (core memory $memory "memory")) string-encoding={image.encoding}))
(core module $M (import "" "take" (func $take (param {" ".join(core)})))
  (func (export "run") (call $take {" ".join(map(_constant, core, flats))})))
(core instance $m (instantiate $M (with "" (instance (export "take" (func $core))))))
(func (export "run") (canon lift (core func $m "run"))))"""
    got: list[Any] = []
    _call(text, "run", take=lambda store, value: got.append(value))
    return from_binding(image.type, got[0])
