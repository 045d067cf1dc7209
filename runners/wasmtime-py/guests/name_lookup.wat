;; Asks for the addresses of "localhost" and hands on whether the question was taken.
(component
  (import "wasi:sockets/network@0.2.0" (instance $network
    (export "network" (type (sub resource)))
    (type $codes (enum "unknown" "access-denied" "not-supported" "invalid-argument" "out-of-memory" "timeout"
      "concurrency-conflict" "not-in-progress" "would-block" "invalid-state" "new-socket-limit" "address-not-bindable"
      "address-in-use" "remote-unreachable" "connection-refused" "connection-reset" "connection-aborted"
      "datagram-too-large" "name-unresolvable" "temporary-resolver-failure" "permanent-resolver-failure"))
    (export "error-code" (type (eq $codes)))))
  (alias export $network "network" (type $net))
  (alias export $network "error-code" (type $error))
  (import "wasi:sockets/instance-network@0.2.0" (instance $instance-network
    (export "network" (type $n (eq $net)))
    (export "instance-network" (func (result (own $n))))))
  (import "wasi:sockets/ip-name-lookup@0.2.0" (instance $lookup
    (export "network" (type $n (eq $net)))
    (export "error-code" (type $e (eq $error)))
    (export "resolve-address-stream" (type $s (sub resource)))
    (export "resolve-addresses" (func (param "network" (borrow $n)) (param "name" string)
      (result (result (own $s) (error $e)))))))

  (core module $memory (memory (export "memory") 1) (data (i32.const 64) "localhost"))
  (core instance $m (instantiate $memory))
  (alias core export $m "memory" (core memory $memory))
  (core func $instance-network (canon lower (func $instance-network "instance-network")))
  (core func $resolve (canon lower (func $lookup "resolve-addresses") (memory $memory)))
  (core module $attempt
    (import "wasi" "memory" (memory 1))
    (import "wasi" "instance-network" (func $instance-network (result i32)))
    (import "wasi" "resolve-addresses" (func $resolve (param i32 i32 i32 i32)))
    ;; A result<own, error-code> has its payload at offset 4, a result<_, error-code> at offset 1.
    (func (export "resolve") (result i32)
      (call $resolve (call $instance-network) (i32.const 64) (i32.const 9) (i32.const 16))
      (i32.store8 (i32.const 17) (i32.load8_u (i32.const 20)))
      (i32.const 16)))
  (core instance $it (instantiate $attempt (with "wasi" (instance
    (export "memory" (memory $memory)) (export "instance-network" (func $instance-network))
    (export "resolve-addresses" (func $resolve))))))
  (alias core export $it "resolve" (core func $resolve-it))
  (func (export "resolve") (result (result (error $error))) (canon lift (core func $resolve-it) (memory $memory))))
