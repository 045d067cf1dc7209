"""Components that show what a runtime makes of values, on three paths between host and guest, for any types.

A guest has two memories. What hosts lower goes to the *heap*: memory of a `Bump` allocator, filled with 0xAA, that
notes every call of realloc. What hosts lift comes out of the *inbox*, where any image can be laid.

It has a number of *probes*, which have a number N, and for each

    probeN(T…) → list<u64>    dumps what it was called with (host to guest)
    askN() → list<u64>        calls the import `answerN() → T` and dumps what it got
    giveN(list<u64>) → T      returns a core value, which may be an address, to the host (guest to host)
    passN(list<u64>)          calls the import `takeN(T…)` with core values (guest to import)

What `give` and `pass` are given are the words of an image, and behind them the core values. The image then lies at the
beginning of the inbox, and nothing else is in it.

A guest has many probes because most of what a runtime takes to compile it does not depend on their number.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from conformance.abi.images import Image
from conformance.abi.layout import (
    MAX_FLAT_PARAMS,
    MAX_FLAT_RESULTS,
    CoreSignature,
    align_up,
    core_signature,
    flat_types,
    flat_types_of,
    size,
)
from conformance.abi.legal import Prediction, Receiver, Seen
from conformance.abi.memory import PAGE, Realloc
from conformance.abi.strings import Encoding
from conformance.abi.traps import Trap
from conformance.abi.types import Func, Tuple, Type, Value
from conformance.fuzz.text import imported_types, type_name

AREA = 144
"""Where results that go through memory are wanted; below are four numbers and up to 16 core values."""
_LOG = PAGE
"""Where calls of realloc are noted, 20 bytes each: the heap ends here."""
_MOST_DUMPED = PAGE - 1024
"""Bytes that heap and notes may take together."""
NOTED = {
    "i32": "(i64.extend_i32_u {0})",
    "i64": "{0}",
    "f32": "(i64.extend_i32_u (i32.reinterpret_f32 {0}))",
    "f64": "(i64.reinterpret_f64 {0})",
}
TAKEN = {
    "i32": "(i32.wrap_i64 {0})",
    "i64": "{0}",
    "f32": "(f32.reinterpret_i32 (i32.wrap_i64 {0}))",
    "f64": "(f64.reinterpret_i64 {0})",
}


@dataclass(frozen=True)
class Probe:
    """The exports of a guest that are about some types; with several, what is one value is a tuple of them."""

    types: tuple[Type, ...]
    encoding: Encoding = "utf8"
    number: int = 0
    base: int = 0
    """Where the heap begins."""
    in_place: bool = False
    """Whether the latest block is resized where it is."""

    @cached_property
    def whole(self) -> Type:
        """What `give` and `answer` return."""
        return self.types[0] if len(self.types) == 1 else Tuple(self.types)

    @cached_property
    def called(self) -> Receiver:
        """The guest as the model sees it when the host calls it."""
        return Receiver(self.encoding, self.base, in_place=self.in_place, grows=False)

    @cached_property
    def answered(self) -> Receiver:
        """The guest as the model sees it when the host returns a result to it."""
        area = AREA if len(flat_types(self.whole)) > MAX_FLAT_RESULTS else None
        return Receiver(self.encoding, self.base, in_place=self.in_place, grows=False, most=MAX_FLAT_RESULTS, area=area)

    def holds(self, wanted: Prediction) -> bool:
        """Whether the heap is large enough for what is to be seen in it."""
        return max(wanted.end, self.base) + 20 * len(wanted.log) < _MOST_DUMPED and wanted.trap is None

    def seen_by_probe(self, words: bytes) -> Seen:
        """A dump of `probe`. Raises ValueError for one that no such guest makes."""
        return self._seen(words, len(self._take_core.params))

    def seen_by_ask(self, words: bytes) -> Seen:
        """A dump of `ask`. Raises ValueError for one that no such guest makes."""
        return self._seen(words, len(self._answer_core.results))

    def _seen(self, words: bytes, flats: int) -> Seen:
        top, count = struct.unpack_from("<II", words) if len(words) >= AREA else (0, 0)
        notes = align_up(top, 8)
        if not self.base <= top <= len(words) or len(words) != align_up(notes + 20 * count, 8):
            raise ValueError(f"a dump of {len(words)} bytes says that it is {count} notes after {top} bytes")
        log = map(Realloc._make, struct.iter_unpack("<5I", words[notes : notes + 20 * count]))
        values = struct.unpack_from(f"<{flats}Q", words, 16)
        return Seen(values, tuple(log), words[AREA:top], AREA)

    @cached_property
    def _take_core(self) -> CoreSignature:
        return core_signature(Func(self.types), "lower")

    @cached_property
    def _answer_core(self) -> CoreSignature:
        return core_signature(Func((), self.whole), "lower")

    @cached_property
    def given_flat(self) -> bool:
        """Whether `give` returns its value as a core value."""
        return len(flat_types(self.whole)) <= MAX_FLAT_RESULTS

    @cached_property
    def passed_flat(self) -> bool:
        """Whether `pass` hands over core values, not an address."""
        return len(flat_types_of(self.types)) <= MAX_FLAT_PARAMS

    def imports(self, names: Mapping[Type, str]) -> str:
        """The functions that it asks of the host."""
        return f"""(import "take{self.number}" (func $take{self.number} {self._params(names)}))
(import "answer{self.number}" (func $answer{self.number} (result {self._result(names)})))
(core func $take-core{self.number} (canon lower (func $take{self.number}) {self._inbox}))
(core func $answer-core{self.number} (canon lower (func $answer{self.number}) {self._heap}))"""

    def exports(self, names: Mapping[Type, str]) -> str:
        """The functions that it offers."""
        n = self.number
        dump = "(memory $heap-memory) (post-return $reset)"
        words = '(param "words" (list u64))'
        return f"""(func (export "probe{n}") {self._params(names)} (result (list u64))
  (canon lift (core func $m "{self._probe_name}") {self._heap} (post-return $reset)))
(func (export "ask{n}") (result (list u64)) (canon lift (core func $m "ask{n}") {dump}))
(func (export "give{n}") {words} (result {self._result(names)})
  (canon lift (core func $m "{self._give_name}") {self._inbox} (realloc $place)))
(func (export "pass{n}") {words} (canon lift (core func $m "pass{n}") {self._inbox} (realloc $place)))"""

    @property
    def _probe_name(self) -> str:
        return " ".join(("probe", *self._take_core.params))

    @property
    def _given(self) -> str:
        return core_signature(Func((), self.whole), "lift").results[0]

    @property
    def _give_name(self) -> str:
        return f"give {self._given}"

    def core_imports(self) -> str:
        """What its core functions call."""
        n, take, answer = self.number, self._take_core, self._answer_core
        params, area, results = (" ".join(cores) for cores in (take.params, answer.params, answer.results))
        return f"""(import "host" "take{n}" (func $take{n} (param {params})))
  (import "host" "answer{n}" (func $answer{n} (param {area}) (result {results})))"""

    def core(self) -> dict[str, str]:
        """Its core functions by their names. Those of other probes that have the same name are the same."""
        n, take, answer = self.number, self._take_core, self._answer_core
        notes = " ".join(
            f"(i64.store (i32.const {16 + 8 * index}) {NOTED[core].format(f'(local.get {index})')})"
            for index, core in enumerate(take.params)
        )
        got = f"(call $answer{n} (i32.const {AREA}))"
        if answer.results:
            got = f"(i64.store (i32.const 16) {NOTED[answer.results[0]].format(f'(call $answer{n})')})"
        passed = " ".join(TAKEN[core].format("(call $next)") for core in take.params)
        opened = "(call $open (local.get 0) (local.get 1) (i32.const {0}))"
        return {
            self._probe_name: f"(param {' '.join(take.params)}) (result i32) {notes} (call $dump)",
            f"ask{n}": f"(result i32) {got} (call $dump)",
            self._give_name: f"(param i32 i32) (result {self._given}) {opened.format(1)} "
            + TAKEN[self._given].format("(call $next)"),
            f"pass{n}": f"(param i32 i32) {opened.format(len(take.params))} (call $take{n} {passed})",
        }

    @property
    def _inbox(self) -> str:
        return f"(memory $inbox-memory) string-encoding={self.encoding}"

    @property
    def _heap(self) -> str:
        realloc = "(realloc $realloc-in-place)" if self.in_place else "(realloc $realloc)"
        return f"(memory $heap-memory) {realloc} string-encoding={self.encoding}"

    def _params(self, names: Mapping[Type, str]) -> str:
        return " ".join(f'(param "p{index}" {type_name(t, names)})' for index, t in enumerate(self.types))

    def _result(self, names: Mapping[Type, str]) -> str:
        return type_name(self.whole, names)


@dataclass(frozen=True)
class Guest:
    """A component with probes for several types."""

    probes: tuple[Probe, ...]

    @classmethod
    def of(cls, wanted: Iterable[Wanted]) -> Guest:
        """A guest with a probe for each of these."""
        wanted = list(wanted)
        most = max(size(types[0] if len(types) == 1 else Tuple(types)) for types, _, _ in wanted)
        base = align_up(AREA + most, 16)
        return cls(tuple(Probe(types, code, n, base, in_place) for n, (types, code, in_place) in enumerate(wanted)))

    @cached_property
    def text(self) -> str:
        """The component."""
        lines, names = imported_types(t for probe in self.probes for t in probe.types)
        cores = {name: body for probe in self.probes for name, body in probe.core().items()}
        numbers = range(len(self.probes))
        given = [f'(export "{f}{n}" (func ${f}-core{n}))' for n in numbers for f in ("take", "answer")]
        return f"""(component {lines}
(core module $Inbox {_INBOX})
(core instance $inbox (instantiate $Inbox))
(alias core export $inbox "memory" (core memory $inbox-memory))
(alias core export $inbox "place" (core func $place))
(core module $Heap {_heap(self.probes[0].base)})
(core instance $heap (instantiate $Heap))
(alias core export $heap "memory" (core memory $heap-memory))
(alias core export $heap "realloc" (core func $realloc))
(alias core export $heap "realloc-in-place" (core func $realloc-in-place))
(alias core export $heap "reset" (core func $reset))
{_lines(probe.imports(names) for probe in self.probes)}
(core module $M (import "heap" "memory" (memory 2)) (import "heap" "dump" (func $dump (result i32)))
  (import "inbox" "open" (func $open (param i32 i32 i32))) (import "inbox" "next" (func $next (result i64)))
  {_lines(probe.core_imports() for probe in self.probes)}
  {_lines(f'(func (export "{name}") {body})' for name, body in cores.items())})
(core instance $m (instantiate $M (with "heap" (instance $heap)) (with "inbox" (instance $inbox))
  (with "host" (instance {" ".join(given)}))))
{_lines(probe.exports(names) for probe in self.probes)})"""


Wanted = tuple[tuple[Type, ...], Encoding, bool]
"""What a probe is to be: its types, the encoding of strings, and whether it resizes its latest block where it is."""


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _heap(base: int) -> str:
    """The core module that has the heap: its allocator, dumps, and how it becomes as it was."""
    return f"""(memory (export "memory") 2)
  (global $top (mut i32) (i32.const {base})) (global $last (mut i32) (i32.const -1))
  (global $count (mut i32) (i32.const 0)) (global $end (mut i32) (i32.const {PAGE}))
  (func (export "realloc") (param i32 i32 i32 i32) (result i32)
    (call $fresh (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "realloc-in-place") (param i32 i32 i32 i32) (result i32)
    (if (i32.and (i32.and (i32.ne (local.get 1) (i32.const 0)) (i32.eq (local.get 0) (global.get $last)))
        (i32.eqz (i32.rem_u (local.get 0) (local.get 2))))
      (then (return (call $noted (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 0)))))
    (call $fresh (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func $fresh (param i32 i32 i32 i32) (result i32) (local $block i32)
    (local.set $block (i32.and (i32.add (global.get $top) (i32.sub (local.get 2) (i32.const 1)))
                               (i32.sub (i32.const 0) (local.get 2))))
    (memory.copy (local.get $block) (local.get 0)
      (select (local.get 1) (local.get 3) (i32.lt_u (local.get 1) (local.get 3))))
    (call $noted (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get $block)))
  (func $noted (param i32 i32 i32 i32) (param $block i32) (result i32) (local $note i32)
    (global.set $last (local.get $block))
    (global.set $top (i32.add (local.get $block) (local.get 3)))
    (local.set $note (i32.add (i32.const {_LOG}) (i32.mul (global.get $count) (i32.const 20))))
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store offset=0 (local.get $note) (local.get 0))
    (i32.store offset=4 (local.get $note) (local.get 1))
    (i32.store offset=8 (local.get $note) (local.get 2))
    (i32.store offset=12 (local.get $note) (local.get 3))
    (i32.store offset=16 (local.get $note) (local.get $block))
    (local.get $block))
  (func (export "dump") (result i32) (local $notes i32)
    (local.set $notes (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
    (memory.copy (local.get $notes) (i32.const {_LOG}) (i32.mul (global.get $count) (i32.const 20)))
    (global.set $end (i32.and (i32.const -8) (i32.add (i32.const 7)
      (i32.add (local.get $notes) (i32.mul (global.get $count) (i32.const 20))))))
    (i32.store (i32.const 0) (global.get $top))
    (i32.store (i32.const 4) (global.get $count))
    (i32.store (i32.const 8) (i32.const 0))
    (i32.store (i32.const 12) (i32.shr_u (global.get $end) (i32.const 3)))
    (i32.const 8))
  (func (export "reset") (param i32) (call $clear))
  (func $clear
    (memory.fill (i32.const {AREA}) (i32.const 0xAA) (i32.sub (global.get $end) (i32.const {AREA})))
    (global.set $top (i32.const {base})) (global.set $last (i32.const -1)) (global.set $count (i32.const 0)))
  (start $clear)"""


INBOX = """(memory (export "memory") 1) (global $high (mut i32) (i32.const 0))
  (func (export "place") (param i32 i32 i32 i32) (result i32) (i32.const 0))
  (func (export "load") (param i32 i32) (local $end i32)
    (local.set $end (i32.shl (local.get 1) (i32.const 3)))
    (if (i32.lt_u (local.get $end) (global.get $high))
      (then (memory.fill (local.get $end) (i32.const 0) (i32.sub (global.get $high) (local.get $end)))))
    (global.set $high (local.get $end)))"""
"""A core module that lays words at the beginning of its memory, and leaves nothing of those before."""
_INBOX = f"""{INBOX}
  (global $next (mut i32) (i32.const 0))
  (func (export "open") (param i32 i32 i32)
    (call 1 (local.get 0) (local.get 1))
    (global.set $next (i32.shl (i32.sub (local.get 1) (local.get 2)) (i32.const 3))))
  (func (export "next") (result i64)
    (i64.load (global.get $next))
    (i64.store (global.get $next) (i64.const 0))
    (global.set $next (i32.add (global.get $next) (i32.const 8))))"""
"""The same, of whose words so many are core values: they are taken away one by one, in order. `load` is function 1."""
INBOX_SIZE = PAGE
IMAGE_SIZE = PAGE - 8 * MAX_FLAT_PARAMS
"""Bytes that an image may have, so that core values have room behind it."""


def lifted(image: Image) -> Value | Trap:
    """What lifting the image from the inbox must give, or why it must trap. Raises ValueError where it is too large."""
    if len(image.memory) > IMAGE_SIZE:
        raise ValueError(f"an image of {len(image.memory)} bytes")
    return image.outcome(INBOX_SIZE)


def image_words(image: Image) -> bytes:
    """The image up to its last byte that is not zero, in whole words."""
    data = image.memory.rstrip(b"\0")
    return data.ljust(align_up(len(data), 8), b"\0")


def words_of(image: Image) -> bytes:
    """What `give` or `pass` is to be given: the image, and the core values that it is handed over by."""
    cores = image.flats if image.flats is not None else (image.at,)
    return image_words(image) + struct.pack(f"<{len(cores)}Q", *cores)
