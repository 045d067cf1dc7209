/*---
title: a read may be asked for more bytes than a memory can hold
spec: wasi:io/streams#[method]input-stream.blocking-read
clause: >
  `len` is a u64 and only an upper limit: the callee may return fewer bytes even when there are more. Asked for 2^64-1
  bytes it returns some of those that there are, and neither fails nor traps.
level: must
since: 0.2.0
stdin: "0123456789"
checks: [result, bytes]
---*/
#include "check.h"

CASE {
    wasi_input_stream_blocking_read_result got;
    wasi_input_stream_blocking_read(wasi_stdin_get_stdin(), UINT64_MAX, &got);
    check_is_ok("result", wasi_streams_stream_error, got);
    if (got.is_err) return;
    uint32_t most = got.ok.len <= 10 ? got.ok.len : 10;
    uint32_t least = most ? most : 1;
    check_eq_str("bytes", got.ok.ptr, got.ok.len, "0123456789", least);
}
