/*---
title: fields are sent in the order in which entries gives them
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]fields.entries
  - wasi:http/types#[method]outgoing-request.headers
clause: >
  `entries` gives names and values in the order in which they will be serialised for transport: that is the order in
  which they stand in the request on the wire.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http-mirror}
arguments: ["{server.port}"]
checks: [how-many, in-order]
---*/
#include "args.h"
#include "http.h"

// Where `line` stands in `text` behind `from`, without regard to case; the length of `text` if nowhere.
static uint32_t find_line(wasi_string text, wasi_string line, uint32_t from) {
    for (; from + line.len <= text.len; from++) {
        uint32_t same = 0;
        while (same < line.len && (text.ptr[from + same] | 32) == (line.ptr[same] | 32)) same++;
        if (same == line.len) return from;
    }
    return text.len;
}

CASE {
    static const char *const names[] = {"x-m", "x-b", "X-Z", "x-a", "x-q", "x-b", "x-c", "x-m"};
    wasi_fields fields = wasi_fields_new();
    char value[] = "0";
    for (uint32_t i = 0; i < 8; i++, value[0]++) http_add(fields, names[i], value);
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", fields);
    wasi_fields headers = wasi_outgoing_request_headers(request);
    wasi_fields_entries_result entries;
    wasi_fields_entries(headers, &entries);
    wasi_fields_drop(headers);
    wasi_string seen = http_response_body(http_await(http_send(request)));

    check_eq_u64("how-many", entries.len, 8);
    uint32_t at = 0, ordered = 0;
    for (uint32_t i = 0; i < entries.len; i++, ordered += at < seen.len) {
        wasi_string text = {(char *)entries.ptr[i].f1.ptr, entries.ptr[i].f1.len};
        wasi_string line = text_join(entries.ptr[i].f0, text_join(text_of(": "), text));
        at = find_line(seen, line, at);
    }
    report_check("in-order", ordered == 8, text_shown(SPAN(seen)), text_of("the order of entries"));
}
