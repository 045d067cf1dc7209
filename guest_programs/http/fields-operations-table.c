/*---
title: each operation leaves a name with the values that it says
spec:
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.set
  - wasi:http/types#[method]fields.delete
  - wasi:http/types#[method]fields.get
  - wasi:http/types#[method]fields.has
  - wasi:http/types#[method]fields.clone
clause: >
  Append adds a value and keeps those that are there; set clears them and puts the given ones in their place, in their
  order; delete removes them all; a clone has what the original has. Names are equal without regard to case, so that it
  does not matter in which case a name is given. An empty value is a value, and a name without any value is not present:
  has answers true exactly when get gives a value. Other names are left alone.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: field-operations}
---*/
#include "http.h"
#include "rows.h"

static wasi_list_u8 values_before[] = {{(uint8_t *)"1", 1}, {(uint8_t *)"2", 1}};
static wasi_list_u8 values_new[] = {{(uint8_t *)"a", 1}, {(uint8_t *)"", 0}, {(uint8_t *)"a", 1}, {(uint8_t *)"b", 1}};

static void set(wasi_fields fields, wasi_string name, wasi_list_u8 *values, uint32_t count) {
    wasi_fields_set_result done;
    wasi_fields_set(fields, SPAN(name), values, count, &done);
    require_ok("set", wasi_http_header_error, done);
}

static void append(wasi_fields fields, wasi_string name, wasi_list_u8 value) {
    wasi_fields_append_result done;
    wasi_fields_append(fields, SPAN(name), SPAN(value), &done);
    require_ok("append", wasi_http_header_error, done);
}

static void delete(wasi_fields fields, wasi_string name) {
    wasi_fields_delete_result done;
    wasi_fields_delete(fields, SPAN(name), &done);
    require_ok("delete", wasi_http_header_error, done);
}

static wasi_fields made(const struct row *row) {
    wasi_fields fields = wasi_fields_new();
    wasi_string name = text_of("x-Name");
    http_add(fields, "x-other", "9");
    if (row->before != BEFORE_ABSENT) append(fields, name, values_before[0]);
    if (row->before == BEFORE_TWO) append(fields, name, values_before[1]);
    if (row->before == BEFORE_EMPTY) set(fields, name, values_new + 1, 1);
    if (row->before == BEFORE_SET_TO_NOTHING) set(fields, name, values_before, 0);
    if (row->before == BEFORE_DELETED) delete(fields, name);
    return fields;
}

static wasi_fields changed(wasi_fields fields, uint32_t operation, wasi_string name) {
    wasi_list_u8 two[] = {values_new[0], values_new[3]};
    switch (operation) {
        case OPERATION_APPEND: append(fields, name, values_new[0]); break;
        case OPERATION_APPEND_EMPTY: append(fields, name, values_new[1]); break;
        case OPERATION_SET_NOTHING: set(fields, name, two, 0); break;
        case OPERATION_SET_ONE: set(fields, name, values_new, 1); break;
        case OPERATION_SET_EMPTY: set(fields, name, values_new + 1, 1); break;
        case OPERATION_SET_TWO: set(fields, name, two, 2); break;
        case OPERATION_SET_THREE: set(fields, name, values_new, 3); break;
        case OPERATION_DELETE: delete(fields, name); break;
        case OPERATION_DELETE_OTHER: delete(fields, text_of("x-nam")); break;
        case OPERATION_CLONE: return wasi_fields_clone(fields);
    }
    return fields;
}

static wasi_string outcome(const struct row *row) {
    wasi_string name = row_text_whole(&table_casing_texts[row->casing]);
    wasi_fields fields = changed(made(row), row->operation, name);
    wasi_string values = http_field_values(fields, text_join(name, (wasi_string){(char *)"", 1}).ptr);
    wasi_string other = http_field_values(fields, "X-Other");
    if (!same_bytes(SPAN(other), STR("[9]"))) return text_join(text_of("x-other is "), other);
    bool has = wasi_fields_has(fields, SPAN(name));
    if (has != (values.len > 0)) return text_join(values, text_of(has ? "none, but has" : ", but has not"));
    return values.len ? values : text_of("none");
}

CASE { rows_check(outcome); }
