/*---
title: set-times and set-times-at do to each time what is asked
spec:
  - wasi:filesystem/types#[method]descriptor.set-times
  - wasi:filesystem/types#[method]descriptor.set-times-at
  - wasi:filesystem/types#[method]descriptor.stat-at
clause: >
  Of the two times of an object, each is left as it was, set to the present or set to a given moment, independently
  of the other, whether the object is named by a descriptor, by a path, or by a link that is followed. A filesystem
  that keeps no such time has none to show.
level: must
since: 0.2.0
files: {file: "text", directory/: null, link-to-file: {symlink: file}}
table: {name: set-times}
---*/
#include "fs.h"
#include "rows.h"

// Seconds: the present lies between the last two, in 2017 and 2096.
enum { BEFORE = 1000000000, GIVEN = 1234567890 };
static const uint64_t EARLIEST = 1500000000, LATEST = 4000000000;

static const char *const paths[] = {"file", "directory", "link-to-file"};

static wasi_string became(wasi_option_wall_clock_datetime time, uint32_t request) {
    if (!time.is_some) return text_of(request == ACCESS_NOW ? "now" : request == ACCESS_TIMESTAMP ? "given" : "kept");
    if (time.some.seconds == BEFORE) return text_of("kept");
    if (time.some.seconds == GIVEN) return text_of("given");
    if (time.some.seconds > EARLIEST && time.some.seconds < LATEST) return text_of("now");
    return text_of_u64(time.some.seconds);
}

static wasi_string set(const struct row *row, uint32_t access, uint32_t modification, uint64_t seconds) {
    wasi_descriptor dir = fs_first_preopen();
    wasi_string path = text_of(paths[row->kind]);
    uint32_t follow = row->function == FUNCTION_SET_TIMES_AT_FOLLOW ? FS_FOLLOW : 0;
    if (row->function != FUNCTION_SET_TIMES) {
        FS_RESULT(set_times_at, got);
        wasi_descriptor_set_times_at(dir, follow, SPAN(path), access, seconds, 0, modification, seconds, 0, &got);
        return row_fs(got);
    }
    FS_RESULT(set_times, got);
    wasi_descriptor of = row->kind == KIND_DIRECTORY ? dir : fs_open_write(dir, SPAN(path));
    wasi_descriptor_set_times(of, access, seconds, 0, modification, seconds, 0, &got);
    return row_fs(got);
}

static wasi_string changed(const struct row *row) {
    const uint32_t timestamp = WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP;
    wasi_string prepared = set(row, timestamp, timestamp, BEFORE);
    if (!same_bytes(SPAN(prepared), STR("ok"))) return text_join(text_of("two timestamps: "), prepared);
    wasi_string done = set(row, row->access, row->modification, GIVEN);
    if (!same_bytes(SPAN(done), STR("ok"))) return done;
    wasi_string path = text_of(row->function == FUNCTION_SET_TIMES && row->kind == KIND_DIRECTORY ? "." : paths[row->kind]);
    FS_RESULT(stat_at, found);
    wasi_descriptor_stat_at(fs_first_preopen(), FS_FOLLOW, SPAN(path), &found);
    if (found.is_err) return row_fs(found);
    return row_joined(became(found.ok.data_access_timestamp, row->access), " ",
                      became(found.ok.data_modification_timestamp, row->modification));
}

CASE { rows_check(changed); }
