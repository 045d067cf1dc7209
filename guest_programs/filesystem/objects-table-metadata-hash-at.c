/*---
title: metadata-hash-at takes every kind of object
spec: wasi:filesystem/types#[method]descriptor.metadata-hash-at
errors: [wasi:filesystem/types#error-code.no-entry, wasi:filesystem/types#error-code.loop]
clause: >
  There is a hash of whatever is at the path; a link at the end is taken itself unless `symlink-follow` is set.
level: must
since: 0.2.0
files: {target-file: "text", target-directory/: null}
table: {name: objects, select: {function: metadata-hash-at}}
---*/
#include "object_rows.h"

CALLS_FOLLOWING(metadata_hash_at, metadata_hash_at, path, length)

CASE { object_rows_check(call_metadata_hash_at, call_metadata_hash_at_following); }
