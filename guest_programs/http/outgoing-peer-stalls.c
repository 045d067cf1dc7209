/*---
title: timeouts end what a server keeps waiting for, and nothing else
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]request-options.set-connect-timeout
  - wasi:http/types#[method]request-options.set-first-byte-timeout
  - wasi:http/types#[method]request-options.set-between-bytes-timeout
clause: >
  A timeout that request-options accepted ends the wait that it is for, with an error of the future or of the body's
  stream: for the first byte of the body, or for each further one. It ends no other wait, and what comes in time is
  received whole.
level: must
confirmed: "two readers of the text, 2026-11-22; the text says first byte of the response body, and each check passes somewhere"
since: 0.2.0
needs: [http-outgoing]
peers: {server: {behaviours: peer-stalls}}
arguments: ["{server.port}"]
table: {name: peer-stalls, select: {asks: answer}}
---*/
#include "rows.h"
#include "wire_many.h"

static const char peers[] =
    "before-status-line\0in-status-line\0in-headers\0before-body\0in-body\0in-chunk\0between-chunks\0before-end\0";
static struct wire_call calls[ROWS];
static bool unsupported[ROWS];

static void send(const struct row *row, struct wire_call *call) {
    wasi_request_options options = wasi_request_options_new();
    uint32_t which = row->timeouts, refused = 0;
    const uint64_t most = 600000000;
    if (which == TIMEOUTS_CONNECT || which == TIMEOUTS_ALL)
        refused |= wasi_request_options_set_connect_timeout(options, 1, most);
    if (which == TIMEOUTS_FIRST_BYTE || which == TIMEOUTS_ALL)
        refused |= wasi_request_options_set_first_byte_timeout(options, 1, most);
    if (which == TIMEOUTS_BETWEEN_BYTES || which == TIMEOUTS_ALL)
        refused |= wasi_request_options_set_between_bytes_timeout(options, 1, most);
    wasi_outgoing_request request = wire_get(text_of_case(peers, row->peer));
    wasi_outgoing_handler_handle(request, !refused, options, &call->sent);
    unsupported[call - calls] = refused;
}

static wasi_string outcome(const struct row *row) {
    return unsupported[row - table_rows] ? text_of("unsupported") : calls[row - table_rows].told;
}

CASE {
    for (uint32_t i = 0; i < ROWS; i++) send(table_rows + i, calls + i);
    wire_finish_all(calls, ROWS);
    rows_check(outcome);
}
