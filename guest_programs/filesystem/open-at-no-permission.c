/*---
title: open-at says that the host's user may not read a file
spec: wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.access]
clause: >
  Where the permissions of a file deny it to the user that the host runs as, opening it fails with the code that is said
  to mean `EACCES` of POSIX. A user who may read everything opens it.
level: must
since: 0.2.0
files: {data.txt: {repeat: "text", times: 1, mode: "000"}}
checks:
  - {name: reading, allowed: [access, ok]}
  - {name: writing, allowed: [access, ok]}
---*/
#include "fs.h"

static void choose_opened(const char *name, uint32_t flags) {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("data.txt"), 0, flags, &got);
    choose_fs(name, got);
}

CASE {
    choose_opened("reading", FS_READ);
    choose_opened("writing", FS_WRITE);
}
