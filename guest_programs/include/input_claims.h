// What is claimed of input streams, once for all kinds: each claim takes a stream that gives the ten digits and then
// ends, or a way to open one.
#ifndef INPUT_CLAIMS_H
#define INPUT_CLAIMS_H

#include "streams.h"

static inline wasi_string claim_joined(wasi_string all, wasi_list_u8 piece) {
    return text_join(all, (wasi_string){(char *)piece.ptr, piece.len});
}

// blocking-read of 3: pieces of one to three bytes, together all of them; then `closed`.
static inline void claim_blocking_read(wasi_input_stream in) {
    wasi_string all = {0, 0};
    uint64_t shortest = 99, longest = 0;
    wasi_input_stream_blocking_read_result piece;
    for (;;) {
        wasi_input_stream_blocking_read(in, 3, &piece);
        if (piece.is_err) break;
        if (piece.ok.len < shortest) shortest = piece.ok.len;
        if (piece.ok.len > longest) longest = piece.ok.len;
        if (piece.ok.len == 0) break;
        all = claim_joined(all, piece.ok);
    }
    check_at_least_u64("shortest", shortest, 1);
    check_at_most_u64("longest", longest, 3);
    check_eq_text("all", all, STREAMS_DIGITS);
    check_closed("at-the-end", piece);
}

// read right after the pollable was ready: never an empty list, or at least not often where it may be ready in vain;
// together all bytes; then `closed`.
static inline void claim_read_when_ready(wasi_input_stream in, bool in_vain) {
    wasi_string all = {0, 0};
    uint32_t empty = 0;
    wasi_input_stream_read_result piece;
    for (;;) {
        io_wait_input(in);
        wasi_input_stream_read(in, 4, &piece);
        if (piece.is_err || empty > 100) break;
        empty += piece.ok.len == 0;
        all = claim_joined(all, piece.ok);
    }
    if (in_vain) choose("empty-lists", empty ? "some" : "none");
    else check_eq_u64("empty-lists", empty, 0);
    check_eq_text("all", all, STREAMS_DIGITS);
    check_closed("at-the-end", piece);
}

// The byte that the next read finds is the one at this place.
static inline void claim_next_byte(const char *name, wasi_input_stream in, uint64_t place) {
    wasi_input_stream_blocking_read_result next;
    wasi_input_stream_blocking_read(in, 1, &next);
    check_eq_str(name, next.ok.ptr, next.is_err ? 0 : next.ok.len, &STREAMS_DIGITS[place], 1);
}

// skip and blocking-skip take one to three bytes, say how many, and reading goes on behind them.
static inline void claim_skips(wasi_input_stream in) {
    io_wait_input(in);
    wasi_input_stream_skip_result skipped;
    wasi_input_stream_skip(in, 3, &skipped);
    uint64_t first = skipped.is_err ? 99 : skipped.ok;
    check_stream_ok("skip", skipped);
    check_ok("skip-one-to-three", first >= 1 && first <= 3);
    if (first > 3) return;
    claim_next_byte("byte-after-skip", in, first);
    wasi_input_stream_blocking_skip(in, 3, &skipped);
    uint64_t second = skipped.is_err ? 99 : skipped.ok;
    check_stream_ok("blocking-skip", skipped);
    check_ok("blocking-skip-one-to-three", second >= 1 && second <= 3);
    if (second > 3) return;
    claim_next_byte("byte-after-blocking-skip", in, first + 1 + second);
}

// Asked for 2^64-1 bytes, read and skip take some of those that there are. Two streams, so that each finds all ten.
static inline void claim_longest(wasi_input_stream for_read, wasi_input_stream for_skip) {
    wasi_input_stream_blocking_read_result piece;
    wasi_input_stream_blocking_read(for_read, UINT64_MAX, &piece);
    check_stream_ok("read", piece);
    uint32_t most = !piece.is_err && piece.ok.len < 10 ? piece.ok.len : 10;
    check_eq_str("bytes", piece.ok.ptr, piece.is_err ? 0 : piece.ok.len, STREAMS_DIGITS, most ? most : 1);
    wasi_input_stream_blocking_skip_result skipped;
    wasi_input_stream_blocking_skip(for_skip, UINT64_MAX, &skipped);
    check_stream_ok("skip", skipped);
    check_at_least_u64("skipped-at-least", skipped.is_err ? 0 : skipped.ok, 1);
    check_at_most_u64("skipped-at-most", skipped.is_err ? 99 : skipped.ok, 10);
}

// With `len` 0, an open stream that has bytes gives an empty list, and keeps all its bytes.
static inline void claim_zero_of_open(wasi_input_stream in) {
    io_wait_input(in);
    wasi_input_stream_read_result piece;
    wasi_input_stream_skip_result skipped;
    wasi_input_stream_read(in, 0, &piece);
    check_stream_ok("read", piece);
    check_eq_u64("read-length", piece.is_err ? 99 : piece.ok.len, 0);
    wasi_input_stream_blocking_read(in, 0, &piece);
    check_stream_ok("blocking-read", piece);
    check_eq_u64("blocking-read-length", piece.is_err ? 99 : piece.ok.len, 0);
    wasi_input_stream_skip(in, 0, &skipped);
    check_stream_ok("skip", skipped);
    check_eq_u64("skipped", skipped.is_err ? 99 : skipped.ok, 0);
    wasi_input_stream_blocking_skip(in, 0, &skipped);
    check_stream_ok("blocking-skip", skipped);
    check_eq_u64("blocking-skipped", skipped.is_err ? 99 : skipped.ok, 0);
    claim_next_byte("rest", in, 0);
}

// Reading and skipping so many bytes of a stream whose end has been found: `closed`, by whatever function.
static inline void claim_at_end(wasi_input_stream in, uint64_t length) {
    wasi_input_stream_read_result piece;
    wasi_input_stream_skip_result skipped;
    io_read_until_end(in);
    wasi_input_stream_read(in, length, &piece);
    check_closed("read", piece);
    wasi_input_stream_blocking_read(in, length, &piece);
    check_closed("blocking-read", piece);
    wasi_input_stream_skip(in, length, &skipped);
    check_closed("skip", skipped);
    wasi_input_stream_blocking_skip(in, length, &skipped);
    check_closed("blocking-skip", skipped);
}

// As before, and the pollable of such a stream is ready, at once and ever after.
static inline void claim_end_stays(wasi_input_stream in) {
    claim_at_end(in, 4);
    wasi_pollable ended = wasi_input_stream_subscribe(in);
    check_ok("pollable-ready", wasi_pollable_ready(ended));
    wasi_pollable_block(ended);
    wasi_input_stream_read_result piece;
    wasi_input_stream_read(in, 4, &piece);
    check_closed("read-after-block", piece);
}

#endif
