/*---
title: advise takes every advice about every region
spec: wasi:filesystem/types#[method]descriptor.advise
clause: >
  Advice about any part of a file is taken, whatever the advice: it need not be followed, and the region need not be
  in the file. What is said about a directory, or about offsets that no file has, is left open.
level: must
since: 0.2.0
files: {data.txt: "text", sub/: null}
expect: {files: {data.txt: "text"}}
table: {name: advise}
---*/
#include "fs.h"
#include "rows.h"

static const struct {
    uint64_t offset, length;
} regions[] = {{0, 0}, {0, 2}, {0, 4}, {4096, 4096}, {0, UINT64_MAX}, {UINT64_MAX, 1}};

static wasi_descriptor descriptors[3];

static wasi_string advised(const struct row *row) {
    FS_RESULT(advise, got);
    wasi_descriptor_advise(descriptors[row->descriptor], regions[row->region].offset, regions[row->region].length,
                           row->advice, &got);
    return row_fs(got);
}

CASE {
    wasi_descriptor dir = fs_first_preopen();
    descriptors[DESCRIPTOR_FILE_READ] = fs_open_read(dir, STR("data.txt"));
    descriptors[DESCRIPTOR_FILE_WRITE] = fs_open(dir, STR("data.txt"), 0, FS_WRITE);
    descriptors[DESCRIPTOR_DIRECTORY] = fs_open_directory(dir, STR("sub"));
    rows_check(advised);
}
