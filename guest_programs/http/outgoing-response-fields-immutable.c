/*---
title: the fields of a response that was received cannot be changed
spec:
  - wasi:http/types#[method]incoming-response.headers
  - wasi:http/types#[method]fields.append
  - wasi:http/types#[method]fields.set
  - wasi:http/types#[method]fields.delete
errors: [wasi:http/types#header-error.immutable]
clause: >
  The fields that `headers` gives of an incoming response are immutable: append, set and delete fail with `immutable`.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [append, set, delete]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_incoming_response_headers(http_get(args_last_number(), "/headers"));
    wasi_fields_append_result appended;
    wasi_fields_append(fields, STR("x-a"), STR("1"), &appended);
    check_is_err("append", wasi_http_header_error, appended, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
    wasi_list_u8 values[] = {{(uint8_t *)"3", 1}};
    wasi_fields_set_result set;
    wasi_fields_set(fields, STR("x-a"), SPAN_OF(values), &set);
    check_is_err("set", wasi_http_header_error, set, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
    wasi_fields_delete_result deleted;
    wasi_fields_delete(fields, STR("x-twice"), &deleted);
    check_is_err("delete", wasi_http_header_error, deleted, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
}
