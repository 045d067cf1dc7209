/*---
title: metadata-hash-at computes what metadata-hash computes, of links, directories and preopened ones, too
spec:
  - wasi:filesystem/types#[method]descriptor.metadata-hash
  - wasi:filesystem/types#[method]descriptor.metadata-hash-at
clause: >
  Both are the same computation: for an object that nobody touches the hash by path is the hash by descriptor, whether
  it is a directory, the base directory itself, or a file that is reached over a followed link or by a second name.
level: must
since: 0.2.0
files: {data.txt: "text", sub/: null, link: {symlink: data.txt}}
checks: [directory, base-directory, followed-link, second-name]
---*/
#include "fs.h"

static wasi_string shown(wasi_filesystem_metadata_hash_value hash) {
    return text_join(text_of_u64(hash.lower), text_join(text_of(" "), text_of_u64(hash.upper)));
}

static void check_agrees(const char *name, wasi_descriptor it, const char *path) {
    FS_RESULT(metadata_hash, by_descriptor);
    wasi_descriptor_metadata_hash(it, &by_descriptor);
    require_fs_ok("the hash by descriptor", by_descriptor);
    FS_RESULT(metadata_hash_at, by_path);
    wasi_descriptor_metadata_hash_at(fs_first_preopen(), FS_FOLLOW, path, text_length(path), &by_path);
    if (by_path.is_err) {
        check_fs_ok(name, by_path);
        return;
    }
    wasi_string got = shown(by_path.ok), want = shown(by_descriptor.ok);
    check_eq_str(name, SPAN(got), SPAN(want));
}

CASE {
    wasi_descriptor all = fs_first_preopen(), file = fs_open_read(all, STR("data.txt"));
    check_agrees("directory", fs_open_directory(all, STR("sub")), "sub");
    check_agrees("base-directory", all, ".");
    check_agrees("followed-link", file, "link");
    FS_RESULT(link_at, linked);
    wasi_descriptor_link_at(all, 0, STR("data.txt"), all, STR("second.txt"), &linked);
    require_fs_ok("making a link", linked);
    check_agrees("second-name", file, "second.txt");
}
