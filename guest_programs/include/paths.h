// Paths that a function must refuse: tables that are the same for every function that takes a path.
//
//   static wasi_string call(wasi_descriptor base, const char *path, uint32_t length) {
//       FS_RESULT(stat_at, got);
//       wasi_descriptor_stat_at(base, 0, path, length, &got);
//       return fs_told(got);
//   }
//   CASE { paths_check_leaving("", call); }
#ifndef PATHS_H
#define PATHS_H

#include "fs.h"

// Calls the function under test with a path, and tells how it went: `ok`, or the name of the error.
typedef wasi_string paths_call(wasi_descriptor base, const char *path, uint32_t length);

#define fs_told(RESULT) text_of_result(wasi_filesystem_error_code, RESULT)

OUTLINED const char *paths_check_name(const char *prefix, const char *name) {
    wasi_string joined = text_join(text_join(text_of(prefix), text_of(name)), (wasi_string){"", 1});
    return joined.ptr;
}

// ------------------------------------------------------------------------------------------------ leaving

// Paths that leave the base directory on their way, with or without coming back. The case makes what they pass over:
//   data.txt: "text", sub/deep/: null, out: {symlink: ../outside-dir}, sub/out: {symlink: ../../outside-dir},
//   up: {symlink: ..}, chain: {symlink: out}, in: {symlink: sub/deep}, dangling: {symlink: ../missing},
//   rooted: {symlink: /no/such/directory}, rooted-inside: {symlink: /sub}
static const char *const paths_leaving[] = {
    "/", "/data.txt", "..", "../", "../outside.txt", "../missing", "../files/data.txt", "./../outside.txt",
    "sub/../..", "sub/../../outside.txt", "sub/deep/../../../outside-dir/inner.txt", "in/../../../outside.txt",
    "out/inner.txt", "out/missing", "sub/out/inner.txt", "up/outside.txt", "up/files/data.txt",
    "chain/inner.txt", "dangling/x", "rooted/x", "rooted-inside/deep",
};

// Symbolic links that lead out of the base directory themselves.
static const char *const paths_links_leaving[] = {
    "out", "sub/out", "up", "chain", "dangling", "rooted", "rooted-inside",
};

OUTLINED void paths_check_not_permitted(
    const char *prefix, paths_call *call, const char *const *paths, uint32_t count
) {
    wasi_descriptor base = fs_first_preopen();
    for (uint32_t i = 0; i < count; i++)
        check_result(paths_check_name(prefix, paths[i]), call(base, paths[i], text_length(paths[i])),
                     text_of("not-permitted"));
}

static inline void paths_check_leaving(const char *prefix, paths_call *call) {
    paths_check_not_permitted(prefix, call, SPAN_OF(paths_leaving));
}

// For calls that follow a symbolic link at the end of a path.
static inline void paths_check_links_leaving(const char *prefix, paths_call *call) {
    paths_check_not_permitted(prefix, call, SPAN_OF(paths_links_leaving));
}

// ------------------------------------------------------------------------------------------------ leading nowhere

OUTLINED void paths_check_one(
    const char *prefix, const char *name, paths_call *call, const void *path, uint32_t length, const char *want
) {
    check_result(paths_check_name(prefix, name), call(fs_first_preopen(), path, length), text_of(want));
}

// Paths that no function can resolve. The case makes what they pass over:
//   data.txt: "text", loop: {symlink: other-loop}, other-loop: {symlink: loop}
OUTLINED void paths_check_unresolvable(const char *prefix, paths_call *call) {
    enum { LONG = 5000 };
    char *long_name = allocate(LONG, 1);
    memset(long_name, 'n', LONG);
    paths_check_one(prefix, "below-nothing", call, STR("missing/x"), "no-entry");
    paths_check_one(prefix, "below-file", call, STR("data.txt/x"), "not-directory");
    paths_check_one(prefix, "below-loop", call, STR("loop/x"), "loop");
    paths_check_one(prefix, "long-name", call, long_name, LONG, "name-too-long");
}

#endif
