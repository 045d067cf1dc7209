;; A command whose run never ends.
(component
  (core module $code (func (export "run") (result i32) (loop $for-ever (br $for-ever)) (unreachable)))
  (core instance $made (instantiate $code))
  (func $run (result (result)) (canon lift (core func $made "run")))
  (instance $interface (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $interface)))
