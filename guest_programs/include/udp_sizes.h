// Rows of the table udp-sizes: a datagram of a pattern is sent to `udp_sizes_to`, and comes back on the same socket.
#ifndef UDP_SIZES_H
#define UDP_SIZES_H

#include "rows.h"
#include "udp.h"

static udp_end udp_sizes_from;
static udp_end udp_sizes_at;
static udp_address udp_sizes_to;

static wasi_string udp_size_row(const struct row *row) {
    const struct row_text *size = &table_size_texts[row->size];
    uint32_t length = size->length * size->times;
    uint8_t *bytes = allocate(length, 1);
    for (uint32_t i = 0; i < length; i++) bytes[i] = (uint8_t)(i * 7 + (i >> 8));

    wasi_outgoing_datagram_stream_send_result sent = udp_send(udp_sizes_from.out, udp_to(udp_sizes_to, bytes, length));
    if (sent.is_err || sent.ok != 1) return udp_sent(sent);
    wasi_string got = udp_next(udp_sizes_at.in);
    if (got.len != length) return text_join(text_of_u64(got.len), text_of(" bytes"));
    return text_of(memcmp(got.ptr, bytes, length) ? "other bytes" : "whole");
}

#endif
