/*---
title: the fields of a request stay what they are, and a copy of them can be changed
spec:
  - wasi:http/types#[method]incoming-request.headers
  - wasi:http/types#[method]fields.set
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.delete
  - wasi:http/types#[method]fields.clone
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields of an incoming request are immutable: set, append and delete fail with `immutable` and change nothing. A
  clone of them has the same values and is mutable.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /, headers: {x-sent: "1"}, expect: {check: status, status: 200}}
report: response
checks: [set, set-new, append, append-new, delete, delete-missing, unchanged, clone-has, clone-append, clone-delete, original]
---*/
#include "serve.h"

#define IMMUTABLE(NAME, GOT) check_is_err(NAME, wasi_http_header_error, GOT, WASI_HTTP_HEADER_ERROR_IMMUTABLE)

CASE {
    wasi_fields fields = wasi_incoming_request_headers(request);
    wasi_list_u8 value = {(uint8_t *)"2", 1};
    wasi_fields_set_result set;
    wasi_fields_set(fields, STR("x-sent"), &value, 1, &set);
    IMMUTABLE("set", set);
    wasi_fields_set(fields, STR("x-new"), &value, 1, &set);
    IMMUTABLE("set-new", set);
    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("x-sent"), STR("2"), &appended);
    IMMUTABLE("append", appended);
    wasi_fields_append(fields, STR("x-new"), STR("2"), &appended);
    IMMUTABLE("append-new", appended);
    wasi_fields_delete_result deleted;
    wasi_fields_delete(fields, STR("x-sent"), &deleted);
    IMMUTABLE("delete", deleted);
    wasi_fields_delete(fields, STR("x-new"), &deleted);
    IMMUTABLE("delete-missing", deleted);
    wasi_string sent = http_field_values(fields, "x-sent"), new = http_field_values(fields, "x-new");
    wasi_string both = text_join(sent, new);
    check_eq_text("unchanged", both, "[1]");

    wasi_fields clone = wasi_fields_clone(fields);
    wasi_string copied = http_field_values(clone, "x-sent");
    check_eq_text("clone-has", copied, "[1]");
    wasi_fields_append(clone, STR("x-sent"), STR("2"), &appended);
    check_is_ok("clone-append", wasi_http_header_error, appended);
    wasi_fields_delete(clone, STR("x-sent"), &deleted);
    check_is_ok("clone-delete", wasi_http_header_error, deleted);
    wasi_string original = http_field_values(fields, "x-sent");
    check_eq_text("original", original, "[1]");
}
