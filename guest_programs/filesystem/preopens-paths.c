/*---
title: get-directories gives each preopened directory with its path
spec: wasi:filesystem/preopens#get-directories
clause: >
  The list has one element for each directory that was preopened, and the path beside a descriptor is the one under
  which that directory was preopened. The text speaks of a set: it promises no order.
level: must
since: 0.2.0
files: {x/which.txt: the first, y/which.txt: the second}
preopens: [{guest: /one, host: x}, {guest: /a/second, host: y}]
checks:
  - count
  - first-path
  - second-path
  - {name: order, allowed: [as given, another]}
---*/
#include "fs.h"

static void check_leads_to(const char *name, wasi_descriptor dir, const void *want, uint32_t want_len) {
    wasi_string got = fs_read(fs_open_read(dir, STR("which.txt")), 100, 0);
    check_eq_str(name, SPAN(got), want, want_len);
}

CASE {
    wasi_preopens_get_directories_result got;
    wasi_preopens_get_directories(&got);
    check_eq_u64("count", got.len, 2);
    check_leads_to("first-path", fs_preopen(STR("/one")), STR("the first"));
    check_leads_to("second-path", fs_preopen(STR("/a/second")), STR("the second"));
    wasi_string head = got.ptr[0].f1;
    choose("order", same_bytes(SPAN(head), STR("/one")) ? "as given" : "another");
}
