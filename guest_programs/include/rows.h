// The rows of a table (`table:` in the front matter), walked one by one: each is a check.
//
//   static wasi_string outcome(const struct row *row) { ... return text_of("ok"); }
//   CASE { rows_check(outcome); }
//
// `struct row` has a member for each axis of guest_programs/tables/NAME.yaml. Constants name its values: KIND_FILE for the
// label `file` of the axis `kind`, OPEN_CREATE for the bit of the flag `create` of the axis `open`.
#ifndef ROWS_H
#define ROWS_H

#include "check.h"

// A text on an axis of texts, `times` times.
struct row_text {
    const char *piece;
    uint32_t length, times;
};

OUTLINED wasi_string row_text_whole(const struct row_text *text) {
    wasi_string whole = {allocate(text->length * text->times, 1), 0};
    for (uint32_t i = 0; i < text->times; i++, whole.len += text->length)
        memcpy(whole.ptr + whole.len, text->piece, text->length);
    return whole;
}

// Two labels with something between them, unless the first is empty.
OUTLINED wasi_string row_joined(wasi_string first, const char *between, wasi_string second) {
    return first.len ? text_join(text_join(first, text_of(between)), second) : second;
}

static inline wasi_string row_then(wasi_string name, wasi_string label) { return row_joined(name, " ", label); }

OUTLINED wasi_string row_flags(const char *names, const char *empty, uint32_t flags) {
    wasi_string all = {0, 0};
    for (const char *name = names; *name; name += text_length(name) + 1, flags >>= 1)
        if (flags & 1) all = row_joined(all, "+", text_of(name));
    return all.len ? all : text_of(empty);
}

#include "table.h"

enum { ROWS = sizeof table_rows / sizeof table_rows[0] };

// One answer is right: it is compared here. Otherwise the judge has those that are allowed.
static inline void row_check(const struct row *row, wasi_string got) {
    const char *name = table_name(row);
    if (row->want)
        check_result(name, got, text_of_case(table_wants, row->want - 1));
    else
        report_choice(name, got);
}

static inline void rows_check(wasi_string (*outcome)(const struct row *)) {
    for (const struct row *row = table_rows; row < table_rows + ROWS; row++) row_check(row, outcome(row));
}

// What is reported of a result of the filesystem: `ok` or the code.
#define row_fs(RESULT) text_of_result(wasi_filesystem_error_code, RESULT)

#endif
