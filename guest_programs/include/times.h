// Attributes of files, and times set and told.
#ifndef TIMES_H
#define TIMES_H

#include "fs.h"

enum {
    TIMES_KEEP = WASI_FILESYSTEM_NEW_TIMESTAMP_NO_CHANGE,
    TIMES_NOW = WASI_FILESYSTEM_NEW_TIMESTAMP_NOW,
    TIMES_GIVEN = WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP,
};

static inline wasi_filesystem_descriptor_stat times_stat(wasi_descriptor it) {
    FS_RESULT(stat, got);
    wasi_descriptor_stat(it, &got);
    require_fs_ok("stat", got);
    return got.ok;
}

static inline wasi_filesystem_descriptor_stat times_stat_at(
    wasi_descriptor base, uint32_t flags, const void *path, uint32_t path_len
) {
    FS_RESULT(stat_at, got);
    wasi_descriptor_stat_at(base, flags, path, path_len, &got);
    require_fs_ok("stat-at", got);
    return got.ok;
}

// The seconds of a time; `otherwise` on a filesystem that keeps no such time, which has none to show.
static inline uint64_t times_seconds(wasi_option_wall_clock_datetime time, uint64_t otherwise) {
    return time.is_some ? time.some.seconds : otherwise;
}

// Gives a file the same time of access and of modification, a whole number of seconds.
static inline void times_set(wasi_descriptor file, uint64_t seconds) {
    FS_RESULT(set_times, got);
    wasi_descriptor_set_times(file, TIMES_GIVEN, seconds, 0, TIMES_GIVEN, seconds, 0, &got);
    require_fs_ok("setting times", got);
}

#endif
