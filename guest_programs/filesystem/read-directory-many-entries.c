/*---
title: read-directory lists several hundred entries once each
spec:
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  However many entries a directory has, its stream gives each of them once, and then none.
level: must
since: 0.2.0
files: {dir/: null}
checks: [count, distinct]
---*/
#include "fs.h"

enum { FILES = 300 };

CASE {
    char path[] = "dir/a-rather-long-name-so-that-one-system-call-does-not-hold-them-all-000";
    const uint32_t digits = sizeof path - 4, prefix = sizeof "dir/" - 1, length = sizeof path - 1 - prefix;
    wasi_descriptor base = fs_first_preopen();
    for (uint32_t i = 0; i < FILES; i++) {
        path[digits] = (char)('0' + i / 100);
        path[digits + 1] = (char)('0' + i / 10 % 10);
        path[digits + 2] = (char)('0' + i % 10);
        wasi_descriptor_drop(fs_create(base, path, sizeof path - 1));
    }
    wasi_list_string names = fs_names(fs_entries(fs_open_directory(base, STR("dir"))));
    bool seen[FILES] = {0};
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < names.len; i++) {
        const char *end = names.ptr[i].ptr + digits - prefix;
        if (names.ptr[i].len != length) continue;
        uint32_t index = (uint32_t)((end[0] - '0') * 100 + (end[1] - '0') * 10 + end[2] - '0');
        if (index < FILES && !seen[index]) distinct++;
        if (index < FILES) seen[index] = true;
    }
    check_eq_u64("count", names.len, FILES);
    check_eq_u64("distinct", distinct, FILES);
}
