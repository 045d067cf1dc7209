/*---
title: a descriptor that was dropped cannot be used
spec: wasi:filesystem/types#[method]descriptor.get-type
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
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
    FS_RESULT(get_type, got);
    wasi_descriptor_get_type(descriptor, &got);
    check_ok("survived", false);
}
