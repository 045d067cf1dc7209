/*---
title: a forbidden name is forbidden in whatever case and to every function that adds it
spec:
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.set
  - wasi:http/types#[static]fields.from-list
errors: [wasi:http/types#header-error.forbidden]
clause: >
  Which names are forbidden is left to the implementation, but a name is forbidden or not: names are equal without
  regard to case, and the error is for setting a forbidden name with whatever function, so that append, set and
  from-list should say the same to it in small letters and in capitals.
level: should
since: 0.2.0
needs: [http-outgoing]
table: {name: field-forbidden}
---*/
#include "http_parts.h"

static wasi_string in_capitals(wasi_string name, uint32_t step) {
    wasi_string other = text_join(name, text_of(""));
    for (uint32_t i = 0; i < other.len; i += step)
        if (other.ptr[i] >= 'a' && other.ptr[i] <= 'z') other.ptr[i] -= 32;
    return other;
}

static wasi_string outcome(const struct row *row) {
    wasi_string name = row_text_whole(&table_name_texts[row->name]), value = text_of("1"), got;
    wasi_string capitals = in_capitals(name, 1), append = parts_append(name, value);
    switch (row->way) {
        case WAY_APPEND_CAPITALS: got = parts_append(capitals, value); break;
        case WAY_APPEND_MIXED: got = parts_append(in_capitals(name, 2), value); break;
        case WAY_SET: got = parts_set(name, value); break;
        case WAY_SET_CAPITALS: got = parts_set(capitals, value); break;
        case WAY_FROM_LIST: got = parts_from_list(name, value); break;
        default: got = parts_from_list(capitals, value);
    }
    if (same_bytes(SPAN(got), SPAN(append))) return text_of("as append");
    return text_join(got, text_join(text_of(" and not "), append));
}

CASE { rows_check(outcome); }
