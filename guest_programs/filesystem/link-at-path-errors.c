/*---
title: link-at says why a path leads nowhere
spec: wasi:filesystem/types#[method]descriptor.link-at
errors:
  - wasi:filesystem/types#error-code.no-entry
  - wasi:filesystem/types#error-code.not-directory
  - wasi:filesystem/types#error-code.loop
  - wasi:filesystem/types#error-code.name-too-long
clause: >
  Where nothing is, at the path or on the way, the code is `no-entry`; below a file it is `not-directory`, over
  links that lead to each other `loop`, and for a name that no filesystem takes `name-too-long`: the calls fail as
  `linkat` of POSIX does, which the text names as similar, with the codes that are said to mean this. Nothing is
  made or changed.
level: must
since: 0.2.0
files:
  data.txt: "text"
  loop: {symlink: other-loop}
  other-loop: {symlink: loop}
expect: {files: {data.txt: "text", new: null}}
checks:
  - from-missing
  - from-below-nothing
  - from-below-file
  - from-below-loop
  - from-long-name
  - to-below-nothing
  - to-below-file
  - to-below-loop
  - to-long-name
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
    paths_check_one("from-", "missing", from, STR("missing"), "no-entry");
    paths_check_unresolvable("from-", from);
    paths_check_unresolvable("to-", to);
}
