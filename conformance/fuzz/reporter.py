"""What keeps a report: it is told words, compares them with those that the model wants, and prints lines.

It is core code of the component that is run, which asks others for their words (`NOTES`), with numbers only, so that it
hangs on as little of the ABI as can be. Where the order of events in several components counts, or what came before a
trap, it is a component of its own, which all of them tell what they do.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence

from conformance.fuzz.predict import WHOLE, Row, Word
from conformance.fuzz.scenario import KINDS

FUNCTIONS = {"note": "i32 i64", "check": "", "done": "", "survived": ""}
"""What it exports, and the core parameters."""
WASI = """(import "wasi:io/error@{version}" (instance $io-error (export "error" (type (sub resource)))))
(alias export $io-error "error" (type $error))
(import "wasi:io/streams@{version}" (instance $streams
  (export "output-stream" (type $output-stream (sub resource)))
  (alias outer 1 $error (type $outer-error))
  (export "error" (type $error (eq $outer-error)))
  (type $stream-error-cases (variant (case "last-operation-failed" (own $error)) (case "closed")))
  (export "stream-error" (type $stream-error (eq $stream-error-cases)))
  (export "[method]output-stream.blocking-write-and-flush" (func (param "self" (borrow $output-stream))
    (param "contents" (list u8)) (result (result (error $stream-error)))))))
(alias export $streams "output-stream" (type $output-stream))
(import "wasi:cli/stdout@{version}" (instance $stdout
  (alias outer 1 $output-stream (type $outer-stream))
  (export "output-stream" (type $output-stream (eq $outer-stream)))
  (export "get-stdout" (func (result (own $output-stream))))))
(alias export $streams "stream-error" (type $stream-error))"""
"""What the whole imports of WASI."""
INTERFACE = """(export "note" (func (param "kind" u32) (param "word" u64))) (export "check" (func))
  (export "done" (func)) (export "survived" (func))"""
"""The type of the instance that it exports."""
WITH = (
    '(with "wasi:io/error@{version}" (instance $io-error)) (with "wasi:io/streams@{version}" (instance $streams)) '
    '(with "wasi:cli/stdout@{version}" (instance $stdout))'
)
"""How whoever prints is given WASI when it is instantiated."""
INSTANCE = f"""(instance $reporter (instantiate $Reporter {WITH}))
(alias export $reporter "abi:case/report" (instance $report-face))"""
"""The component of its own, instantiated."""
NOTES = """(func $note@EXPORT (param $kind i32) (param $word i64)
    (i32.store (global.get $end) (local.get $kind))
    (i64.store offset=8 (global.get $end) (local.get $word))
    (global.set $end (i32.add (global.get $end) (i32.const 16))))
  (func (export "kind") (result i32)
    (if (i32.eq (global.get $first) (global.get $end)) (then
      (global.set $first (i32.const @START)) (global.set $end (i32.const @START)) (return (i32.const 0))))
    (i32.add (i32.load (global.get $first)) (i32.const 1)))
  (func (export "word") (result i64)
    (i64.load offset=8 (global.get $first)) (global.set $first (i32.add (global.get $first) (i32.const 16))))
  (global $first (mut i32) (i32.const @START)) (global $end (mut i32) (i32.const @START))"""
"""How a component keeps its words until it is asked: for the kind of the next, counted from 1, 0 if there is none; then
for the word itself."""
ASKED = {"kind": "u32", "word": "u64"}
"""The functions by which it is asked, and their results."""


def notes(start: int, export: bool = False) -> str:
    """Core functions that keep words from this address on; `note` is exported or for the module's own use."""
    return NOTES.replace("@START", str(start)).replace("@EXPORT", ' (export "note")' if export else "")


def asked(instance: str) -> str:
    """The component functions of the core functions of an instance."""
    parts = (
        f'(func ${name} (result {result}) (canon lift (core func {instance} "{name}")))'
        for name, result in ASKED.items()
    )
    return " ".join(parts)


def notes_apart() -> str:
    """A core module that does nothing but keep words, and has the memory for it."""
    instance = f"(core module $Notes (memory 16) {notes(0, export=True)}) (core instance $notes (instantiate $Notes))"
    return f'{instance} (alias core export $notes "note" (core func $core-note)) {asked("$notes")}'


_OUT, _TEXTS, _ROWS = 1024, 64, 8192
"""Where there are what is to be written, texts, and the rows."""
_PAGE = 1 << 16
_MASKED = 0x80


def _texts(case_id: str) -> dict[str, str]:
    """The texts that the lines consist of."""
    return {
        "opening": f'{{"case":{json.dumps(case_id)},"protocol":1}}\n',
        "check": '{"check":"',
        "ok": '","ok":true,"got":"',
        "wrong": '","ok":false,"got":"',
        "got": '","got":"',
        "want": '","want":"',
        "end": '"}\n',
        "note": '{"note":"',
        "survived": '{"note":"survived',
        "done": '{"done":',
        "close": "}\n",
        "sequel": ", ",
        "masked": "??",
        "nan": "nan",
        "nothing": "nothing",
    }


def _word(word: Word) -> bytes:
    """A byte that says of which kind it is, how much of it counts and where a NaN is; its bits; the mask, if any."""
    masked = word.mask != WHOLE
    head = KINDS.index(word.kind) | word.nan << 4 | _MASKED * masked
    return struct.pack("<BQ", head, word.value) + (struct.pack("<Q", word.mask) if masked else b"")


def _row(row: Row) -> bytes:
    """A row: its name, and what is allowed under which label."""
    name = row.name.encode()
    parts = [bytes((len(name),)), name, bytes((len(row.allowed),))]
    for label, words in row.allowed.items():
        data = b"".join(map(_word, words))
        parts += [bytes((len(label),)), label.encode(), struct.pack("<HH", len(words), len(data)), data]
    return b"".join(parts)


def literal(data: bytes) -> str:
    """Bytes as a string of the text format."""
    plain = b"".join(
        bytes((byte,)) if 0x20 <= byte < 0x7F and byte not in b'"\\' else b"\\%02x" % byte for byte in data
    )
    return f'"{plain.decode()}"'


def component(case_id: str, rows: Sequence[Row], version: str) -> str:
    """The component of its own, under the name `$Reporter`."""
    return f"(component $Reporter\n{WASI.format(version=version)}\n{_core(case_id, rows)}\n{_LIFTED})"


def within(case_id: str, rows: Sequence[Row], version: str) -> str:
    """The same as a part of another component, with its functions as core functions."""
    aliases = (f'(alias core export $report "{name}" (core func $core-{name}))' for name in FUNCTIONS)
    return f"{WASI.format(version=version)}\n{_core(case_id, rows)}\n{' '.join(aliases)}"


def _core(case_id: str, rows: Sequence[Row]) -> str:
    """The core module and its instance `$report`."""
    blob, places = b"", {}
    for key, text in _texts(case_id).items():
        places[key] = f"(call $text (i32.const {_TEXTS + len(blob)}) (i32.const {len(text)}))"
        blob += text.encode()
    kinds = _TEXTS + len(blob)
    blob += b"".join(kind.encode().ljust(8) for kind in KINDS)
    assert kinds + 8 * len(KINDS) <= _OUT, "texts fit below the lines"
    table = b"".join(map(_row, rows))
    noted = (_ROWS + len(table) + 15) & -16
    pages = -(-(noted + 2 * _PAGE) // _PAGE)
    text = _CORE
    for key, call in places.items():
        text = text.replace(f"<{key}>", call)
    numbers = {"PAGES": pages, "KINDS": kinds, "OUT": _OUT, "TEXTS": _TEXTS, "ROWS": _ROWS, "NOTED": noted}
    for key, place in numbers.items():
        text = text.replace(f"@{key}", str(place))
    return text.replace("@BLOB", literal(blob)).replace("@TABLE", literal(table))


_CORE = """
  (core module $Room (memory (export "memory") @PAGES))
  (core instance $room (instantiate $Room))
  (core func $core-open (canon lower (func $stdout "get-stdout")))
  (core func $core-write (canon lower
    (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $room "memory"))))
  (core module $Report
    (import "" "memory" (memory @PAGES))
    (import "" "open" (func $open (result i32)))
    (import "" "write" (func $write (param i32 i32 i32 i32)))
    (data (i32.const @TEXTS) @BLOB)
    (data (i32.const @ROWS) @TABLE)
    (global $stream (mut i32) (i32.const 0))
    (global $filled (mut i32) (i32.const 0))
    (global $end (mut i32) (i32.const @NOTED))
    (global $row (mut i32) (i32.const @ROWS))
    (global $count (mut i32) (i32.const 0))
    (global $closed (mut i32) (i32.const 0))
    (global $shown (mut i32) (i32.const -1))

    (func $flush
      (if (global.get $filled) (then
        (call $write (global.get $stream) (i32.const @OUT) (global.get $filled) (i32.const 0))
        (global.set $filled (i32.const 0)))))
    (func $put (param $byte i32)
      (i32.store8 offset=@OUT (global.get $filled) (local.get $byte))
      (global.set $filled (i32.add (global.get $filled) (i32.const 1)))
      (if (i32.eq (global.get $filled) (i32.const 4096)) (then (call $flush))))
    (func $text (param $at i32) (param $count i32)
      (loop $next (if (local.get $count) (then
        (call $put (i32.load8_u (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))))
    (func $digit (param $digit i32)
      (call $put (i32.add (local.get $digit)
        (select (i32.const 87) (i32.const 48) (i32.gt_u (local.get $digit) (i32.const 9))))))
    (func $byte (param $byte i32)
      (call $digit (i32.shr_u (local.get $byte) (i32.const 4)))
      (call $digit (i32.and (local.get $byte) (i32.const 15))))
    (func $hex (param $number i64)
      (if (i64.gt_u (local.get $number) (i64.const 15)) (then
        (call $hex (i64.shr_u (local.get $number) (i64.const 4)))))
      (call $digit (i32.and (i32.wrap_i64 (local.get $number)) (i32.const 15))))
    (func $decimal (param $number i32)
      (if (i32.gt_u (local.get $number) (i32.const 9)) (then
        (call $decimal (i32.div_u (local.get $number) (i32.const 10)))))
      (call $digit (i32.rem_u (local.get $number) (i32.const 10))))

    ;; A word behind others; memory byte by byte.
    (func $show (param $head i32) (param $value i64) (param $mask i64) (local $kind i32) (local $left i32)
      (local.set $kind (i32.and (local.get $head) (i32.const 15)))
      (if (i32.ne (local.get $kind) (global.get $shown))
        (then
          (if (i32.ge_s (global.get $shown) (i32.const 0)) (then <sequel>))
          (call $text (i32.add (i32.const @KINDS) (i32.mul (local.get $kind) (i32.const 8))) (i32.const 8))
          (if (i32.eq (local.get $kind) (i32.const 2)) (then (call $put (i32.const 32))))
          (global.set $shown (local.get $kind)))
        (else (call $put (i32.const 32))))
      (if (i32.and (local.get $head) (i32.const 0x70)) (then <nan> (return)))
      (if (i32.ne (local.get $kind) (i32.const 2)) (then (call $hex (local.get $value)) (return)))
      (local.set $left (i32.const 8))
      (loop $next
        (if (i64.eqz (i64.and (local.get $mask) (i64.const 255)))
          (then <masked>)
          (else (call $byte (i32.and (i32.wrap_i64 (local.get $value)) (i32.const 255)))))
        (local.set $value (i64.shr_u (local.get $value) (i64.const 8)))
        (local.set $mask (i64.shr_u (local.get $mask) (i64.const 8)))
        (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
    (func $show-noted (local $at i32)
      (global.set $shown (i32.const -1))
      (local.set $at (i32.const @NOTED))
      (if (i32.eq (local.get $at) (global.get $end)) (then <nothing> (return)))
      (loop $next (if (i32.lt_u (local.get $at) (global.get $end)) (then
        (call $show (i32.load (local.get $at)) (i64.load offset=8 (local.get $at)) (i64.const -1))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))))
    (func $mask-at (param $at i32) (result i64)
      (if (result i64) (i32.and (i32.load8_u (local.get $at)) (i32.const 0x80))
        (then (i64.load offset=9 (local.get $at))) (else (i64.const -1))))
    (func $after (param $at i32) (result i32)
      (i32.add (local.get $at) (select (i32.const 17) (i32.const 9)
        (i32.and (i32.load8_u (local.get $at)) (i32.const 0x80)))))
    (func $show-wanted (param $at i32) (param $count i32)
      (global.set $shown (i32.const -1))
      (if (i32.eqz (local.get $count)) (then <nothing>))
      (loop $next (if (local.get $count) (then
        (call $show (i32.load8_u (local.get $at)) (i64.load offset=1 (local.get $at)) (call $mask-at (local.get $at)))
        (local.set $at (call $after (local.get $at)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))))

    (func $nan32 (param $bits i64) (result i32)
      (i32.gt_u (i32.and (i32.wrap_i64 (local.get $bits)) (i32.const 0x7fffffff)) (i32.const 0x7f800000)))
    (func $nan64 (param $bits i64) (result i32)
      (i64.gt_u (i64.and (local.get $bits) (i64.const 0x7fffffffffffffff)) (i64.const 0x7ff0000000000000)))
    ;; Is a word that was noted the one that is wanted? The bits from 4 on of the head say where a NaN is.
    (func $fits (param $noted i32) (param $wanted i32) (result i32) (local $head i32) (local $value i64)
      (local.set $head (i32.load8_u (local.get $wanted)))
      (local.set $value (i64.load offset=8 (local.get $noted)))
      (i32.and
        (i32.and
          (i32.eq (i32.load (local.get $noted)) (i32.and (local.get $head) (i32.const 15)))
          (i64.eqz (i64.and (call $mask-at (local.get $wanted))
            (i64.xor (local.get $value) (i64.load offset=1 (local.get $wanted))))))
        (i32.and
          (i32.and
            (i32.or (i32.eqz (i32.and (local.get $head) (i32.const 0x10))) (call $nan32 (local.get $value)))
            (i32.or (i32.eqz (i32.and (local.get $head) (i32.const 0x20)))
              (call $nan32 (i64.shr_u (local.get $value) (i64.const 32)))))
          (i32.or (i32.eqz (i32.and (local.get $head) (i32.const 0x40))) (call $nan64 (local.get $value))))))
    (func $same (param $wanted i32) (param $count i32) (result i32) (local $noted i32)
      (local.set $noted (i32.const @NOTED))
      (if (i32.ne (i32.mul (local.get $count) (i32.const 16)) (i32.sub (global.get $end) (local.get $noted)))
        (then (return (i32.const 0))))
      (loop $next (if (local.get $count) (then
        (if (i32.eqz (call $fits (local.get $noted) (local.get $wanted))) (then (return (i32.const 0))))
        (local.set $noted (i32.add (local.get $noted) (i32.const 16)))
        (local.set $wanted (call $after (local.get $wanted)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))
      (i32.const 1))

    (func $begin
      (if (i32.eqz (global.get $stream)) (then (global.set $stream (call $open)) <opening>)))
    (func (export "note") (param $kind i32) (param $value i64)
      (if (global.get $closed) (then (global.set $end (i32.const @NOTED))))
      (i32.store (global.get $end) (local.get $kind))
      (i64.store offset=8 (global.get $end) (local.get $value))
      (global.set $end (i32.add (global.get $end) (i32.const 16)))
      (if (global.get $closed) (then <note> (call $show-noted) <end> (call $flush))))

    ;; One answer is right: it is compared here. Several are allowed: the judge is told which it was.
    (func (export "check") (local $name i32) (local $length i32) (local $choices i32) (local $at i32) (local $label i32)
      (local $matched i32)
      (call $begin)
      (local.set $length (i32.load8_u (global.get $row)))
      (if (i32.eqz (local.get $length)) (then (unreachable)))
      (local.set $name (i32.add (global.get $row) (i32.const 1)))
      (local.set $at (i32.add (local.get $name) (local.get $length)))
      (local.set $choices (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      <check> (call $text (local.get $name) (local.get $length))
      (if (i32.eq (local.get $choices) (i32.const 1))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (if (call $same (i32.add (local.get $at) (i32.const 4)) (i32.load16_u (local.get $at)))
            (then <ok>) (else <wrong>))
          (call $show-noted)
          <want> (call $show-wanted (i32.add (local.get $at) (i32.const 4)) (i32.load16_u (local.get $at)))
          (local.set $at (i32.add (i32.add (local.get $at) (i32.const 4)) (i32.load16_u offset=2 (local.get $at)))))
        (else
          <got>
          (loop $next
            (local.set $label (local.get $at))
            (local.set $at (i32.add (i32.add (local.get $at) (i32.const 1)) (i32.load8_u (local.get $at))))
            (if (i32.and (i32.eqz (local.get $matched))
                         (call $same (i32.add (local.get $at) (i32.const 4)) (i32.load16_u (local.get $at)))) (then
              (call $text (i32.add (local.get $label) (i32.const 1)) (i32.load8_u (local.get $label)))
              (local.set $matched (i32.const 1))))
            (local.set $at (i32.add (i32.add (local.get $at) (i32.const 4)) (i32.load16_u offset=2 (local.get $at))))
            (br_if $next (local.tee $choices (i32.sub (local.get $choices) (i32.const 1)))))
          (if (i32.eqz (local.get $matched)) (then (call $show-noted)))))
      <end> (call $flush)
      (global.set $row (local.get $at))
      (global.set $end (i32.const @NOTED))
      (global.set $count (i32.add (global.get $count) (i32.const 1))))
    (func (export "done")
      (call $begin) <done> (call $decimal (global.get $count)) <close> (call $flush)
      (global.set $closed (i32.const 1)))
    (func (export "survived") (call $begin) <survived> <end> (call $flush)))
  (core instance $report (instantiate $Report (with "" (instance
    (export "memory" (memory $room "memory")) (export "open" (func $core-open)) (export "write" (func $core-write))))))
"""
_LIFTED = """
  (func $note (param "kind" u32) (param "word" u64) (canon lift (core func $report "note")))
  (func $check (canon lift (core func $report "check")))
  (func $done (canon lift (core func $report "done")))
  (func $survived (canon lift (core func $report "survived")))
  (instance $face (export "note" (func $note)) (export "check" (func $check)) (export "done" (func $done))
    (export "survived" (func $survived)))
  (export "abi:case/report" (instance $face))"""
