/*---
title: fields that the guest has made can be changed
spec:
  - wasi:http/types#[constructor]fields
  - wasi:http/types#[static]fields.from-list
  - wasi:http/types#[method]fields.clone
clause: >
  Fields that are made by the constructor, by from-list or by clone, be it a clone of immutable ones, are mutable:
  append, set and delete succeed.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-immutable, select: {source: [constructor, from-list, clone, clone-of-immutable]}}
---*/
#include "field_rows.h"

static wasi_fields source(const struct row *row) {
    if (row->source == SOURCE_CONSTRUCTOR) return field_rows_made();
    if (row->source == SOURCE_CLONE) return wasi_fields_clone(field_rows_made());
    if (row->source == SOURCE_CLONE_OF_IMMUTABLE)
        return wasi_fields_clone(wasi_outgoing_request_headers(wasi_outgoing_request_new(field_rows_made())));
    wasi_tuple_string_list_u8 entries[] = {{{"x-a", 3}, {(uint8_t *)"1", 1}}};
    wasi_fields_from_list_result made;
    wasi_fields_from_list(SPAN_OF(entries), &made);
    require_ok("from-list", wasi_http_header_error, made);
    return made.ok;
}

CASE { field_rows_check(source); }
