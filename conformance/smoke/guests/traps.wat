;; A command whose run traps: it executes an unreachable instruction.
(component
  (core module $code (func (export "run") (result i32) (unreachable)))
  (core instance $made (instantiate $code))
  (func $run (result (result)) (canon lift (core func $made "run")))
  (instance $interface (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $interface)))
