/*---
title: .. behind a link goes up from where the link leads
spec:
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.stat-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  Symbolic links and `..` are steps of resolving a path, taken one after the other: a path over a link that leads
  outside of the base directory has reached a directory outside, whatever comes behind, and fails with `not-permitted`.
  Inside, `..` behind a link goes to the directory that holds the link's target.
level: must
since: 0.2.0
files:
  data.txt: "beside the link"
  sub/deep/: null
  sub/data.txt: "beside the target"
  in: {symlink: sub/deep}
  out: {symlink: ../outside-dir}
checks: [open-over-link-to-outside, stat-over-link-to-outside, opened-over-link-inside, content]
---*/
#include "fs.h"

CASE {
    wasi_descriptor base = fs_first_preopen();
    FS_RESULT(open_at, escaped);
    wasi_descriptor_open_at(base, 0, STR("out/../data.txt"), 0, FS_READ, &escaped);
    check_fs_err("open-over-link-to-outside", escaped, NOT_PERMITTED);
    FS_RESULT(stat_at, stat);
    wasi_descriptor_stat_at(base, 0, STR("out/.."), &stat);
    check_fs_err("stat-over-link-to-outside", stat, NOT_PERMITTED);
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(base, 0, STR("in/../data.txt"), 0, FS_READ, &got);
    check_fs_ok("opened-over-link-inside", got);
    if (got.is_err) return;
    check_eq_text("content", fs_read(got.ok, 100, 0), "beside the target");
}
