// Rows of the table objects: each makes an object of its kind at the path `object`, calls the function with that path, and
// removes the object.
//
//   static wasi_string call(wasi_descriptor base, const char *path, uint32_t length) { ... }
//   CASE { object_rows_check(call, call); }
#ifndef OBJECT_ROWS_H
#define OBJECT_ROWS_H

#include "calls.h"
#include "objects.h"
#include "rows.h"

// For functions that take path flags: the same with symlink-follow.
#define CALLS_FOLLOWING(NAME, FUNCTION, ...) CALLS_ONE(NAME##_following, FUNCTION, FS_FOLLOW, __VA_ARGS__)

static inline void object_rows_check(paths_call *plain, paths_call *following) {
    wasi_descriptor dir = fs_first_preopen();
    for (const struct row *row = table_rows; row < table_rows + ROWS; row++) {
        object_make(dir, row->kind, "object");
        row_check(row, (row->path == PATH_FOLLOW ? following : plain)(dir, STR("object")));
        object_remove(dir, "object");
    }
}

#endif
