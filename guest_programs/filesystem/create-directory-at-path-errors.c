/*---
title: create-directory-at says why a path leads nowhere
spec: wasi:filesystem/types#[method]descriptor.create-directory-at
errors:
  - wasi:filesystem/types#error-code.no-entry
  - wasi:filesystem/types#error-code.not-directory
  - wasi:filesystem/types#error-code.loop
  - wasi:filesystem/types#error-code.name-too-long
clause: >
  Where a directory on the way is missing, the code is `no-entry`; below a file it is `not-directory`, over links
  that lead to each other `loop`, and for a name that no filesystem takes `name-too-long`: the calls fail as
  `mkdirat` of POSIX does, which the text names as similar, with the codes that are said to mean this. Nothing is
  made or changed.
level: must
since: 0.2.0
files:
  data.txt: "text"
  loop: {symlink: other-loop}
  other-loop: {symlink: loop}
expect: {files: {data.txt: "text"}}
checks:
  - below-nothing
  - below-file
  - below-loop
  - long-name
---*/
#include "paths.h"

static wasi_string call(wasi_descriptor base, const char *path, uint32_t length) {
    FS_RESULT(create_directory_at, got);
    wasi_descriptor_create_directory_at(base, path, length, &got);
    return fs_told(got);
}

CASE { paths_check_unresolvable("", call); }
