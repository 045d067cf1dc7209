/*---
title: set-times-at changes a link or its target, as symlink-follow says
spec:
  - wasi:filesystem/types#[method]descriptor.set-times-at
  - wasi:filesystem/types#[method]descriptor.stat-at
clause: >
  With `symlink-follow`, a path that ends in a symbolic link has the times of the link's target set, and the link keeps
  its own; without it, the link's are set and the target keeps its own.
level: must
since: 0.2.0
files: {data.txt: "text", link: {symlink: data.txt}}
checks: [followed, followed-target, followed-link, not-followed, not-followed-target, not-followed-link]
---*/
#include "times.h"

enum { FIRST = 1000000000, SECOND = 1100000000 };

static void set_at(const char *name, uint32_t flags, uint64_t seconds) {
    FS_RESULT(set_times_at, got);
    wasi_descriptor all = fs_first_preopen();
    wasi_descriptor_set_times_at(all, flags, STR("link"), TIMES_KEEP, 0, 0, TIMES_GIVEN, seconds, 0, &got);
    check_fs_ok(name, got);
}

static uint64_t seconds_at(uint32_t flags, uint64_t otherwise) {
    return times_seconds(times_stat_at(fs_first_preopen(), flags, STR("link")).data_modification_timestamp, otherwise);
}

CASE {
    uint64_t before = seconds_at(0, 0);
    set_at("followed", FS_FOLLOW, FIRST);
    check_eq_u64("followed-target", seconds_at(FS_FOLLOW, FIRST), FIRST);
    check_eq_u64("followed-link", seconds_at(0, before), before);
    set_at("not-followed", 0, SECOND);
    check_eq_u64("not-followed-target", seconds_at(FS_FOLLOW, FIRST), FIRST);
    check_eq_u64("not-followed-link", seconds_at(0, SECOND), SECOND);
}
