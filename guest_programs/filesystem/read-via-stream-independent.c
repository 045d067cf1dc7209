/*---
title: two streams that read one descriptor do not interfere
spec: wasi:filesystem/types#[method]descriptor.read-via-stream
clause: >
  Several streams may be active on the same open file; each goes on from its own position, whatever the others have
  read.
level: must
since: 0.2.0
files: {data.txt: "0123456789"}
checks: [first-begins, second, first-goes-on]
---*/
#include "fs.h"
#include "io.h"

static wasi_input_stream stream_at(wasi_descriptor file, uint64_t offset) {
    FS_RESULT(read_via_stream, got);
    wasi_descriptor_read_via_stream(file, offset, &got);
    require_fs_ok("a stream", got);
    return got.ok;
}

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    wasi_input_stream first = stream_at(file, 0), second = stream_at(file, 5);
    check_eq_text("first-begins", io_read_exactly(first, 2), "01");
    check_eq_text("second", io_read_exactly(second, 5), "56789");
    check_eq_text("first-goes-on", io_read_exactly(first, 8), "23456789");
}
