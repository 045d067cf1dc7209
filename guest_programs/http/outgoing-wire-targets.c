/*---
title: a server sees path and query byte for byte
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.set-path-with-query
clause: >
  The request target on the wire is the path and the query that were set, byte for byte: nothing is decoded, encoded,
  normalised or left out.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http-mirror}
arguments: ["{server.port}"]
table: {name: wire-targets}
---*/
#include "args.h"
#include "http.h"
#include "rows.h"

static wasi_string port;

// What stands between the first two spaces of the request that the mirror saw.
static wasi_string outcome(const struct row *row) {
    wasi_string target = row_text_whole(table_target_texts + row->target);
    wasi_outgoing_request request = http_request(port, "/", wasi_fields_new());
    if (wasi_outgoing_request_set_path_with_query(request, 1, SPAN(target))) return text_of("refused");
    wasi_string seen = http_response_body(http_await(http_send(request)));
    uint32_t from = 0, to;
    while (from < seen.len && seen.ptr[from++] != ' ') {}
    for (to = from; to < seen.len && seen.ptr[to] != ' ';) to++;
    if (same_bytes(seen.ptr + from, to - from, SPAN(target))) return text_of("as it was set");
    return text_join(text_of("as "), text_shown(seen.ptr + from, to - from));
}

CASE {
    port = http_loopback(args_last_number());
    rows_check(outcome);
}
