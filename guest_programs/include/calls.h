// Every function that takes a path, called with one path: for claims that hold for all of them.
//
//   CASE {
//       for (uint32_t i = 0; i < CALLS; i++)
//           choose_text(calls[i].name, calls[i].call(fs_first_preopen(), STR("data.txt\0x")));
//   }
#ifndef CALLS_H
#define CALLS_H

#include "paths.h"

// Symbolic links at the end are not followed. The other path of a call with two is `data.txt` or `new`.
#define CALLS_ONE(NAME, FUNCTION, ...)                                                       \
    static wasi_string call_##NAME(wasi_descriptor base, const char *path, uint32_t length) { \
        FS_RESULT(FUNCTION, got);                                                             \
        wasi_descriptor_##FUNCTION(base, __VA_ARGS__, &got);                                  \
        return fs_told(got);                                                                  \
    }

CALLS_ONE(stat_at, stat_at, 0, path, length)
CALLS_ONE(metadata_hash_at, metadata_hash_at, 0, path, length)
CALLS_ONE(readlink_at, readlink_at, path, length)
CALLS_ONE(open_at, open_at, 0, path, length, 0, FS_READ)
CALLS_ONE(set_times_at, set_times_at, 0, path, length, WASI_FILESYSTEM_NEW_TIMESTAMP_NO_CHANGE, 0, 0,
          WASI_FILESYSTEM_NEW_TIMESTAMP_TIMESTAMP, 1000000000, 0)
CALLS_ONE(link_at_from, link_at, 0, path, length, base, STR("new"))
CALLS_ONE(remove_directory_at, remove_directory_at, path, length)
CALLS_ONE(unlink_file_at, unlink_file_at, path, length)
CALLS_ONE(rename_at_from, rename_at, path, length, base, STR("new"))
CALLS_ONE(create_directory_at, create_directory_at, path, length)
CALLS_ONE(open_at_create, open_at, 0, path, length, FS_CREATE, FS_WRITE)
CALLS_ONE(symlink_at, symlink_at, STR("data.txt"), path, length)
CALLS_ONE(link_at_to, link_at, 0, STR("data.txt"), base, path, length)
CALLS_ONE(rename_at_to, rename_at, STR("data.txt"), base, path, length)

static const struct {
    const char *name;
    paths_call *call;
} calls[] = {
    // These need something at the path.
    {"stat-at", call_stat_at},
    {"metadata-hash-at", call_metadata_hash_at},
    {"readlink-at", call_readlink_at},
    {"open-at", call_open_at},
    {"set-times-at", call_set_times_at},
    {"link-at-from", call_link_at_from},
    {"remove-directory-at", call_remove_directory_at},
    {"unlink-file-at", call_unlink_file_at},
    {"rename-at-from", call_rename_at_from},
    // These make something there.
    {"create-directory-at", call_create_directory_at},
    {"open-at-create", call_open_at_create},
    {"symlink-at", call_symlink_at},
    {"link-at-to", call_link_at_to},
    {"rename-at-to", call_rename_at_to},
};
enum { CALLS = sizeof calls / sizeof calls[0], CALLS_THAT_NEED = 9 };

#endif
