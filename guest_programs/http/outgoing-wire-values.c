/*---
title: a server sees the value of a field byte for byte
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]fields.append
clause: >
  The value on the wire is the one that the fields have, byte for byte, whatever bytes these are, as long as they are
  valid in a value.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http-mirror}
arguments: ["{server.port}"]
table: {name: wire-values}
---*/
#include "args.h"
#include "http.h"
#include "rows.h"

static wasi_string port;

// What follows `x-v:` and white space, up to the end of its line, in the request that the mirror saw.
static wasi_string outcome(const struct row *row) {
    wasi_string value = row_text_whole(table_value_texts + row->value);
    wasi_fields fields = wasi_fields_new();
    wasi_fields_append_result added;
    wasi_fields_append(fields, STR("x-v"), SPAN(value), &added);
    if (added.is_err) return text_of("refused");
    wasi_string seen = http_response_body(http_await(http_send(http_request(port, "/", fields))));
    uint32_t from = 0, to;
    while (from + 4 < seen.len && !same_bytes(seen.ptr + from, 4, "x-v:", 4)) from++;
    for (from += 4; from < seen.len && seen.ptr[from] == ' ';) from++;
    for (to = from; to < seen.len && seen.ptr[to] != '\r';) to++;
    if (same_bytes(seen.ptr + from, to - from, SPAN(value))) return text_of("as it was set");
    return text_join(text_of("as "), text_shown(seen.ptr + from, to - from));
}

CASE {
    port = http_loopback(args_last_number());
    rows_check(outcome);
}
