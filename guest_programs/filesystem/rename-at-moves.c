/*---
title: rename-at moves a file to another directory
spec: wasi:filesystem/types#[method]descriptor.rename-at
clause: >
  What was at the old path, below the descriptor that is called, is afterwards at the new path, below the other
  descriptor, and no longer at the old one.
level: must
since: 0.2.0
files: {x/old.txt: "text", y/: null}
preopens: [{guest: /from, host: x}, {guest: /to, host: y}]
expect: {files: {x/old.txt: null, x/new.txt: null, y/new.txt: "text"}}
checks: [renamed]
---*/
#include "fs.h"

CASE {
    wasi_descriptor from = fs_preopen(STR("/from")), to = fs_preopen(STR("/to"));
    FS_RESULT(rename_at, got);
    wasi_descriptor_rename_at(from, STR("old.txt"), to, STR("new.txt"), &got);
    check_fs_ok("renamed", got);
}
