/*---
title: a stream that cannot write fails with an error that has a filesystem code
spec:
  - wasi:filesystem/types#filesystem-error-code
  - wasi:filesystem/types#[method]descriptor.write-via-stream
errors: [wasi:io/streams#stream-error.last-operation-failed]
clause: >
  No file reaches the offset 2^64-2. A stream that begins there may be refused; one that is given fails to write, with
  `last-operation-failed`, since it was not closed, and from then on is closed. The error is one of the filesystem,
  which `filesystem-error-code` attempts to tell.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks:
  - {name: failed, allowed: [last-operation-failed, refused]}
  - {name: code, allowed: [file-too-large, invalid, overflow, insufficient-space, io, none], preferred: file-too-large}
  - {name: afterwards, allowed: [closed, refused]}
---*/
#include "fs.h"
#include "io.h"

static void choose_code(wasi_error error) {
    wasi_filesystem_filesystem_error_code_result code;
    wasi_filesystem_filesystem_error_code(error, &code);
    wasi_error_drop(error);
    if (code.is_some)
        choose_enum("code", wasi_filesystem_error_code, code.some);
    else
        choose("code", "none");
}

CASE {
    FS_RESULT(write_via_stream, stream);
    wasi_descriptor_write_via_stream(fs_open_write(fs_first_preopen(), STR("data.txt")), UINT64_MAX - 1, &stream);
    if (stream.is_err) {
        choose("failed", "refused");
        choose_fs("code", stream);
        choose("afterwards", "refused");
        return;
    }
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(stream.ok, STR("too far"), &written);
    choose_result("failed", wasi_streams_stream_error, written);
    if (!written.is_err || written.err.tag != WASI_STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED) return;
    choose_code(written.err.last_operation_failed);
    wasi_output_stream_check_write_result again;
    wasi_output_stream_check_write(stream.ok, &again);
    choose_result("afterwards", wasi_streams_stream_error, again);
}
