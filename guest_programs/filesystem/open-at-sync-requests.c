/*---
title: open-at takes the synchronisation flags as requests
spec: wasi:filesystem/types#[method]descriptor.open-at
clause: >
  The three flags about the integrity of reads and writes are to be read as requests and not as requirements: a host
  that does not synchronise opens the file all the same, and what is written is read back.
level: should
since: 0.2.0
files: {data.txt: "text"}
checks:
  - {name: file-integrity-sync, allowed: &answers [written, unsupported], preferred: written}
  - {name: data-integrity-sync, allowed: *answers, preferred: written}
  - {name: "file-integrity-sync,data-integrity-sync", allowed: *answers, preferred: written}
  - {name: requested-write-sync, allowed: *answers, preferred: written}
  - {name: "file-integrity-sync,requested-write-sync", allowed: *answers, preferred: written}
  - {name: "data-integrity-sync,requested-write-sync", allowed: *answers, preferred: written}
  - {name: "file-integrity-sync,data-integrity-sync,requested-write-sync", allowed: *answers, preferred: written}
---*/
#include "fs.h"

static wasi_string how(uint32_t sync) {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("data.txt"), 0, FS_READ | FS_WRITE | sync, &got);
    if (got.is_err) return text_of_result(wasi_filesystem_error_code, got);
    fs_write(got.ok, STR("T"), 0);
    wasi_string content = fs_read(got.ok, 100, 0);
    return same_bytes(SPAN(content), STR("Text")) ? text_of("written") : content;
}

CASE {
    for (uint32_t request = 1; request < 8; request++) {
        uint32_t sync = request * WASI_FILESYSTEM_DESCRIPTOR_FLAGS_FILE_INTEGRITY_SYNC;
        wasi_string name = text_join(text_of_flags(wasi_filesystem_descriptor_flags_names, sync), (wasi_string){"", 1});
        choose_text(name.ptr, how(sync));
    }
}
