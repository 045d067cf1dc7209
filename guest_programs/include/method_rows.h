// Rows of the tables methods and path-methods: each calls a method of one descriptor, and tells how it went.
// METHODS_OF_PATHS chooses the second. For it, all that a method needs lies beside the file that may be the descriptor:
//   file: "text", inner: "text", link: {symlink: inner}, to-link: "text", to-rename: "text", to-unlink: "text",
//   to-remove/: null, other/to-link: "text", other/to-rename: "text"
#ifndef METHOD_ROWS_H
#define METHOD_ROWS_H

#include "fs.h"
#include "rows.h"

static wasi_descriptor method_self;

#define METHOD(NAME, FUNCTION, ...)                          \
    case METHOD_##NAME: {                                    \
        FS_RESULT(FUNCTION, got);                            \
        wasi_descriptor_##FUNCTION(self, __VA_ARGS__, &got); \
        return row_fs(got);                                  \
    }
#define METHOD_TIMES WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP, 1000000000, 0, WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP, 1000000000, 0

#ifdef METHODS_OF_PATHS

static wasi_string method_of_path(const struct row *row) {
    wasi_descriptor self = method_self, root = fs_first_preopen();
    switch (row->method) {
        METHOD(STAT_AT, stat_at, 0, STR("inner"))
        METHOD(METADATA_HASH_AT, metadata_hash_at, 0, STR("inner"))
        METHOD(READLINK_AT, readlink_at, STR("link"))
        METHOD(OPEN_AT, open_at, 0, STR("inner"), 0, FS_READ)
        METHOD(OPEN_AT_CREATE, open_at, 0, STR("opened"), FS_CREATE, FS_WRITE)
        METHOD(CREATE_DIRECTORY_AT, create_directory_at, STR("created"))
        METHOD(SET_TIMES_AT, set_times_at, 0, STR("inner"), METHOD_TIMES)
        METHOD(LINK_AT, link_at, 0, STR("to-link"), root, STR("other/linked"))
        METHOD(RENAME_AT, rename_at, STR("to-rename"), root, STR("other/renamed"))
        METHOD(SYMLINK_AT, symlink_at, STR("inner"), STR("symlinked"))
        METHOD(UNLINK_FILE_AT, unlink_file_at, STR("to-unlink"))
        METHOD(REMOVE_DIRECTORY_AT, remove_directory_at, STR("to-remove"))
        case METHOD_LINK_AT_TO: {
            FS_RESULT(link_at, got);
            wasi_descriptor_link_at(root, 0, STR("other/to-link"), self, STR("linked"), &got);
            return row_fs(got);
        }
        default: {
            FS_RESULT(rename_at, got);
            wasi_descriptor_rename_at(root, STR("other/to-rename"), self, STR("renamed"), &got);
            return row_fs(got);
        }
    }
}

#define METHOD_OUTCOME method_of_path

#else

#define METHOD_ALONE(NAME, FUNCTION)            \
    case METHOD_##NAME: {                       \
        FS_RESULT(FUNCTION, got);               \
        wasi_descriptor_##FUNCTION(self, &got); \
        return row_fs(got);                     \
    }

static inline wasi_string method_stream_read(wasi_descriptor self) {
    FS_RESULT(read_via_stream, got);
    wasi_descriptor_read_via_stream(self, 0, &got);
    if (got.is_err) return row_fs(got);
    wasi_input_stream_blocking_read_result piece;
    wasi_input_stream_blocking_read(got.ok, 1, &piece);
    return text_of(piece.is_err ? "a stream that fails" : "ok");
}

static inline wasi_string method_stream_write(uint32_t is_err, wasi_output_stream stream, wasi_string code) {
    if (is_err) return code;
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(stream, STR("x"), &written);
    return text_of(written.is_err ? "a stream that fails" : "ok");
}

static wasi_string method_of_object(const struct row *row) {
    wasi_descriptor self = method_self;
    switch (row->method) {
        METHOD(READ, read, 4, 0)
        METHOD(WRITE, write, STR("text"), 0)
        METHOD(SET_SIZE, set_size, 4)
        METHOD(SET_TIMES, set_times, METHOD_TIMES)
        METHOD_ALONE(SYNC_DATA, sync_data)
        METHOD_ALONE(SYNC, sync)
        METHOD_ALONE(GET_FLAGS, get_flags)
        METHOD_ALONE(STAT, stat)
        METHOD_ALONE(METADATA_HASH, metadata_hash)
        METHOD_ALONE(READ_DIRECTORY, read_directory)
        case METHOD_READ_VIA_STREAM:
            return method_stream_read(self);
        case METHOD_WRITE_VIA_STREAM: {
            FS_RESULT(write_via_stream, got);
            wasi_descriptor_write_via_stream(self, 0, &got);
            return method_stream_write(got.is_err, got.ok, row_fs(got));
        }
        case METHOD_APPEND_VIA_STREAM: {
            FS_RESULT(append_via_stream, got);
            wasi_descriptor_append_via_stream(self, &got);
            return method_stream_write(got.is_err, got.ok, row_fs(got));
        }
        case METHOD_GET_TYPE: {
            FS_RESULT(get_type, got);
            wasi_descriptor_get_type(self, &got);
            return got.is_err ? row_fs(got) : text_of_case(wasi_filesystem_descriptor_type_names, got.ok);
        }
        default:
            return text_of(wasi_descriptor_is_same_object(self, self) ? "true" : "false");
    }
}

#define METHOD_OUTCOME method_of_object

#endif

static inline void method_rows_check(wasi_descriptor self) {
    method_self = self;
    rows_check(METHOD_OUTCOME);
}

#endif
