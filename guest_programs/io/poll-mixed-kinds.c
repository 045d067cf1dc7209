/*---
title: poll tells what is ready among pollables of every kind
spec: wasi:io/poll#poll
clause: >
  A list may hold pollables of whatever origin: clocks, standard input and output, files, sockets. What poll returns
  are indices of ready ones, none twice, and never that of a time to come or of a connection on which nothing has
  come. Asked again for the rest as long as something in it is ready, it names each ready one in the end.
level: must
since: 0.2.0
stdin: "0123456789"
files: {digits.txt: "0123456789"}
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [clock, stdin, stdout, file-input, file-output, tcp-output, none-of-the-others]
---*/
#include "streams.h"

enum { ALL = 9, READY = 6 };

CASE {
    const uint64_t hour = 3600 * 1000000000ull;
    const char *names[READY] = {"clock", "stdin", "stdout", "file-input", "file-output", "tcp-output"};
    net_end echo = streams_tcp();
    wasi_pollable left[ALL] = {
        wasi_monotonic_clock_subscribe_duration(0),
        wasi_input_stream_subscribe(wasi_stdin_get_stdin()),
        wasi_output_stream_subscribe(wasi_stdout_get_stdout()),
        wasi_input_stream_subscribe(streams_file_input()),
        wasi_output_stream_subscribe(streams_file_output()),
        wasi_output_stream_subscribe(echo.output),
        wasi_monotonic_clock_subscribe_duration(hour),
        wasi_input_stream_subscribe(echo.input),
        wasi_monotonic_clock_subscribe_instant(UINT64_MAX),
    };
    uint32_t kind[ALL], count = ALL, named[ALL] = {0};
    for (uint32_t i = 0; i < ALL; i++) kind[i] = i;
    for (uint32_t round = 0; round < READY && kind[0] < READY; round++) {
        wasi_poll_poll_result ready;
        wasi_poll_poll(left, count, &ready);
        for (uint32_t i = 0; i < ready.len; i++)
            if (ready.ptr[i] < count) named[kind[ready.ptr[i]]]++;
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++) {
            if (named[kind[i]]) continue;
            left[kept] = left[i];
            kind[kept++] = kind[i];
        }
        count = kept;
    }
    for (uint32_t i = 0; i < READY; i++) check_eq_u64(names[i], named[i], 1);
    check_eq_u64("none-of-the-others", named[6] + named[7] + named[8], 0);
}
