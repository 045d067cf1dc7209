/*---
title: an index that was never given cannot be used as a descriptor
spec: wasi:filesystem/types#[method]descriptor.get-type
clause: >
  An index beyond all handles that the instance holds is in no entry of its table; lifting it as a borrowed handle
  traps (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "fs.h"

CASE {
    check_ok("set-up-done", true);
    done();
    FS_RESULT(get_type, got);
    wasi_descriptor_get_type(100000, &got);
    check_ok("survived", false);
}
