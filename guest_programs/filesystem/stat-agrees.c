/*---
title: stat, stat-at and get-type tell the same of one object
spec:
  - wasi:filesystem/types#[method]descriptor.stat
  - wasi:filesystem/types#[method]descriptor.stat-at
  - wasi:filesystem/types#[method]descriptor.get-type
clause: >
  The attributes of an open file or directory are those that a path to it gives: type, number of hard links, size and
  times; `get-type` gives the type of `stat`. The size of a file, and its links, are those that were made.
level: must
since: 0.2.0
files: {data.txt: "7 bytes", empty.txt: "", sub/inner.txt: "text"}
checks: [file, file-get-type, file-links, file-size, empty-file, empty-file-size, directory, directory-get-type,
  preopen, preopen-get-type, links-after-link, links-after-unlink]
---*/
#include "times.h"

#define SHOWN(TEXT, VALUE) text_join(text_of(TEXT), text_of_u64(VALUE))

static wasi_string time_shown(wasi_option_wall_clock_datetime time) {
    if (!time.is_some) return text_of(" none");
    return text_join(SHOWN(" ", time.some.seconds), SHOWN(".", time.some.nanoseconds));
}

static wasi_string shown(wasi_filesystem_descriptor_stat stat) {
    wasi_string type = text_of_case(wasi_filesystem_descriptor_type_names, stat.type);
    wasi_string numbers = text_join(SHOWN(" links ", stat.link_count), SHOWN(" size ", stat.size));
    wasi_string modified = time_shown(stat.data_modification_timestamp);
    return text_join(text_join(type, numbers), text_join(modified, time_shown(stat.status_change_timestamp)));
}

static wasi_filesystem_descriptor_stat check_agrees(const char *name, wasi_descriptor it, const char *path) {
    FS_RESULT(stat, opened);
    wasi_descriptor_stat(it, &opened);
    if (opened.is_err) {
        check_fs_ok(name, opened);
        return (wasi_filesystem_descriptor_stat){.type = WASI_FILESYSTEM_DESCRIPTOR_TYPE_UNKNOWN};
    }
    wasi_string want = shown(opened.ok), got = shown(times_stat_at(fs_first_preopen(), 0, path, text_length(path)));
    check_eq_str(name, SPAN(got), SPAN(want));
    return opened.ok;
}

static void check_type(const char *name, wasi_descriptor it, uint32_t want) {
    FS_RESULT(get_type, got);
    wasi_descriptor_get_type(it, &got);
    require_fs_ok("get-type", got);
    check_eq_enum(name, wasi_filesystem_descriptor_type, got.ok, want);
}

CASE {
    wasi_descriptor all = fs_first_preopen(), file = fs_open_read(all, STR("data.txt"));
    wasi_filesystem_descriptor_stat stat = check_agrees("file", file, "data.txt");
    check_type("file-get-type", file, stat.type);
    check_eq_u64("file-links", stat.link_count, 1);
    check_eq_u64("file-size", stat.size, 7);
    wasi_descriptor empty = fs_open_read(all, STR("empty.txt"));
    check_eq_u64("empty-file-size", check_agrees("empty-file", empty, "empty.txt").size, 0);
    wasi_descriptor dir = fs_open_directory(all, STR("sub"));
    check_type("directory-get-type", dir, check_agrees("directory", dir, "sub").type);
    check_type("preopen-get-type", all, check_agrees("preopen", all, ".").type);
    FS_RESULT(link_at, linked);
    wasi_descriptor_link_at(all, 0, STR("data.txt"), all, STR("second.txt"), &linked);
    require_fs_ok("making a link", linked);
    check_eq_u64("links-after-link", times_stat(file).link_count, 2);
    FS_RESULT(unlink_file_at, unlinked);
    wasi_descriptor_unlink_file_at(all, STR("data.txt"), &unlinked);
    require_fs_ok("removing a link", unlinked);
    check_eq_u64("links-after-unlink", times_stat(file).link_count, 1);
}
