/*---
title: a name that cannot be a field name cannot be deleted
spec: wasi:http/types#[method]fields.delete
errors: [wasi:http/types#header-error.invalid-syntax]
clause: >
  Delete of a name that is syntactically invalid fails with `invalid-syntax`; it is not just a name that is not
  present. The text says so since 0.2.1.
level: must
since: 0.2.1
needs: [http-outgoing]
checks: [delete]
---*/
#include "http.h"

CASE {
    wasi_fields_delete_result deleted;
    wasi_fields_delete(wasi_fields_new(), STR("bad name"), &deleted);
    check_is_err("delete", wasi_http_header_error, deleted, WASI_HTTP_HEADER_ERROR_INVALID_SYNTAX);
}
