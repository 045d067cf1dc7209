/*---
title: unlink-file-at reaches nothing outside of its base directory
spec: wasi:filesystem/types#[method]descriptor.unlink-file-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  A path that starts with `/`, and one whose resolving reaches a directory outside of the base directory at any
  step, by `..` in any position or by a symbolic link in the middle, relative, absolute, over another link or
  dangling, fails with `not-permitted`: also when it comes back, and whether or not anything is there. Nothing is
  removed outside.
level: must
confinement: true
since: 0.2.0
files:
  data.txt: "text"
  sub/deep/: null
  out: {symlink: ../outside-dir}
  sub/out: {symlink: ../../outside-dir}
  up: {symlink: ..}
  chain: {symlink: out}
  in: {symlink: sub/deep}
  dangling: {symlink: ../missing}
  rooted: {symlink: /no/such/directory}
  rooted-inside: {symlink: /sub}
expect: {files: {data.txt: "text"}}
checks:
  [
    "/", "/data.txt", "..", "../", "../outside.txt", "../missing", "../files/data.txt", "./../outside.txt",
    "sub/../..", "sub/../../outside.txt", "sub/deep/../../../outside-dir/inner.txt", "in/../../../outside.txt",
    "out/inner.txt", "out/missing", "sub/out/inner.txt", "up/outside.txt", "up/files/data.txt",
    "chain/inner.txt", "dangling/x", "rooted/x", "rooted-inside/deep"
  ]
---*/
#include "paths.h"

static wasi_string call(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(unlink_file_at, got);
    wasi_descriptor_unlink_file_at(base, path, length, &got);
    return fs_told(got);
}

CASE { paths_check_leaving("", call); }
