/*---
title: set-times keeps nanoseconds, and refuses a time that it cannot keep
spec: wasi:filesystem/types#[method]descriptor.set-times
errors: [wasi:filesystem/types#error-code.overflow]
clause: >
  A time is set to the value that is given. A filesystem may keep coarser times, of which whole units are told; best
  is what was given, to the nanosecond. A time that the system cannot keep is not replaced by another one: the call
  fails, best with the code that says that the value is too large.
level: must
since: 0.2.0
files: {data.txt: "text", far.txt: "text"}
checks:
  - {name: access, allowed:
      ["1000000000.123456789", "1000000000.123456700", "1000000000.123456000", "1000000000.123000000",
      "1000000000.0", none], preferred: "1000000000.123456789"}
  - {name: modification, allowed:
      ["1100000001.999999999", "1100000001.999999900", "1100000001.999999000",
      "1100000001.999000000", "1100000001.0", "1100000000.0", none], preferred: "1100000001.999999999"}
  - {name: farthest, allowed: [overflow, invalid, unsupported, kept], preferred: overflow}
---*/
#include "times.h"

static wasi_string told(wasi_option_wall_clock_datetime time) {
    if (!time.is_some) return text_of("none");
    return text_join(text_join(text_of_u64(time.some.seconds), text_of(".")), text_of_u64(time.some.nanoseconds));
}

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(set_times, got);
    wasi_descriptor_set_times(file, TIMES_GIVEN, 1000000000, 123456789, TIMES_GIVEN, 1100000001, 999999999, &got);
    wasi_filesystem_descriptor_stat now = times_stat(file);
    if (got.is_err)
        choose_fs("access", got);
    else
        choose_text("access", told(now.data_access_timestamp));
    choose_text("modification", told(now.data_modification_timestamp));
    wasi_descriptor far = fs_open_write(fs_first_preopen(), STR("far.txt"));
    FS_RESULT(set_times, set);
    wasi_descriptor_set_times(far, TIMES_KEEP, 0, 0, TIMES_GIVEN, UINT64_MAX, 0, &set);
    if (set.is_err)
        choose_fs("farthest", set);
    else if (times_seconds(times_stat(far).data_modification_timestamp, 0) == UINT64_MAX)
        choose("farthest", "kept");
    else
        choose("farthest", "replaced");
}
