/*---
title: symlink-at puts any content into a link, and following it is what is refused
spec:
  - wasi:filesystem/types#[method]descriptor.symlink-at
  - wasi:filesystem/types#[method]descriptor.readlink-at
  - wasi:filesystem/types#[method]descriptor.open-at
errors: [wasi:filesystem/types#error-code.not-permitted]
clause: >
  Only an old path that starts with `/` is refused: a link may have any other content, also one that leads out of the
  base directory, and `readlink-at` gives it back as it was, whether or not something is there. What leads outside is
  refused when the link is followed, as the page on path resolution that the text refers to explains.
level: must
since: 0.2.0
needs: [symlinks]
files: {data.txt: "text"}
checks: ["../outside.txt", "made ../outside.txt", "..", "made ..", "a//./b/", "made a//./b/", letters,
  "made letters", "following ../outside.txt", "following .."]
---*/
#include "fs.h"

static void check_kept(const char *name, const char *content, const char *path) {
    wasi_string want = text_of(content);
    FS_RESULT(symlink_at, made);
    wasi_descriptor_symlink_at(fs_first_preopen(), SPAN(want), path, text_length(path), &made);
    check_fs_ok(text_join(text_of("made "), (wasi_string){(char *)name, text_length(name) + 1}).ptr, made);
    FS_RESULT(readlink_at, got);
    wasi_descriptor_readlink_at(fs_first_preopen(), path, text_length(path), &got);
    if (got.is_err)
        check_fs_ok(name, got);
    else
        check_eq_str(name, SPAN(got.ok), SPAN(want));
}

static void check_not_followed(const char *name, const char *path) {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), FS_FOLLOW, path, text_length(path), 0, FS_READ, &got);
    check_fs_err(name, got, NOT_PERMITTED);
}

CASE {
    check_kept("../outside.txt", "../outside.txt", "out");
    check_kept("..", "..", "up");
    check_kept("a//./b/", "a//./b/", "slashes");
    check_kept("letters", "\xc3\xbc \xe6\x96\x87", "letters");
    check_not_followed("following ../outside.txt", "out");
    check_not_followed("following ..", "up");
}
