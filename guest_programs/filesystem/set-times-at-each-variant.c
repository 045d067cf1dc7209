/*---
title: set-times-at sets each time by itself, as its variant says
spec:
  - wasi:filesystem/types#[method]descriptor.set-times-at
  - wasi:filesystem/types#[method]descriptor.stat
clause: >
  The times of access and of modification are set independently of each other: `no-change` leaves one as it was, `now`
  sets it to the current time, and `timestamp` to the time that is given. Whole seconds are compared; a filesystem
  that keeps no such time has none to show.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks:
  - "access no-change, modification no-change"
  - "access no-change, modification now"
  - "access no-change, modification timestamp"
  - "access now, modification no-change"
  - "access now, modification now"
  - "access now, modification timestamp"
  - "access timestamp, modification no-change"
  - "access timestamp, modification now"
  - "access timestamp, modification timestamp"
---*/
#include "times.h"

enum { BEFORE = 1000000000, GIVEN = 1100000000 };

static uint64_t started;

// What became of a time: the variant that would have done it.
static wasi_string became(wasi_option_wall_clock_datetime time, uint32_t wanted) {
    if (!time.is_some) return text_of_case(wasi_filesystem_new_timestamp_names, wanted);
    if (time.some.seconds == BEFORE) return text_of("no-change");
    if (time.some.seconds == GIVEN) return text_of("timestamp");
    return time.some.seconds + 1 >= started ? text_of("now") : text_of_u64(time.some.seconds);
}

static wasi_string both(wasi_string access, wasi_string modification) {
    wasi_string first = text_join(text_of("access "), access);
    return text_join(text_join(first, text_of(", modification ")), modification);
}

static wasi_string outcome(wasi_descriptor file, uint32_t access, uint32_t modification) {
    FS_RESULT(set_times_at, before);
    wasi_descriptor all = fs_first_preopen();
    wasi_descriptor_set_times_at(all, 0, STR("data.txt"), TIMES_GIVEN, BEFORE, 0, TIMES_GIVEN, BEFORE, 0, &before);
    if (before.is_err) return text_of_result(wasi_filesystem_error_code, before);
    FS_RESULT(set_times_at, got);
    wasi_descriptor_set_times_at(all, 0, STR("data.txt"), access, GIVEN, 0, modification, GIVEN, 0, &got);
    if (got.is_err) return text_of_result(wasi_filesystem_error_code, got);
    wasi_filesystem_descriptor_stat now = times_stat(file);
    return both(became(now.data_access_timestamp, access), became(now.data_modification_timestamp, modification));
}

static void check_variants(wasi_descriptor file, uint32_t access, uint32_t modification) {
    const char *names = wasi_filesystem_new_timestamp_names;
    wasi_string want = both(text_of_case(names, access), text_of_case(names, modification));
    check_result(text_join(want, (wasi_string){"", 1}).ptr, outcome(file, access, modification), want);
}

CASE {
    started = times_seconds(times_stat(fs_create(fs_first_preopen(), STR("new.txt"))).data_modification_timestamp, 0);
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    for (uint32_t access = TIMES_KEEP; access <= TIMES_GIVEN; access++)
        for (uint32_t modification = TIMES_KEEP; modification <= TIMES_GIVEN; modification++)
            check_variants(file, access, modification);
}
