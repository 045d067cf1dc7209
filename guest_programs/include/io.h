// Streams, read and written to the end.
#ifndef IO_H
#define IO_H

#include "check.h"

// Waits until the stream has something to read, or is at its end.
static inline void io_wait_input(wasi_input_stream stream) {
    wasi_pollable ready = wasi_input_stream_subscribe(stream);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
}

// Waits until the stream takes something, and asks how many bytes it takes: at least one.
static inline uint64_t io_wait_permit(wasi_output_stream stream) {
    wasi_pollable ready = wasi_output_stream_subscribe(stream);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(stream, &permit);
    require_ok("asking for a permit to write", wasi_streams_stream_error, permit);
    require("a ready stream permits at least one byte", permit.ok > 0);
    return permit.ok;
}

// Everything up to the end of the stream. A stream that fails otherwise breaks the set-up.
static inline wasi_string io_read_all(wasi_input_stream stream) {
    wasi_string all = {0, 0};
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(stream, 65536, &piece);
        if (piece.is_err && piece.err.tag == WASI_STREAMS_STREAM_ERROR_CLOSED) return all;
        require_ok("reading a stream to its end", wasi_streams_stream_error, piece);
        all = text_join(all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
}

// Everything until the stream ends, in whatever way: for claims about what it carries, and not about its end.
static inline wasi_string io_read_until_end(wasi_input_stream stream) {
    wasi_string all = {0, 0};
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(stream, 65536, &piece);
        if (piece.is_err) return all;
        all = text_join(all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
}

// So many bytes, or fewer when the stream ends before.
static inline wasi_string io_read_exactly(wasi_input_stream stream, uint32_t length) {
    wasi_string all = {0, 0};
    while (all.len < length) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(stream, length - all.len, &piece);
        if (piece.is_err && piece.err.tag == WASI_STREAMS_STREAM_ERROR_CLOSED) break;
        require_ok("reading a stream", wasi_streams_stream_error, piece);
        all = text_join(all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    return all;
}

// Where two texts of this length begin to differ; the length itself when they do not.
static inline uint32_t io_first_difference(const char *a, const char *b, uint32_t length) {
    uint32_t same = 0;
    while (same < length && a[same] == b[same]) same++;
    return same;
}

// All the bytes, in pieces that blocking-write-and-flush takes.
static inline void io_write_all(wasi_output_stream stream, const void *bytes, uint32_t length) {
    const char *next = bytes;
    while (length) {
        uint32_t size = length < 4096 ? length : 4096;
        wasi_output_stream_blocking_write_and_flush_result written;
        wasi_output_stream_blocking_write_and_flush(stream, next, size, &written);
        require_ok("writing to a stream", wasi_streams_stream_error, written);
        next += size;
        length -= size;
    }
}

#endif
