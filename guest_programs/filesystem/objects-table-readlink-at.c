/*---
title: readlink-at reads every kind of link, and nothing else
spec: wasi:filesystem/types#[method]descriptor.readlink-at
errors: [wasi:filesystem/types#error-code.no-entry, wasi:filesystem/types#error-code.invalid]
clause: >
  The content of a symbolic link is given as it was made, wherever it leads. What is no link should be refused with
  `invalid`, as `readlinkat` of POSIX does.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: readlink-at}}
---*/
#include "object_rows.h"

static wasi_string content(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(readlink_at, got);
    wasi_descriptor_readlink_at(base, path, length, &got);
    return got.is_err ? row_fs(got) : text_join(text_of("-> "), got.ok);
}

CASE { object_rows_check(content, content); }
