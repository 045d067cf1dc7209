/*---
title: delete removes all values of a name and is content with an absent one
spec: wasi:http/types#[method]fields.delete
clause: >
  Delete removes every value of a name, in whatever case it is given, and leaves other names alone; deleting a name
  that is not present does nothing and succeeds.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [delete, gone, others, absent]
---*/
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-a", "1");
    http_add(fields, "x-a", "2");
    http_add(fields, "x-b", "3");

    wasi_fields_delete_result deleted;
    wasi_fields_delete(fields, STR("X-A"), &deleted);
    check_is_ok("delete", wasi_http_header_error, deleted);
    wasi_string gone = http_field_values(fields, "x-a"), others = http_field_values(fields, "x-b");
    check_eq_text("gone", gone, "");
    check_eq_text("others", others, "[3]");
    wasi_fields_delete(fields, STR("x-absent"), &deleted);
    check_is_ok("absent", wasi_http_header_error, deleted);
}
