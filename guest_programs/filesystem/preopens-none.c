/*---
title: get-directories gives an empty list where nothing is preopened
spec: wasi:filesystem/preopens#get-directories
clause: >
  The set of preopened directories is that which the host was given: without one, it is empty, and no directory of the
  host is there instead.
level: must
since: 0.2.0
preopens: []
checks: [none]
---*/
#include "fs.h"

CASE {
    wasi_preopens_get_directories_result all;
    wasi_preopens_get_directories(&all);
    check_eq_u64("none", all.len, 0);
}
