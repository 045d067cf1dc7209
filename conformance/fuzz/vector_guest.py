"""The guest that the test vectors in `wit_fixtures/vectors` are about: 65,536 bytes of memory that do not grow.

Unlike a probe's, its allocator begins where a vector says, and its memory holds nothing else: what it notes is kept in
another memory. What hosts lift comes out of a third, the inbox.

    setup(from, to, base, returns, fixed)   the heap is as new; `show` is to show this part of it; the allocator begins
                                            at `base`, or if `fixed` returns `returns` always
    probe(T)                                notes the core values that it was called with
    ask(area)                               calls the import `answer() → T`, whose result is wanted at `area`
    show() → list<u64>                      count of realloc calls, 17 core values, the calls, the part of the heap
    load(list<u64>)                         lays an image into the inbox
    give(u64) → T                           returns this core value, or this address
    pass(u64…)                              calls the import `take(T)` with these core values
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property

from conformance.abi.layout import MAX_FLAT_RESULTS, align_up, core_signature, flat_types
from conformance.abi.memory import PAGE, Realloc
from conformance.abi.strings import Encoding
from conformance.abi.types import U32, U64, Func, List, Type
from conformance.fuzz.calls import Callee
from conformance.fuzz.probes import INBOX, NOTED, TAKEN
from conformance.fuzz.text import imported_types, type_name

_FLATS = 17
"""Core values that are noted: 16 parameters, and a place for one that should not be there."""
_LOG = 16 + 8 * _FLATS


@dataclass(frozen=True)
class Shown:
    """What `show` says."""

    flats: tuple[int, ...]
    log: tuple[Realloc, ...]
    memory: bytes


@dataclass(frozen=True)
class VectorGuest:
    """A component for the vectors of a type with one string encoding."""

    type: Type
    encoding: Encoding = "utf8"

    @property
    def in_memory(self) -> bool:
        """Whether results of the type go through memory, so that there is `ask`."""
        return len(flat_types(self.type)) > MAX_FLAT_RESULTS

    @cached_property
    def callee(self) -> Callee:
        """The component and the types of its functions."""
        take = Func((self.type,))
        exports = {
            "setup": Func((U32,) * 5),
            "show": Func((), List(U64)),
            "load": Func((List(U64),)),
            "probe": take,
            "give": Func((U64,), self.type),
            "pass": Func((U64,) * len(core_signature(take, "lower").params)),
        }
        imports = {"take": take}
        if self.in_memory:
            exports["ask"] = Func((U32,))
            imports["answer"] = Func((), self.type)
        return Callee(self.text, exports, imports)

    def shown(self, words: bytes, start: int, end: int) -> Shown:
        """What `show` says of the heap from `start` to `end`. Raises ValueError for what no such guest says."""
        (count,) = struct.unpack_from("<Q", words) if len(words) >= _LOG - 8 else (0,)
        first = align_up(_LOG + 20 * count, 8) - 8
        if len(words) != first + _span(start, end)[1] - _span(start, end)[0]:
            raise ValueError(f"{len(words)} bytes for {count} calls and the memory from {start} to {end}")
        flats = struct.unpack_from(f"<{_FLATS}Q", words, 8)
        log = map(Realloc._make, struct.iter_unpack("<5I", words[_LOG - 8 : _LOG - 8 + 20 * count]))
        skipped = start - _span(start, end)[0]
        return Shown(flats, tuple(log), words[first + skipped : first + skipped + end - start])

    @property
    def commented(self) -> str:
        """The component, for people: with what is said above."""
        about = "".join(f";; {line}".rstrip() + "\n" for line in (__doc__ or "").strip().splitlines())
        return f"{about};;\n;; This one: T is {self.type}, its strings are in {self.encoding}.\n{self.text}\n"

    @property
    def text(self) -> str:
        """The component."""
        lines, names = imported_types([self.type])
        take = core_signature(Func((self.type,)), "lower")
        name, code = type_name(self.type, names), f"string-encoding={self.encoding}"
        passed = " ".join(f'(param "p{index}" u64)' for index in range(len(take.params)))
        heap, inbox = f"(memory $heap-memory) (realloc $realloc) {code}", f"(memory $inbox-memory) {code}"
        setup = " ".join(f'(param "{word}" u32)' for word in ("from", "to", "base", "returns", "fixed"))
        asked, lowered, given, asks = "", "", "", ""
        if self.in_memory:
            asked = f'(import "answer" (func $answer (result {name})))'
            lowered = f"(core func $answer-core (canon lower (func $answer) {heap}))"
            given = '(export "answer" (func $answer-core))'
            asks = '(func (export "ask") (param "area" u32) (canon lift (core func $m "ask")))'
        return f"""(component {lines}
(import "take" (func $take (param "p0" {name}))) {asked}
(core module $Notes {_NOTES})
(core instance $notes (instantiate $Notes))
(alias core export $notes "memory" (core memory $notes-memory))
(core module $Heap {_HEAP})
(core instance $heap (instantiate $Heap (with "notes" (instance $notes))))
(alias core export $heap "memory" (core memory $heap-memory))
(alias core export $heap "realloc" (core func $realloc))
(core module $Inbox {INBOX})
(core instance $inbox (instantiate $Inbox))
(alias core export $inbox "memory" (core memory $inbox-memory))
(alias core export $inbox "place" (core func $place))
(core func $take-core (canon lower (func $take) {inbox})) {lowered}
(core module $M {self._core})
(core instance $m (instantiate $M (with "notes" (instance $notes)) (with "heap" (instance $heap))
  (with "host" (instance (export "take" (func $take-core)) {given}))))
(func (export "setup") {setup} (canon lift (core func $m "setup")))
(func (export "show") (result (list u64)) (canon lift (core func $m "show") (memory $notes-memory)))
(func (export "load") (param "words" (list u64)) (canon lift (core func $inbox "load")
  (memory $inbox-memory) (realloc $place)))
(func (export "probe") (param "p0" {name}) (canon lift (core func $m "probe") {heap}))
(func (export "give") (param "core" u64) (result {name}) (canon lift (core func $m "give") {inbox}))
(func (export "pass") {passed} (canon lift (core func $m "pass")))
{asks})"""

    @property
    def _core(self) -> str:
        take = core_signature(Func((self.type,)), "lower")
        given = core_signature(Func((), self.type), "lift").results[0]
        noted = " ".join(
            f"(i64.store (i32.const {16 + 8 * index}) {NOTED[core].format(f'(local.get {index})')})"
            for index, core in enumerate(take.params)
        )
        passed = " ".join(TAKEN[core].format(f"(local.get {index})") for index, core in enumerate(take.params))
        asks = '(import "host" "answer" (func $answer (param i32)))' if self.in_memory else ""
        ask = '(func (export "ask") (param i32) (call $answer (local.get 0)))' if self.in_memory else ""
        params = " ".join(take.params)
        return f"""(import "host" "take" (func $take (param {params}))) {asks} {_MAIN} {ask}
  (func (export "probe") (param {params}) {noted})
  (func (export "give") (param i64) (result {given}) {TAKEN[given].format("(local.get 0)")})
  (func (export "pass") (param {" ".join(["i64"] * len(take.params))}) (call $take {passed}))"""


def _span(start: int, end: int) -> tuple[int, int]:
    """The whole words around a part of memory."""
    return start & -8, align_up(end, 8)


def setup_of(start: int, end: int, base: int, returns: int | None) -> tuple[int, ...]:
    """The arguments of `setup`."""
    return *_span(start, end), base, returns or 0, int(returns is not None)


_NOTES = f"""(memory (export "memory") 4)
  (func (export "note") (param i32 i32 i32 i32 i32) (local $at i32)
    (local.set $at (i32.add (i32.const {_LOG}) (i32.mul (i32.load (i32.const 8)) (i32.const 20))))
    (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))
    (i32.store offset=0 (local.get $at) (local.get 0))
    (i32.store offset=4 (local.get $at) (local.get 1))
    (i32.store offset=8 (local.get $at) (local.get 2))
    (i32.store offset=12 (local.get $at) (local.get 3))
    (i32.store offset=16 (local.get $at) (local.get 4)))"""
_HEAP = f"""(import "notes" "note" (func $note (param i32 i32 i32 i32 i32)))
  (memory (export "memory") 1 1)
  (global $top (mut i32) (i32.const 16))
  (global $returns (mut i32) (i32.const 0)) (global $fixed (mut i32) (i32.const 0))
  (func (export "reset") (param i32 i32 i32)
    (global.set $top (local.get 0)) (global.set $returns (local.get 1)) (global.set $fixed (local.get 2))
    (memory.fill (i32.const 0) (i32.const 0xAA) (i32.const {PAGE})))
  (func (export "peek") (param i32) (result i64) (i64.load (local.get 0)))
  (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $block i32) (local $kept i32)
    (local.set $block (global.get $returns))
    (if (i32.eqz (global.get $fixed)) (then
      (local.set $block (i32.and (i32.add (global.get $top) (i32.sub (local.get 2) (i32.const 1)))
                                 (i32.sub (i32.const 0) (local.get 2))))
      (global.set $top (i32.add (local.get $block) (local.get 3)))
      (local.set $kept (select (local.get 1) (local.get 3) (i32.lt_u (local.get 1) (local.get 3))))
      (if (i32.le_u (i32.add (local.get $block) (local.get $kept)) (i32.const {PAGE})) (then
        (memory.copy (local.get $block) (local.get 0) (local.get $kept))))))
    (call $note (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get $block))
    (local.get $block))"""
_MAIN = f"""(import "notes" "memory" (memory 4))
  (import "heap" "reset" (func $reset (param i32 i32 i32))) (import "heap" "peek" (func $peek (param i32) (result i64)))
  (global $from (mut i32) (i32.const 0)) (global $to (mut i32) (i32.const 0))
  (func (export "setup") (param i32 i32 i32 i32 i32)
    (global.set $from (local.get 0)) (global.set $to (local.get 1))
    (memory.fill (i32.const 8) (i32.const 0) (i32.const {_LOG - 8}))
    (call $reset (local.get 2) (local.get 3) (local.get 4)))
  (func (export "show") (result i32) (local $end i32) (local $at i32)
    (local.set $end (i32.and (i32.const -8)
      (i32.add (i32.const {_LOG + 7}) (i32.mul (i32.load (i32.const 8)) (i32.const 20)))))
    (local.set $at (global.get $from))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (global.get $to)))
      (i64.store (local.get $end) (call $peek (local.get $at)))
      (local.set $end (i32.add (local.get $end) (i32.const 8)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br $next)))
    (i32.store (i32.const 0) (i32.const 8))
    (i32.store (i32.const 4) (i32.shr_u (i32.sub (local.get $end) (i32.const 8)) (i32.const 3)))
    (i32.const 0))"""
