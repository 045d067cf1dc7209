// Rows of the table field-immutable: operations that change fields, on fields that hold a value of `x-a`.
#ifndef FIELD_ROWS_H
#define FIELD_ROWS_H

#include "http.h"
#include "rows.h"

static wasi_fields (*field_rows_source)(const struct row *);

OUTLINED wasi_string field_rows_outcome(const struct row *row) {
    wasi_fields fields = field_rows_source(row);
    wasi_string name = row_text_whole(&table_name_texts[row->name]), told, before = http_entries(fields);
    wasi_list_u8 values[] = {{(uint8_t *)"2", 1}};
    switch (row->operation) {
        case OPERATION_APPEND: {
            wasi_fields_append_result got;
            wasi_fields_append(fields, SPAN(name), STR("2"), &got);
            told = text_of_result(wasi_http_header_error, got);
            break;
        }
        case OPERATION_DELETE: {
            wasi_fields_delete_result got;
            wasi_fields_delete(fields, SPAN(name), &got);
            told = text_of_result(wasi_http_header_error, got);
            break;
        }
        default: {
            wasi_fields_set_result got;
            wasi_fields_set(fields, SPAN(name), values, row->operation == OPERATION_SET, &got);
            told = text_of_result(wasi_http_header_error, got);
        }
    }
    wasi_string after = http_entries(fields);
    if (same_bytes(told.ptr, told.len, "ok", 2) || same_bytes(SPAN(before), SPAN(after))) return told;
    return text_join(told, text_join(text_of(", but holds "), text_shown(SPAN(after))));
}

static inline void field_rows_check(wasi_fields (*source)(const struct row *)) {
    field_rows_source = source;
    rows_check(field_rows_outcome);
}

// Mutable fields with one value.
static inline wasi_fields field_rows_made(void) {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-a", "1");
    return fields;
}

#endif
