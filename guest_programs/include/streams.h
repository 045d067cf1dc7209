// Streams of every kind that a command can have, for claims that hold on each of them, whatever implements it.
//
//   wasi_input_stream in = streams_file_input();       // the ten digits, and then the end
//
// What the front matter has to set for them:
//   file    files: {digits.txt: "0123456789"}          (input; an output is created: out.bin)
//   tcp     peers: {digits: tcp-digits}, arguments: ["{digits.port}"]
//           or, for what is written, peers: {echo: tcp-echo}, arguments: ["{echo.port}"]
//   stdin   stdin: "0123456789"
#ifndef STREAMS_H
#define STREAMS_H

#include "args.h"
#include "fs.h"
#include "io.h"
#include "net.h"

static const char STREAMS_DIGITS[] = "0123456789";

#define check_stream_ok(NAME, RESULT) check_is_ok(NAME, wasi_streams_stream_error, RESULT)
#define check_closed(NAME, RESULT) \
    check_is_err(NAME, wasi_streams_stream_error, RESULT, WASI_STREAMS_STREAM_ERROR_CLOSED)
#define require_stream_ok(WHAT, RESULT) require_ok(WHAT, wasi_streams_stream_error, RESULT)

// ------------------------------------------------------------------------------------------------ files

static inline wasi_input_stream streams_read_file(wasi_descriptor file, uint64_t offset) {
    FS_RESULT(read_via_stream, stream);
    wasi_descriptor_read_via_stream(file, offset, &stream);
    require_fs_ok("a stream that reads a file", stream);
    return stream.ok;
}

static inline wasi_output_stream streams_write_file(wasi_descriptor file, uint64_t offset) {
    FS_RESULT(write_via_stream, stream);
    wasi_descriptor_write_via_stream(file, offset, &stream);
    require_fs_ok("a stream that writes a file", stream);
    return stream.ok;
}

static inline wasi_input_stream streams_file_input(void) {
    return streams_read_file(fs_open_read(fs_first_preopen(), STR("digits.txt")), 0);
}

static inline wasi_output_stream streams_file_output(void) {
    return streams_write_file(fs_create(fs_first_preopen(), STR("out.bin")), 0);
}

// What another descriptor finds in out.bin.
static inline wasi_string streams_file_written(void) {
    return fs_read(fs_open_read(fs_first_preopen(), STR("out.bin")), 1 << 20, 0);
}

// ------------------------------------------------------------------------------------------------ TCP

// A connection to the peer whose port is the last argument.
static inline net_end streams_tcp(void) {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tuple_input_stream_output_stream streams = net_tcp_connect(network, socket, args_last_number());
    return (net_end){socket, streams.f0, streams.f1};
}

// The ten digits and the end, which the peer sends unasked.
static inline wasi_input_stream streams_tcp_input(void) { return streams_tcp().input; }

// What the echo sends back of what was written to it: so many bytes, waited for.
static inline wasi_string streams_tcp_written(net_end echo, uint32_t length) {
    return io_read_exactly(echo.input, length);
}

// ------------------------------------------------------------------------------------------------ failure

// A stream whose writes fail: it writes a file at the highest offset that a system can name, which no file has.
static inline wasi_output_stream streams_failing_output(void) {
    return streams_write_file(fs_create(fs_first_preopen(), STR("out.bin")), INT64_MAX);
}

// An error, of whatever stream gives one: one that reads a directory, where the host gives such a stream at all; else
// the one above.
static inline wasi_error streams_error(void) {
    FS_RESULT(read_via_stream, stream);
    wasi_descriptor_read_via_stream(fs_open_directory(fs_first_preopen(), STR(".")), 0, &stream);
    wasi_input_stream_blocking_read_result piece;
    if (!stream.is_err) {
        wasi_input_stream_blocking_read(stream.ok, 1, &piece);
        if (piece.is_err && piece.err.tag == WASI_STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED)
            return piece.err.last_operation_failed;
    }
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(streams_failing_output(), STR("x"), &written);
    require("a write at an offset that no file has fails", written.is_err);
    require("the write itself fails", written.err.tag == WASI_STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED);
    return written.err.last_operation_failed;
}

#endif
