/*---
title: the modification time is that of the last change of the data
spec:
  - wasi:filesystem/types#[method]descriptor.stat
  - wasi:filesystem/types#[method]descriptor.stat-at
clause: >
  The time of the last modification of data is told: after the bytes of a file with an old time were changed by `write`,
  `set-size`, a stream, or opening it with `truncate`, it is no longer the old one; reading a file, asking for its
  attributes, and changing its name leave it.
level: must
since: 0.2.0
files:
  read.txt: "text"
  old.txt: "text"
  write.txt: "text"
  size.txt: "text"
  stream.txt: "text"
  truncate.txt: "text"
checks: [reading, renaming, write, set-size, write-via-stream, truncate]
---*/
#include "io.h"
#include "times.h"

enum { OLD = 1000000000 };

static wasi_descriptor old(const char *path) {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), path, text_length(path));
    times_set(file, OLD);
    require("the time is an old one", times_seconds(times_stat(file).data_modification_timestamp, OLD) == OLD);
    return file;
}

static void check_changed(const char *name, wasi_descriptor file) {
    wasi_option_wall_clock_datetime time = times_stat(file).data_modification_timestamp;
    check_ok(name, !time.is_some || time.some.seconds > OLD);
}

CASE {
    wasi_descriptor dir = fs_first_preopen(), file = old("read.txt");
    fs_read(file, 100, 0);
    check_eq_u64("reading", times_seconds(times_stat(file).data_modification_timestamp, OLD), OLD);
    file = old("old.txt");
    FS_RESULT(rename_at, renamed);
    wasi_descriptor_rename_at(dir, STR("old.txt"), dir, STR("new.txt"), &renamed);
    require_fs_ok("renaming", renamed);
    wasi_filesystem_descriptor_stat stat = times_stat_at(dir, 0, STR("new.txt"));
    check_eq_u64("renaming", times_seconds(stat.data_modification_timestamp, OLD), OLD);
    file = old("write.txt");
    fs_write(file, STR("T"), 0);
    check_changed("write", file);
    file = old("size.txt");
    FS_RESULT(set_size, set);
    wasi_descriptor_set_size(file, 2, &set);
    require_fs_ok("setting a size", set);
    check_changed("set-size", file);
    file = old("stream.txt");
    FS_RESULT(write_via_stream, stream);
    wasi_descriptor_write_via_stream(file, 0, &stream);
    require_fs_ok("a stream", stream);
    io_write_all(stream.ok, STR("T"));
    check_changed("write-via-stream", file);
    old("truncate.txt");
    check_changed("truncate", fs_open(dir, STR("truncate.txt"), FS_TRUNCATE, FS_WRITE));
}
