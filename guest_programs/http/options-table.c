/*---
title: a timeout that is accepted is what the getter gives
spec:
  - wasi:http/types#[constructor]request-options
  - wasi:http/types#[method]request-options.connect-timeout
  - wasi:http/types#[method]request-options.set-connect-timeout
  - wasi:http/types#[method]request-options.first-byte-timeout
  - wasi:http/types#[method]request-options.set-first-byte-timeout
  - wasi:http/types#[method]request-options.between-bytes-timeout
  - wasi:http/types#[method]request-options.set-between-bytes-timeout
clause: >
  Each of the three timeouts can be set to a duration or to none and is given back as it was set, to the nanosecond, and
  the other two stay what they were. An error says that the timeout is not supported; then it stays what it was.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: request-options}
---*/
#include "http.h"
#include "rows.h"

static wasi_option_u64 timeout(wasi_request_options options, uint32_t which) {
    wasi_option_u64 got;
    if (which == TIMEOUT_CONNECT) wasi_request_options_connect_timeout(options, &got);
    if (which == TIMEOUT_FIRST_BYTE) wasi_request_options_first_byte_timeout(options, &got);
    if (which == TIMEOUT_BETWEEN_BYTES) wasi_request_options_between_bytes_timeout(options, &got);
    return got;
}

static uint32_t set_timeout(wasi_request_options options, uint32_t which, wasi_option_u64 value) {
    if (which == TIMEOUT_CONNECT) return wasi_request_options_set_connect_timeout(options, value.is_some, value.some);
    if (which == TIMEOUT_FIRST_BYTE)
        return wasi_request_options_set_first_byte_timeout(options, value.is_some, value.some);
    return wasi_request_options_set_between_bytes_timeout(options, value.is_some, value.some);
}

static bool same(wasi_option_u64 a, wasi_option_u64 b) {
    return a.is_some == b.is_some && (!a.is_some || a.some == b.some);
}

static wasi_string shown(wasi_option_u64 value) { return value.is_some ? text_of_u64(value.some) : text_of("none"); }

static const uint64_t values[] = {
    0, 0, 1, 1000000, 1000000000, 3600000000000, (1ull << 53) + 1, (uint64_t)INT64_MAX, UINT64_MAX};

static wasi_string outcome(const struct row *row) {
    wasi_request_options options = wasi_request_options_new();
    if (row->before == BEFORE_SET)
        for (uint32_t i = 0; i < 3; i++) set_timeout(options, i, (wasi_option_u64){1, 7000000000 + i});
    wasi_option_u64 before[3], wanted = {row->value != VALUE_NONE, values[row->value]};
    for (uint32_t i = 0; i < 3; i++) before[i] = timeout(options, i);

    uint32_t refused = set_timeout(options, row->timeout, wanted);
    for (uint32_t i = 0; i < 3; i++) {
        wasi_option_u64 after = timeout(options, i), want = i == row->timeout && !refused ? wanted : before[i];
        if (same(after, want)) continue;
        wasi_string told = text_of(i != row->timeout ? "another is now " : refused ? "unsupported, but now " : "reads ");
        return text_join(told, shown(after));
    }
    wasi_request_options_drop(options);
    return text_of(refused ? "unsupported" : "kept");
}

CASE { rows_check(outcome); }
