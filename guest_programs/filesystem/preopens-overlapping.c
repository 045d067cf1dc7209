/*---
title: preopened directories may overlap
spec:
  - wasi:filesystem/preopens#get-directories
  - wasi:filesystem/types#[method]descriptor.is-same-object
clause: >
  Each preopened directory is an element of its own, also where one directory is preopened under two paths, or lies in
  another one: what is written through one is read through the others, and the same object is known as such.
level: must
since: 0.2.0
files: {x/inner/data.txt: "text"}
preopens: [{guest: /one, host: x}, {guest: /same, host: x}, {guest: /inner, host: x/inner}]
expect: {files: {x/inner/data.txt: "Text"}}
checks: [count, written-below, same-object, inner-object]
---*/
#include "fs.h"

CASE {
    wasi_preopens_get_directories_result all;
    wasi_preopens_get_directories(&all);
    check_eq_u64("count", all.len, 3);
    wasi_descriptor one = fs_preopen(STR("/one")), same = fs_preopen(STR("/same")), inner = fs_preopen(STR("/inner"));
    fs_write(fs_open_write(one, STR("inner/data.txt")), STR("T"), 0);
    check_eq_text("written-below", fs_read(fs_open_read(inner, STR("data.txt")), 100, 0), "Text");
    check_ok("same-object", wasi_descriptor_is_same_object(one, same));
    check_ok("inner-object", wasi_descriptor_is_same_object(inner, fs_open_directory(same, STR("inner"))));
}
