/*---
title: is-same-object tells one file from another with the same content
spec: wasi:filesystem/types#[method]descriptor.is-same-object
clause: >
  Two descriptors of one file, opened one after the other, refer to the same object; descriptors of two files do
  not, however much the files are alike.
level: must
since: 0.2.0
files: {one.txt: "alike", two.txt: "alike"}
checks: [same, with-itself, another]
---*/
#include "fs.h"

CASE {
    wasi_descriptor dir = fs_first_preopen();
    wasi_descriptor one = fs_open_read(dir, STR("one.txt")), again = fs_open_read(dir, STR("one.txt"));
    wasi_descriptor two = fs_open_read(dir, STR("two.txt"));
    check_ok("same", wasi_descriptor_is_same_object(one, again));
    check_ok("with-itself", wasi_descriptor_is_same_object(one, one));
    check_ok("another", !wasi_descriptor_is_same_object(one, two));
}
