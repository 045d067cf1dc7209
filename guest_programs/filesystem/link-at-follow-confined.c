/*---
title: link-at with symlink-follow follows no link out of the base directory
spec: wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  With `symlink-follow`, a symbolic link at the end of the old path is a step of resolving it: where it leads outside
  of the base directory, relative, absolute, over another link or dangling, the function fails with `not-permitted`,
  and no file outside gets a name inside.
level: must
confinement: true
since: 0.2.0
files:
  data.txt: "text"
  out: {symlink: ../outside-dir}
  sub/out: {symlink: ../../outside-dir}
  up: {symlink: ..}
  chain: {symlink: out}
  dangling: {symlink: ../missing}
  rooted: {symlink: /no/such/directory}
  rooted-inside: {symlink: /sub}
expect: {files: {data.txt: "text", new: null}}
checks: [out, "sub/out", up, chain, dangling, rooted, rooted-inside]
---*/
#include "paths.h"

static wasi_string following(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(link_at, got);
    wasi_descriptor_link_at(base, FS_FOLLOW, path, length, base, STR("new"), &got);
    return fs_told(got);
}

CASE { paths_check_links_leaving("", following); }
