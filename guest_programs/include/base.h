// What every guest needs and no libc provides here: memory, text, and how strings are handed to WASI.
//
//   wasi_descriptor_open_at(dir, 0, STR("data.txt"), ...)       a literal as the two arguments pointer and length
//   wasi_descriptor_open_at(dir, 0, SPAN(entry.name), ...)      a wasi_string or list in a variable likewise
//   wasi_poll_poll(SPAN_OF(pollables), &ready)                  an array likewise
#ifndef BASE_H
#define BASE_H

#include <stdbool.h>

#include "wasi.h"

// A function that stays one, for size; like any static inline function it vanishes when it is not called.
#define OUTLINED static inline __attribute__((noinline))

#define STR(LITERAL) "" LITERAL, (uint32_t)(sizeof(LITERAL) - 1)
// Names its argument twice, so it takes variables only and not calls.
#define SPAN(VALUE) (&(VALUE))->ptr, (VALUE).len
#define SPAN_OF(ARRAY) (ARRAY), (uint32_t)(sizeof(ARRAY) / sizeof((ARRAY)[0]))

// The compiler may call these three by itself.
void *memcpy(void *restrict to, const void *restrict from, size_t size) {
    char *t = to;
    const char *f = from;
    for (size_t i = 0; i < size; i++) t[i] = f[i];
    return to;
}

void *memset(void *to, int byte, size_t size) {
    char *t = to;
    for (size_t i = 0; i < size; i++) t[i] = (char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t size) {
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < size; i++)
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
}

OUTLINED uint32_t text_length(const char *text) {
    uint32_t length = 0;
    while (text[length]) length++;
    return length;
}

OUTLINED bool same_bytes(const void *a, uint32_t a_len, const void *b, uint32_t b_len) {
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

#endif
