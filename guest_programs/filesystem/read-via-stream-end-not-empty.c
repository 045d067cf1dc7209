/*---
title: a blocking read at a file's end does not give an empty list
spec: wasi:io/streams#[method]input-stream.blocking-read
clause: >
  A blocking read for more than no bytes waits until at least one can be read, so it never succeeds with an empty list;
  where no byte will ever come, at the end of a file, it fails. A hundred streams are tried, since a host that waits for
  the end in vain may win the race now and then.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [empty-lists]
---*/
#include "fs.h"
#include "io.h"

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    uint32_t empty = 0;
    for (uint32_t i = 0; i < 100; i++) {
        FS_RESULT(read_via_stream, stream);
        wasi_descriptor_read_via_stream(file, 0, &stream);
        require_fs_ok("a stream", stream);
        require("the whole file is read", io_read_exactly(stream.ok, 4).len == 4);
        wasi_input_stream_blocking_read_result got;
        wasi_input_stream_blocking_read(stream.ok, 10, &got);
        empty += !got.is_err && got.ok.len == 0;
        wasi_input_stream_drop(stream.ok);
    }
    check_eq_u64("empty-lists", empty, 0);
}
