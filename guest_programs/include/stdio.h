// The standard streams as a process sees them.
#ifndef STDIO_H
#define STDIO_H

#include "check.h"

// A stream read to its end, against a pattern that repeats: how long it was, where it first differed (UINT32_MAX where
// it never did), and the answer that ended it.
typedef struct {
    uint32_t length, first_wrong;
    wasi_input_stream_blocking_read_result end;
} stdio_pattern;

static inline stdio_pattern stdio_read_pattern(wasi_input_stream in, const char *pattern) {
    stdio_pattern got = {.length = 0, .first_wrong = UINT32_MAX};
    uint32_t period = text_length(pattern);
    for (;;) {
        wasi_input_stream_blocking_read(in, 65536, &got.end);
        if (got.end.is_err) return got;
        for (uint32_t i = 0; i < got.end.ok.len; i++, got.length++)
            if (got.first_wrong == UINT32_MAX && got.end.ok.ptr[i] != (uint8_t)pattern[got.length % period])
                got.first_wrong = got.length;
    }
}

#endif
