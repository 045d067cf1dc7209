;; A command that imports what no host has: it cannot be linked.
(component
  (import "smoke:nowhere/nothing@1.0.0" (instance $nothing (export "nothing" (func))))
  (core func $nothing (canon lower (func $nothing "nothing")))
  (core module $code
    (import "nowhere" "nothing" (func $nothing))
    (func (export "run") (result i32) (call $nothing) (i32.const 0)))
  (core instance $made (instantiate $code (with "nowhere" (instance (export "nothing" (func $nothing))))))
  (func $run (result (result)) (canon lift (core func $made "run")))
  (instance $interface (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $interface)))
