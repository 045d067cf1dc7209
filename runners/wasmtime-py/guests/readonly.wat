;; Tries to create the file "new" in the first preopen and hands on what WASI answered. Traps without a preopen.
(component
  (import "wasi:filesystem/types@0.2.0" (instance $types
    (export "descriptor" (type $d (sub resource)))
    (type $codes (enum "access" "would-block" "already" "bad-descriptor" "busy" "deadlock" "quota" "exist"
      "file-too-large" "illegal-byte-sequence" "in-progress" "interrupted" "invalid" "io" "is-directory" "loop"
      "too-many-links" "message-size" "name-too-long" "no-device" "no-entry" "no-lock" "insufficient-memory"
      "insufficient-space" "not-directory" "not-empty" "not-recoverable" "unsupported" "no-tty" "no-such-device"
      "overflow" "not-permitted" "pipe" "read-only" "invalid-seek" "text-file-busy" "cross-device"))
    (export "error-code" (type $e (eq $codes)))
    (type $pf (flags "symlink-follow"))
    (export "path-flags" (type $path-flags (eq $pf)))
    (type $of (flags "create" "directory" "exclusive" "truncate"))
    (export "open-flags" (type $open-flags (eq $of)))
    (type $df (flags "read" "write" "file-integrity-sync" "data-integrity-sync" "requested-write-sync"
      "mutate-directory"))
    (export "descriptor-flags" (type $descriptor-flags (eq $df)))
    (export "[method]descriptor.open-at" (func (param "self" (borrow $d)) (param "path-flags" $path-flags)
      (param "path" string) (param "open-flags" $open-flags) (param "flags" $descriptor-flags)
      (result (result (own $d) (error $e)))))))
  (alias export $types "descriptor" (type $descriptor))
  (alias export $types "error-code" (type $error))
  (import "wasi:filesystem/preopens@0.2.0" (instance $preopens
    (export "descriptor" (type $d (eq $descriptor)))
    (export "get-directories" (func (result (list (tuple (own $d) string)))))))

  (core module $memory
    (memory (export "memory") 1)
    (data (i32.const 64) "new")
    (global $next (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $next)
      (global.set $next (i32.add (global.get $next)
        (i32.and (i32.add (local.get 3) (i32.const 15)) (i32.const -16))))))
  (core instance $m (instantiate $memory))
  (alias core export $m "memory" (core memory $memory))
  (alias core export $m "realloc" (core func $realloc))
  (core func $get (canon lower (func $preopens "get-directories") (memory $memory) (realloc $realloc)))
  (core func $open (canon lower (func $types "[method]descriptor.open-at") (memory $memory)))
  (core module $attempt
    (import "wasi" "memory" (memory 1))
    (import "wasi" "get-directories" (func $get (param i32)))
    (import "wasi" "open-at" (func $open (param i32 i32 i32 i32 i32 i32 i32)))
    ;; A result<own, error-code> has its payload at offset 4, a result<_, error-code> at offset 1.
    (func (export "create") (result i32)
      (call $get (i32.const 16))
      (if (i32.eqz (i32.load (i32.const 20))) (then (unreachable)))
      (call $open (i32.load (i32.load (i32.const 16))) (i32.const 0) (i32.const 64) (i32.const 3)
        (i32.const 5) (i32.const 3) (i32.const 32))
      (i32.store8 (i32.const 33) (i32.load8_u (i32.const 36)))
      (i32.const 32)))
  (core instance $it (instantiate $attempt (with "wasi" (instance
    (export "memory" (memory $memory)) (export "get-directories" (func $get)) (export "open-at" (func $open))))))
  (alias core export $it "create" (core func $create))
  (func (export "create") (result (result (error $error))) (canon lift (core func $create) (memory $memory))))
