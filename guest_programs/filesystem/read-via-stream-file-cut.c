/*---
title: a stream ends where the file ends when it is read
spec:
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:filesystem/types#[method]descriptor.set-size
clause: >
  A stream reads the file. When the file is made shorter after the stream was made and before anything was read, the
  bytes that are gone are best not given; the text does not say how far ahead a host may read. What was made longer is
  read to its new end.
level: must
since: 0.2.0
files: {shorter.txt: "abcdef", longer.txt: "abc"}
checks:
  - {name: made-shorter, allowed: [ab, abcdef], preferred: ab}
  - {name: made-longer, allowed: [abcdef, abc], preferred: abcdef}
---*/
#include "fs.h"
#include "io.h"

static wasi_input_stream reader(wasi_descriptor file) {
    FS_RESULT(read_via_stream, got);
    wasi_descriptor_read_via_stream(file, 0, &got);
    require_fs_ok("a stream", got);
    return got.ok;
}

CASE {
    wasi_descriptor shorter = fs_open_write(fs_first_preopen(), STR("shorter.txt"));
    wasi_input_stream of_shorter = reader(shorter);
    FS_RESULT(set_size, set);
    wasi_descriptor_set_size(shorter, 2, &set);
    require_fs_ok("setting a size", set);
    choose_text("made-shorter", io_read_until_end(of_shorter));
    wasi_descriptor longer = fs_open_write(fs_first_preopen(), STR("longer.txt"));
    wasi_input_stream of_longer = reader(longer);
    fs_write(longer, STR("def"), 3);
    choose_text("made-longer", io_read_until_end(of_longer));
}
