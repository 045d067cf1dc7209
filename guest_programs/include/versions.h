// One small program for every version of WASI 0.2: what the cases about versions run.
#ifndef VERSIONS_H
#define VERSIONS_H

#include "args.h"

// Uses functions of eight interfaces that are there since 0.2.0. Resources of one are declared by another, so that the
// versions of both have to fit together.
static inline void check_version(void) {
    wasi_list_string all = args_all();
    check_eq_text("argument", all.len ? all.ptr[all.len - 1] : text_of("(none)"), "given");
    uint64_t before = wasi_monotonic_clock_now();
    wasi_pollable pollable = wasi_monotonic_clock_subscribe_duration(1000000);
    wasi_pollable_block(pollable);
    check_ok("ready", wasi_pollable_ready(pollable));
    check_at_least_u64("clock", wasi_monotonic_clock_now(), before);
    wasi_random_get_random_bytes_result bytes;
    wasi_random_get_random_bytes(8, &bytes);
    check_eq_u64("random-bytes", bytes.len, 8);
    wasi_input_stream_blocking_read_result got;
    wasi_input_stream_blocking_read(wasi_stdin_get_stdin(), 100, &got);
    check_is_ok("stdin", wasi_streams_stream_error, got);
    wasi_preopens_get_directories_result directories;
    wasi_preopens_get_directories(&directories);
    check_eq_u64("preopens", directories.len, 0);
}

#endif
