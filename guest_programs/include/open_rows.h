// Rows of the table open-at: each opens the object of its kind, which lies in `box` under the name of that kind, and
// tells what was opened, or the code. Afterwards the object is put back as it was.
//
// The base descriptor that may be mutated is the preopened directory itself, so that not every row fails where opening
// with mutate-directory is what a runtime cannot do.
#ifndef OPEN_ROWS_H
#define OPEN_ROWS_H

#include "fs.h"
#include "rows.h"

_Static_assert((uint32_t)OPEN_CREATE == FS_CREATE && (uint32_t)OPEN_TRUNCATE == FS_TRUNCATE, "flags as in WIT");
_Static_assert((uint32_t)ACCESS_MUTATE_DIRECTORY == FS_MUTATE, "flags as in WIT");

// The paths from the preopened directory.
static inline wasi_string open_path(uint32_t kind) {
    static const char *const paths[] = {
        "box/file",          "box/directory", "box/missing",          "box/link-to-file",          "box/link-to-directory",
        "box/dangling-link", "box/link-loop", "box/link-out-to-file", "box/link-out-to-directory", "box/link-out-to-nothing",
    };
    return text_of(paths[kind]);
}

static inline wasi_string opened_as(wasi_descriptor opened) {
    FS_RESULT(stat, stat);
    wasi_descriptor_stat(opened, &stat);
    if (stat.is_err) return text_join(text_of("opened, but stat fails with "), row_fs(stat));
    wasi_string type = text_of_case(wasi_filesystem_descriptor_type_names, stat.ok.type);
    if (stat.ok.type != WASI_FILESYSTEM_DESCRIPTOR_TYPE_REGULAR_FILE) return type;
    return row_joined(type, " ", text_of_u64(stat.ok.size));
}

// Puts back what a row changed; true if there was something to put back.
static inline bool open_restored(wasi_descriptor root, uint32_t kind) {
    bool is_file = kind == KIND_FILE || kind == KIND_LINK_TO_FILE;
    wasi_string path = open_path(is_file ? KIND_FILE : KIND_MISSING);
    if (!is_file && kind != KIND_MISSING && kind != KIND_DANGLING_LINK) return false;
    FS_RESULT(stat_at, found);
    wasi_descriptor_stat_at(root, 0, SPAN(path), &found);
    if (is_file ? !found.is_err && found.ok.size == 4 : found.is_err) return false;
    FS_RESULT(unlink_file_at, unlinked);
    FS_RESULT(remove_directory_at, removed);
    if (is_file) {
        wasi_descriptor file = fs_create(root, SPAN(path));
        fs_write(file, STR("text"), 0);
        wasi_descriptor_drop(file);
    } else if (found.ok.type == WASI_FILESYSTEM_DESCRIPTOR_TYPE_DIRECTORY) {
        wasi_descriptor_remove_directory_at(root, SPAN(path), &removed);
        require_fs_ok("removing what was made", removed);
    } else {
        wasi_descriptor_unlink_file_at(root, SPAN(path), &unlinked);
        require_fs_ok("removing what was made", unlinked);
    }
    return true;
}

static wasi_descriptor open_root, open_box;

static wasi_string open_outcome(const struct row *row) {
    wasi_string path = open_path(row->kind);
    wasi_descriptor base = open_root;
    if (row->base == BASE_READ_ONLY) {
        base = open_box;
        path = (wasi_string){path.ptr + 4, path.len - 4};  // without `box/`
    }
    FS_RESULT(open_at, got);
    uint32_t path_flags = row->path == PATH_FOLLOW ? FS_FOLLOW : 0;
    wasi_descriptor_open_at(base, path_flags, SPAN(path), row->open, row->access, &got);
    wasi_string outcome = got.is_err ? row_fs(got) : opened_as(got.ok);
    if (!got.is_err) wasi_descriptor_drop(got.ok);
    bool changed = open_restored(open_root, row->kind);
    return got.is_err && changed ? text_join(outcome, text_of(", yet something was changed")) : outcome;
}

static inline void open_rows_check(void) {
    open_root = fs_first_preopen();
    open_box = fs_open_directory(open_root, STR("box"));
    rows_check(open_outcome);
}

#endif
