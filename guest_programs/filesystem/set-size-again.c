/*---
title: set-size brings back zeros and not what was cut off
spec:
  - wasi:filesystem/types#[method]descriptor.set-size
  - wasi:filesystem/types#[method]descriptor.stat
clause: >
  The bytes by which a file grows are zero, also where it had other bytes before it was made shorter. Setting the size
  that a file has, and the size 0, are no exceptions. What is set is what `stat` tells at once.
level: must
since: 0.2.0
files: {data.txt: "secret", same.txt: "same", empty.txt: "text"}
expect: {files: {data.txt: "se\0\0\0\0", same.txt: "same", empty.txt: ""}}
checks: [shorter, shorter-size, longer, longer-size, same, to-nothing, to-nothing-size]
---*/
#include "times.h"

static void check_set(const char *name, wasi_descriptor file, uint64_t size) {
    FS_RESULT(set_size, got);
    wasi_descriptor_set_size(file, size, &got);
    check_fs_ok(name, got);
}

CASE {
    wasi_descriptor dir = fs_first_preopen(), file = fs_open_write(dir, STR("data.txt"));
    check_set("shorter", file, 2);
    check_eq_u64("shorter-size", times_stat(file).size, 2);
    check_set("longer", file, 6);
    check_eq_u64("longer-size", times_stat(file).size, 6);
    check_set("same", fs_open_write(dir, STR("same.txt")), 4);
    wasi_descriptor emptied = fs_open_write(dir, STR("empty.txt"));
    check_set("to-nothing", emptied, 0);
    check_eq_u64("to-nothing-size", times_stat(emptied).size, 0);
}
