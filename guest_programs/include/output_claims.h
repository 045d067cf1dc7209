// What is claimed of output streams, once for all kinds. What has arrived is the case's to look at.
#ifndef OUTPUT_CLAIMS_H
#define OUTPUT_CLAIMS_H

#include "streams.h"

// Once the pollable is ready, check-write permits at least one byte.
static inline void claim_permit_when_ready(wasi_output_stream out) {
    wasi_pollable ready = wasi_output_stream_subscribe(out);
    wasi_pollable_block(ready);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    check_stream_ok("result", permit);
    check_at_least_u64("permit", permit.is_err ? 0 : permit.ok, 1);
    wasi_pollable_drop(ready);
}

// Writes the ten digits in pieces of four at most, each within its permit.
static inline void claim_writes(wasi_output_stream out) {
    uint32_t next = 0, refused = 0;
    while (next < 10 && !refused) {
        uint64_t permit = io_wait_permit(out);
        uint32_t size = permit < 4 ? (uint32_t)permit : 4;
        if (size > 10 - next) size = 10 - next;
        wasi_output_stream_write_result written;
        wasi_output_stream_write(out, &STREAMS_DIGITS[next], size, &written);
        refused += written.is_err;
        next += size;
    }
    check_eq_u64("writes-refused", refused, 0);
}

// Those writes, waited for by blocking-flush, after which the stream takes more.
static inline void claim_blocking_flush(wasi_output_stream out) {
    claim_writes(out);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    check_stream_ok("flush", flushed);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    check_at_least_u64("permit", permit.is_err ? 0 : permit.ok, 1);
}

// Those writes, flushed without waiting; the pollable tells when that is done, and then the stream takes more.
static inline void claim_flush_then_ready(wasi_output_stream out) {
    claim_writes(out);
    wasi_output_stream_flush_result flushed;
    wasi_output_stream_flush(out, &flushed);
    check_stream_ok("flush", flushed);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    choose("right-after", permit.is_err ? "an error" : permit.ok ? "a permit" : "no permit");
    wasi_pollable ready = wasi_output_stream_subscribe(out);
    wasi_pollable_block(ready);
    wasi_output_stream_check_write(out, &permit);
    check_at_least_u64("permit", permit.is_err ? 0 : permit.ok, 1);
    wasi_pollable_drop(ready);
}

// With nothing written, flush and blocking-flush have nothing to do; the stream goes on.
static inline void claim_flush_nothing(wasi_output_stream out) {
    wasi_output_stream_flush_result flushed;
    wasi_output_stream_flush(out, &flushed);
    check_stream_ok("flush", flushed);
    wasi_output_stream_blocking_flush(out, &flushed);
    check_stream_ok("blocking-flush", flushed);
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(out, STR("x"), &written);
    check_stream_ok("then-one", written);
}

// blocking-write-and-flush of 0, 1, 4095 and 4096 bytes, with no check-write before: 8192 bytes, each an x.
static inline void claim_blocking_write_sizes(wasi_output_stream out) {
    static char bytes[4096];
    memset(bytes, 'x', sizeof bytes);
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(out, bytes, 0, &written);
    check_stream_ok("no-bytes", written);
    wasi_output_stream_blocking_write_and_flush(out, bytes, 1, &written);
    check_stream_ok("one", written);
    wasi_output_stream_blocking_write_and_flush(out, bytes, 4095, &written);
    check_stream_ok("one-less-than-most", written);
    wasi_output_stream_blocking_write_and_flush(out, bytes, 4096, &written);
    check_stream_ok("most", written);
}

// How many of the bytes are such an x.
static inline uint32_t claim_xs(wasi_string bytes) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < bytes.len; i++) count += bytes.ptr[i] == 'x';
    return count;
}

// Zero bytes by both functions, between two others: a, 2 zero bytes, b, 3 zero bytes, c.
static inline void claim_zeroes(wasi_output_stream out) {
    io_write_all(out, STR("a"));
    for (uint32_t left = 2; left;) {
        uint64_t permit = io_wait_permit(out);
        uint32_t size = permit < left ? (uint32_t)permit : left;
        wasi_output_stream_write_zeroes_result zeroes;
        wasi_output_stream_write_zeroes(out, size, &zeroes);
        if (left == size || zeroes.is_err) check_stream_ok("write-zeroes", zeroes);
        if (zeroes.is_err) break;
        left -= size;
    }
    io_write_all(out, STR("b"));
    wasi_output_stream_blocking_write_zeroes_and_flush_result written;
    wasi_output_stream_blocking_write_zeroes_and_flush(out, 3, &written);
    check_stream_ok("blocking-write-zeroes-and-flush", written);
    io_write_all(out, STR("c"));
}

// blocking-splice by fours until the input ends: each call moves one to four bytes; the end is `closed`. Returns how
// many were moved.
static inline uint64_t claim_blocking_splice(wasi_output_stream out, wasi_input_stream in) {
    uint64_t least = 99, most = 0, total = 0;
    wasi_output_stream_blocking_splice_result moved;
    for (;;) {
        wasi_output_stream_blocking_splice(out, in, 4, &moved);
        if (moved.is_err) break;
        if (moved.ok < least) least = moved.ok;
        if (moved.ok > most) most = moved.ok;
        total += moved.ok;
        if (moved.ok == 0) break;
    }
    check_at_least_u64("at-least", least, 1);
    check_at_most_u64("at-most", most, 4);
    check_eq_u64("total", total, 10);
    check_closed("at-the-end", moved);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    return total;
}

// splice with both ready: of at most three bytes, at least one, and reading goes on behind them.
static inline uint64_t claim_splice(wasi_output_stream out, wasi_input_stream in) {
    io_wait_input(in);
    io_wait_permit(out);
    wasi_output_stream_splice_result moved;
    wasi_output_stream_splice(out, in, 3, &moved);
    check_stream_ok("result", moved);
    uint64_t count = moved.is_err ? 0 : moved.ok;
    check_at_least_u64("at-least", count, 1);
    check_at_most_u64("at-most", count, 3);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    wasi_input_stream_blocking_read_result next;
    wasi_input_stream_blocking_read(in, 1, &next);
    check_eq_str("next-byte", next.ok.ptr, next.is_err ? 0 : next.ok.len, &STREAMS_DIGITS[count < 10 ? count : 9], 1);
    return count;
}

// A write that is given more bytes than the permit just asked for: the last deed.
static inline void claim_write_beyond_permit(wasi_output_stream out) {
    uint64_t permit = io_wait_permit(out);
    require("a permit that a guest's memory can exceed", permit < 64 * 1024 * 1024);
    check_at_least_u64("permit", permit, 1);
    done();
    wasi_output_stream_write_result written;
    wasi_output_stream_write(out, allocate(permit + 1, 1), (uint32_t)permit + 1, &written);
    check_ok("survived", false);
}

static inline void claim_write_zeroes_beyond_permit(wasi_output_stream out) {
    uint64_t permit = io_wait_permit(out);
    require("a permit that a number can exceed", permit < UINT64_MAX);
    check_at_least_u64("permit", permit, 1);
    done();
    wasi_output_stream_write_zeroes_result written;
    wasi_output_stream_write_zeroes(out, permit + 1, &written);
    check_ok("survived", false);
}

// A write of one byte on a stream that check-write was never called on: the last deed.
static inline void claim_write_without_permit(wasi_output_stream out) {
    check_ok("reached", true);
    done();
    wasi_output_stream_write_result written;
    wasi_output_stream_write(out, STR("x"), &written);
    check_ok("survived", false);
}

// Two writes of all that one check-write permitted, the first of them flushed, so that there is room for the second:
// this one is the last deed.
static inline void claim_permit_used_twice(wasi_output_stream out) {
    uint64_t permit = io_wait_permit(out);
    require("a permit that a guest's memory can hold", permit < 64 * 1024 * 1024);
    void *bytes = allocate(permit, 1);
    wasi_output_stream_write_result written;
    wasi_output_stream_write(out, bytes, (uint32_t)permit, &written);
    check_stream_ok("first", written);
    wasi_output_stream_blocking_flush(out, &written);
    check_stream_ok("flushed", written);
    done();
    wasi_output_stream_write(out, bytes, (uint32_t)permit, &written);
    check_ok("survived", false);
}

#endif
