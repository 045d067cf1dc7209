/*---
title: advise takes every advice and changes nothing
spec: wasi:filesystem/types#[method]descriptor.advise
clause: >
  Each advice can be given for a region of a file, for all of it, and for a region past its end. It is information for
  the host: the file stays as it was. A host that has no use for it may say that it is not supported.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks:
  - {name: normal, allowed: &answers [ok, unsupported], preferred: ok}
  - {name: sequential, allowed: *answers, preferred: ok}
  - {name: random, allowed: *answers, preferred: ok}
  - {name: will-need, allowed: *answers, preferred: ok}
  - {name: dont-need, allowed: *answers, preferred: ok}
  - {name: no-reuse, allowed: *answers, preferred: ok}
  - {name: past-the-end, allowed: *answers, preferred: ok}
  - {name: nothing, allowed: *answers, preferred: ok}
  - content
---*/
#include "fs.h"

static void choose_advised(const char *name, wasi_descriptor file, uint64_t offset, uint64_t length, uint32_t advice) {
    FS_RESULT(advise, got);
    wasi_descriptor_advise(file, offset, length, advice, &got);
    choose_fs(name, got);
}

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    for (uint32_t advice = WASI_FILESYSTEM_ADVICE_NORMAL; advice <= WASI_FILESYSTEM_ADVICE_NO_REUSE; advice++)
        choose_advised(text_of_case(wasi_filesystem_advice_names, advice).ptr, file, 1, 2, advice);
    choose_advised("past-the-end", file, 1000, 1000, WASI_FILESYSTEM_ADVICE_WILL_NEED);
    choose_advised("nothing", file, 0, 0, WASI_FILESYSTEM_ADVICE_DONT_NEED);
    check_eq_text("content", fs_read(file, 100, 0), "text");
}
