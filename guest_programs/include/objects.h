// One object of a kind, made at a path and removed again: for tables whose rows each want a fresh one. The case makes what
// links lead to: target-file: "text", target-directory/: null.
//
// Kinds are numbered as the tables list them: file, empty-directory, full-directory, missing, link-to-file,
// link-to-directory, dangling-link, link-loop.
#ifndef OBJECTS_H
#define OBJECTS_H

#include "fs.h"

enum {
    OBJECT_FILE,
    OBJECT_EMPTY_DIRECTORY,
    OBJECT_FULL_DIRECTORY,
    OBJECT_MISSING,
    OBJECT_LINK_TO_FILE,
    OBJECT_LINK_TO_DIRECTORY,
    OBJECT_DANGLING_LINK,
    OBJECT_LINK_LOOP,
};

OUTLINED wasi_string object_inner(wasi_string path) { return text_join(path, text_of("/inner")); }

static inline void object_make_file(wasi_descriptor dir, wasi_string path) {
    wasi_descriptor file = fs_create(dir, SPAN(path));
    fs_write(file, STR("text"), 0);
    wasi_descriptor_drop(file);
}

OUTLINED void object_make(wasi_descriptor dir, uint32_t kind, const char *name) {
    static const char *const targets[] = {"target-file", "target-directory", "target-missing"};
    wasi_string path = text_of(name), inner = object_inner(path);
    if (kind == OBJECT_MISSING) return;
    if (kind == OBJECT_FILE) {
        object_make_file(dir, path);
    } else if (kind == OBJECT_EMPTY_DIRECTORY || kind == OBJECT_FULL_DIRECTORY) {
        FS_RESULT(create_directory_at, made);
        wasi_descriptor_create_directory_at(dir, SPAN(path), &made);
        require_fs_ok("making a directory", made);
        if (kind == OBJECT_FULL_DIRECTORY) object_make_file(dir, inner);
    } else {
        wasi_string target = kind == OBJECT_LINK_LOOP ? path : text_of(targets[kind - OBJECT_LINK_TO_FILE]);
        FS_RESULT(symlink_at, made);
        wasi_descriptor_symlink_at(dir, SPAN(target), SPAN(path), &made);
        require_fs_ok("making a symbolic link", made);
    }
}

// The type of what is at the path, which is not followed; one more than the last type when nothing is.
OUTLINED uint32_t object_type(wasi_descriptor dir, const char *name) {
    FS_RESULT(stat_at, found);
    wasi_descriptor_stat_at(dir, 0, name, text_length(name), &found);
    return found.is_err ? WASI_FILESYSTEM_DESCRIPTOR_TYPE_SOCKET + 1 : found.ok.type;
}

// Removes what is at the path, if something is.
OUTLINED void object_remove(wasi_descriptor dir, const char *name) {
    wasi_string path = text_of(name), inner = object_inner(path);
    FS_RESULT(unlink_file_at, unlinked);
    if (object_type(dir, name) == WASI_FILESYSTEM_DESCRIPTOR_TYPE_DIRECTORY) {
        wasi_descriptor_unlink_file_at(dir, SPAN(inner), &unlinked);
        FS_RESULT(remove_directory_at, removed);
        wasi_descriptor_remove_directory_at(dir, SPAN(path), &removed);
    } else {
        wasi_descriptor_unlink_file_at(dir, SPAN(path), &unlinked);
    }
    require("what a row made can be removed", object_type(dir, name) > WASI_FILESYSTEM_DESCRIPTOR_TYPE_SOCKET);
}

#endif
