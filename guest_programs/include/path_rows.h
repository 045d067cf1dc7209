// Rows of the table paths: each calls the function with one way of writing the path of an object.
//
//   CASE { path_rows_check("file", call_stat_at, path_keeps); }
//
// The sandbox has the object twice, in the base directory and in `dir`, to which `to-dir` is a symbolic link. Where a
// function makes or removes it, it is put back after each row.
#ifndef PATH_ROWS_H
#define PATH_ROWS_H

#include "calls.h"
#include "rows.h"

// What a call did, seen before it is put back: nothing, or a word about it that belongs to the outcome.
typedef const char *path_after(wasi_descriptor base, bool succeeded);

static inline const char *path_keeps(wasi_descriptor base, bool succeeded) { return ""; }

OUTLINED bool path_there(wasi_descriptor base, const char *path) {
    FS_RESULT(stat_at, found);
    wasi_descriptor_stat_at(base, 0, path, text_length(path), &found);
    return !found.is_err;
}

// The object was to be made: removes it, wherever the path led.
static inline const char *path_made(wasi_descriptor base, bool succeeded) {
    static const char *const places[] = {"new",   "dir/new", " new", "new ",      "new.",
                                         "...",   "~",       "dir\\new", "new\xcc\x81"};
    uint32_t found = 0;
    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!path_there(base, places[i])) continue;
        found++;
        FS_RESULT(unlink_file_at, unlinked);
        wasi_descriptor_unlink_file_at(base, places[i], text_length(places[i]), &unlinked);
        FS_RESULT(remove_directory_at, removed);
        wasi_descriptor_remove_directory_at(base, places[i], text_length(places[i]), &removed);
        require("what was made can be removed", !unlinked.is_err || !removed.is_err);
    }
    if (succeeded) return "";
    return found ? ", yet something was made" : "";
}

// The object was to be removed, or to become `new`: puts it back.
static inline const char *path_file_removed(wasi_descriptor base, bool succeeded) {
    bool gone = !path_there(base, "file") || !path_there(base, "dir/file");
    path_made(base, true);
    wasi_descriptor_drop(fs_create(base, STR("file")));
    wasi_descriptor_drop(fs_create(base, STR("dir/file")));
    if (succeeded == gone) return "";
    return gone ? ", yet the file is gone" : ", yet the file is still there";
}

// The file `data.txt` was to be moved to the path.
static inline const char *path_moved_there(wasi_descriptor base, bool succeeded) {
    const char *made = path_made(base, succeeded);
    wasi_descriptor_drop(fs_create(base, STR("data.txt")));
    return made;
}

static inline const char *path_directory_removed(wasi_descriptor base, bool succeeded) {
    bool gone = !path_there(base, "empty") || !path_there(base, "dir/empty");
    FS_RESULT(create_directory_at, made);
    wasi_descriptor_create_directory_at(base, STR("empty"), &made);
    wasi_descriptor_create_directory_at(base, STR("dir/empty"), &made);
    if (succeeded == gone) return "";
    return gone ? ", yet the directory is gone" : ", yet the directory is still there";
}

// The text of a row's path, with the object's name for {}.
static inline wasi_string path_written(const struct row *row, const char *object) {
    wasi_string text = row_text_whole(&table_path_texts[row->path]), path = {0, 0};
    if (same_bytes(SPAN(text), STR("{5000}"))) {
        path.ptr = allocate(5000, 1);
        for (; path.len < 5000; path.len++) path.ptr[path.len] = path.len & 1 ? '/' : '.';
        return text_join(path, text_of(object));
    }
    uint32_t from = 0;
    for (uint32_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] != '{' || text.ptr[i + 1] != '}') continue;
        path = text_join(text_join(path, (wasi_string){text.ptr + from, i - from}), text_of(object));
        from = i + 2;
    }
    return text_join(path, (wasi_string){text.ptr + from, text.len - from});
}

static inline void path_row_check(const struct row *row, const char *object, paths_call *call, path_after *after) {
    wasi_descriptor base = fs_first_preopen();
    wasi_string path = path_written(row, object);
    wasi_string outcome = call(base, SPAN(path));
    const char *and = after(base, same_bytes(SPAN(outcome), STR("ok")));
    row_check(row, *and ? text_join(outcome, text_of(and)) : outcome);
}

static inline void path_rows_check(const char *object, paths_call *call, path_after *after) {
    for (const struct row *row = table_rows; row < table_rows + ROWS; row++) path_row_check(row, object, call, after);
}

#endif
