/*---
title: a descriptor cannot be dropped twice
spec: wasi:filesystem/types#[resource-drop]descriptor
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [set-up-done]
expect: {trap: true}
---*/
#include "fs.h"

CASE {
    wasi_descriptor descriptor = fs_open_read(fs_first_preopen(), STR("digits.txt"));
    wasi_descriptor_drop(descriptor);
    check_ok("set-up-done", true);
    done();
    wasi_descriptor_drop(descriptor);
    check_ok("survived", false);
}
