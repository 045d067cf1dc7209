;; The guest that the test vectors in `wit_fixtures/vectors` are about: 65,536 bytes of memory that do not grow.
;;
;; Unlike a probe's, its allocator begins where a vector says, and its memory holds nothing else: what it notes is kept in
;; another memory. What hosts lift comes out of a third, the inbox.
;;
;;     setup(from, to, base, returns, fixed)   the heap is as new; `show` is to show this part of it; the allocator begins
;;                                             at `base`, or if `fixed` returns `returns` always
;;     probe(T)                                notes the core values that it was called with
;;     ask(area)                               calls the import `answer() → T`, whose result is wanted at `area`
;;     show() → list<u64>                      count of realloc calls, 17 core values, the calls, the part of the heap
;;     load(list<u64>)                         lays an image into the inbox
;;     give(u64) → T                           returns this core value, or this address
;;     pass(u64…)                              calls the import `take(T)` with these core values
;;
;; This one: T is string, its strings are in utf8.
(component 
(import "take" (func $take (param "p0" string))) (import "answer" (func $answer (result string)))
(core module $Notes (memory (export "memory") 4)
  (func (export "note") (param i32 i32 i32 i32 i32) (local $at i32)
    (local.set $at (i32.add (i32.const 152) (i32.mul (i32.load (i32.const 8)) (i32.const 20))))
    (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))
    (i32.store offset=0 (local.get $at) (local.get 0))
    (i32.store offset=4 (local.get $at) (local.get 1))
    (i32.store offset=8 (local.get $at) (local.get 2))
    (i32.store offset=12 (local.get $at) (local.get 3))
    (i32.store offset=16 (local.get $at) (local.get 4))))
(core instance $notes (instantiate $Notes))
(alias core export $notes "memory" (core memory $notes-memory))
(core module $Heap (import "notes" "note" (func $note (param i32 i32 i32 i32 i32)))
  (memory (export "memory") 1 1)
  (global $top (mut i32) (i32.const 16))
  (global $returns (mut i32) (i32.const 0)) (global $fixed (mut i32) (i32.const 0))
  (func (export "reset") (param i32 i32 i32)
    (global.set $top (local.get 0)) (global.set $returns (local.get 1)) (global.set $fixed (local.get 2))
    (memory.fill (i32.const 0) (i32.const 0xAA) (i32.const 65536)))
  (func (export "peek") (param i32) (result i64) (i64.load (local.get 0)))
  (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $block i32) (local $kept i32)
    (local.set $block (global.get $returns))
    (if (i32.eqz (global.get $fixed)) (then
      (local.set $block (i32.and (i32.add (global.get $top) (i32.sub (local.get 2) (i32.const 1)))
                                 (i32.sub (i32.const 0) (local.get 2))))
      (global.set $top (i32.add (local.get $block) (local.get 3)))
      (local.set $kept (select (local.get 1) (local.get 3) (i32.lt_u (local.get 1) (local.get 3))))
      (if (i32.le_u (i32.add (local.get $block) (local.get $kept)) (i32.const 65536)) (then
        (memory.copy (local.get $block) (local.get 0) (local.get $kept))))))
    (call $note (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get $block))
    (local.get $block)))
(core instance $heap (instantiate $Heap (with "notes" (instance $notes))))
(alias core export $heap "memory" (core memory $heap-memory))
(alias core export $heap "realloc" (core func $realloc))
(core module $Inbox (memory (export "memory") 1) (global $high (mut i32) (i32.const 0))
  (func (export "place") (param i32 i32 i32 i32) (result i32) (i32.const 0))
  (func (export "load") (param i32 i32) (local $end i32)
    (local.set $end (i32.shl (local.get 1) (i32.const 3)))
    (if (i32.lt_u (local.get $end) (global.get $high))
      (then (memory.fill (local.get $end) (i32.const 0) (i32.sub (global.get $high) (local.get $end)))))
    (global.set $high (local.get $end))))
(core instance $inbox (instantiate $Inbox))
(alias core export $inbox "memory" (core memory $inbox-memory))
(alias core export $inbox "place" (core func $place))
(core func $take-core (canon lower (func $take) (memory $inbox-memory) string-encoding=utf8)) (core func $answer-core (canon lower (func $answer) (memory $heap-memory) (realloc $realloc) string-encoding=utf8))
(core module $M (import "host" "take" (func $take (param i32 i32))) (import "host" "answer" (func $answer (param i32))) (import "notes" "memory" (memory 4))
  (import "heap" "reset" (func $reset (param i32 i32 i32))) (import "heap" "peek" (func $peek (param i32) (result i64)))
  (global $from (mut i32) (i32.const 0)) (global $to (mut i32) (i32.const 0))
  (func (export "setup") (param i32 i32 i32 i32 i32)
    (global.set $from (local.get 0)) (global.set $to (local.get 1))
    (memory.fill (i32.const 8) (i32.const 0) (i32.const 144))
    (call $reset (local.get 2) (local.get 3) (local.get 4)))
  (func (export "show") (result i32) (local $end i32) (local $at i32)
    (local.set $end (i32.and (i32.const -8)
      (i32.add (i32.const 159) (i32.mul (i32.load (i32.const 8)) (i32.const 20)))))
    (local.set $at (global.get $from))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (global.get $to)))
      (i64.store (local.get $end) (call $peek (local.get $at)))
      (local.set $end (i32.add (local.get $end) (i32.const 8)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br $next)))
    (i32.store (i32.const 0) (i32.const 8))
    (i32.store (i32.const 4) (i32.shr_u (i32.sub (local.get $end) (i32.const 8)) (i32.const 3)))
    (i32.const 0)) (func (export "ask") (param i32) (call $answer (local.get 0)))
  (func (export "probe") (param i32 i32) (i64.store (i32.const 16) (i64.extend_i32_u (local.get 0))) (i64.store (i32.const 24) (i64.extend_i32_u (local.get 1))))
  (func (export "give") (param i64) (result i32) (i32.wrap_i64 (local.get 0)))
  (func (export "pass") (param i64 i64) (call $take (i32.wrap_i64 (local.get 0)) (i32.wrap_i64 (local.get 1)))))
(core instance $m (instantiate $M (with "notes" (instance $notes)) (with "heap" (instance $heap))
  (with "host" (instance (export "take" (func $take-core)) (export "answer" (func $answer-core))))))
(func (export "setup") (param "from" u32) (param "to" u32) (param "base" u32) (param "returns" u32) (param "fixed" u32) (canon lift (core func $m "setup")))
(func (export "show") (result (list u64)) (canon lift (core func $m "show") (memory $notes-memory)))
(func (export "load") (param "words" (list u64)) (canon lift (core func $inbox "load")
  (memory $inbox-memory) (realloc $place)))
(func (export "probe") (param "p0" string) (canon lift (core func $m "probe") (memory $heap-memory) (realloc $realloc) string-encoding=utf8))
(func (export "give") (param "core" u64) (result string) (canon lift (core func $m "give") (memory $inbox-memory) string-encoding=utf8))
(func (export "pass") (param "p0" u64) (param "p1" u64) (canon lift (core func $m "pass")))
(func (export "ask") (param "area" u32) (canon lift (core func $m "ask"))))
