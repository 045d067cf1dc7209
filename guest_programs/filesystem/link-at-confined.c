/*---
title: link-at reaches nothing outside of its base directories
spec: wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  A path that starts with `/`, and one whose resolving reaches a directory outside of the base directory at any
  step, by `..` in any position or by a symbolic link in the middle, relative, absolute, over another link or
  dangling, fails with `not-permitted`: also when it comes back, and whether or not anything is there. No file
  outside gets a name inside, and no file inside one outside.
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
    "from /", "from /data.txt", "from ..", "from ../", "from ../outside.txt", "from ../missing",
    "from ../files/data.txt", "from ./../outside.txt", "from sub/../..", "from sub/../../outside.txt",
    "from sub/deep/../../../outside-dir/inner.txt", "from in/../../../outside.txt", "from out/inner.txt",
    "from out/missing", "from sub/out/inner.txt", "from up/outside.txt", "from up/files/data.txt",
    "from chain/inner.txt", "from dangling/x", "from rooted/x", "from rooted-inside/deep", "to /",
    "to /data.txt", "to ..", "to ../", "to ../outside.txt", "to ../missing", "to ../files/data.txt",
    "to ./../outside.txt", "to sub/../..", "to sub/../../outside.txt",
    "to sub/deep/../../../outside-dir/inner.txt", "to in/../../../outside.txt", "to out/inner.txt",
    "to out/missing", "to sub/out/inner.txt", "to up/outside.txt", "to up/files/data.txt", "to chain/inner.txt",
    "to dangling/x", "to rooted/x", "to rooted-inside/deep"
  ]
---*/
#include "paths.h"

static wasi_string from(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(base, 0, path, length, base, STR("new"), &got);
    return fs_told(got);
}

static wasi_string to(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(base, 0, STR("data.txt"), base, path, length, &got);
    return fs_told(got);
}

CASE {
    paths_check_leaving("from ", from);
    paths_check_leaving("to ", to);
}
