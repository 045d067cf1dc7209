/*---
title: rename-at and link-at stay in the base directory of each side
spec:
  - wasi:filesystem/types#[method]descriptor.rename-at
  - wasi:filesystem/types#[method]descriptor.link-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  The old path is relative to the descriptor that is called, the new one to the other descriptor. `..` or a link out of
  one base directory fails with `not-permitted`, also where it leads into the other base directory, and so does a path
  that begins with the name under which that is preopened.
level: must
confinement: true
since: 0.2.0
needs: [symlinks]
files: {x/old.txt: "old", x/to-y: {symlink: ../y}, y/there.txt: "there", y/to-x: {symlink: ../x}}
preopens: [{guest: /from, host: x}, {guest: /to, host: y}]
expect: {files: {x/old.txt: "old", x/new.txt: null, y/there.txt: "there", y/new.txt: null}}
checks:
  - "rename from ../y/there.txt"
  - "rename from to-y/there.txt"
  - "rename from /to/there.txt"
  - "rename to ../x/new.txt"
  - "rename to to-x/new.txt"
  - "rename to /from/new.txt"
  - "link from ../y/there.txt"
  - "link from to-y/there.txt"
  - "link from /to/there.txt"
  - "link to ../x/new.txt"
  - "link to to-x/new.txt"
  - "link to /from/new.txt"
---*/
#include "fs.h"

static void check_refused(const char *old_path, const char *new_path, const char *side, const char *path) {
    wasi_descriptor from = fs_preopen(STR("/from")), to = fs_preopen(STR("/to"));
    wasi_string name = text_join(text_join(text_of(side), text_of(path)), (wasi_string){"", 1});
    FS_RESULT(link_at, linked);
    wasi_descriptor_link_at(from, 0, old_path, text_length(old_path), to, new_path, text_length(new_path), &linked);
    check_fs_err(text_join(text_of("link "), name).ptr, linked, NOT_PERMITTED);
    FS_RESULT(rename_at, renamed);
    wasi_descriptor_rename_at(from, old_path, text_length(old_path), to, new_path, text_length(new_path), &renamed);
    check_fs_err(text_join(text_of("rename "), name).ptr, renamed, NOT_PERMITTED);
}

CASE {
    static const char *const old_paths[] = {"../y/there.txt", "to-y/there.txt", "/to/there.txt"};
    static const char *const new_paths[] = {"../x/new.txt", "to-x/new.txt", "/from/new.txt"};
    for (uint32_t i = 0; i < 3; i++) check_refused(old_paths[i], "new.txt", "from ", old_paths[i]);
    for (uint32_t i = 0; i < 3; i++) check_refused("old.txt", new_paths[i], "to ", new_paths[i]);
}
