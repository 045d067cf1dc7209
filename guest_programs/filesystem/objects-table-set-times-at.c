/*---
title: set-times-at takes every kind of object
spec: wasi:filesystem/types#[method]descriptor.set-times-at
errors: [wasi:filesystem/types#error-code.no-entry, wasi:filesystem/types#error-code.loop]
clause: >
  The times of whatever is at the path are set; a link at the end is taken itself unless `symlink-follow` is set.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: set-times-at}}
---*/
#include "object_rows.h"

#define TIMES WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP, 1000000000, 0, WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP, 1000000000, 0

CALLS_ONE(set_times, set_times_at, 0, path, length, TIMES)
CALLS_FOLLOWING(set_times, set_times_at, path, length, TIMES)

CASE { object_rows_check(call_set_times, call_set_times_following); }
