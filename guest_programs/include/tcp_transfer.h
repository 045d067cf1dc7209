// Many bytes over connections, both ways at once, without ever waiting for one direction alone.
//
//   transfer_end ends[] = {transfer_of(pair.client, BYTES, 1), transfer_of(pair.server, BYTES, 2)};
//   transfer(ends, 2);
#ifndef TCP_TRANSFER_H
#define TCP_TRANSFER_H

#include "tcp.h"

enum { TRANSFER_CHUNK = 65536, TRANSFER_MOST = 64 };

typedef struct {
    net_end end;
    uint32_t to_send, sent, to_receive, received;
    uint32_t sends, expects;  // which sequence of bytes goes out and comes in
    uint32_t wrong;           // bytes that are not those of the sequence
} transfer_end;

// The byte at an index of a sequence; no chunk is like another, nor one sequence like another.
static inline char transfer_byte(uint32_t sequence, uint32_t index) {
    uint32_t mixed = (index ^ sequence << 24) * 2654435761u;
    return (char)(mixed >> 24 ^ mixed >> 16);
}

static char transfer_chunk[TRANSFER_CHUNK];

// Sends what the stream permits now.
OUTLINED void transfer_send(transfer_end *end) {
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(end->end.output, &permit);
    require_ok("asking for a permit", wasi_streams_stream_error, permit);
    uint32_t size = end->to_send - end->sent;
    if (size > TRANSFER_CHUNK) size = TRANSFER_CHUNK;
    if (size > permit.ok) size = (uint32_t)permit.ok;
    if (size == 0) return;
    for (uint32_t i = 0; i < size; i++) transfer_chunk[i] = transfer_byte(end->sends, end->sent + i);
    wasi_output_stream_write_result written;
    wasi_output_stream_write(end->end.output, transfer_chunk, size, &written);
    require_ok("writing within the permit", wasi_streams_stream_error, written);
    end->sent += size;
}

// Receives what is there now.
OUTLINED void transfer_receive(transfer_end *end) {
    wasi_input_stream_read_result piece;
    wasi_input_stream_read(end->end.input, TRANSFER_CHUNK, &piece);
    require_ok("reading", wasi_streams_stream_error, piece);
    for (uint32_t i = 0; i < piece.ok.len; i++)
        end->wrong += (char)piece.ok.ptr[i] != transfer_byte(end->expects, end->received + i);
    end->received += piece.ok.len;
}

// Goes on until everything has been sent and received. What a read is given is taken back, or memory would fill.
OUTLINED void transfer(transfer_end *ends, uint32_t count) {
    for (;;) {
        uintptr_t memory = alloc_next;
        wasi_pollable events[2 * TRANSFER_MOST];
        uint32_t of[2 * TRANSFER_MOST], waiting = 0;
        for (uint32_t i = 0; i < count; i++) {
            if (ends[i].sent < ends[i].to_send) {
                of[waiting] = 2 * i;
                events[waiting++] = wasi_output_stream_subscribe(ends[i].end.output);
            }
            if (ends[i].received < ends[i].to_receive) {
                of[waiting] = 2 * i + 1;
                events[waiting++] = wasi_input_stream_subscribe(ends[i].end.input);
            }
        }
        if (!waiting) return;
        wasi_poll_poll_result ready;
        wasi_poll_poll(events, waiting, &ready);
        for (uint32_t i = 0; i < waiting; i++) wasi_pollable_drop(events[i]);
        for (uint32_t i = 0; i < ready.len; i++) {
            transfer_end *end = &ends[of[ready.ptr[i]] / 2];
            if (of[ready.ptr[i]] % 2)
                transfer_receive(end);
            else
                transfer_send(end);
        }
        if (memory) alloc_next = memory;
    }
}

static inline transfer_end transfer_of(net_end end, uint32_t bytes, uint32_t sends, uint32_t expects) {
    return (transfer_end){.end = end, .to_send = bytes, .to_receive = bytes, .sends = sends, .expects = expects};
}

#endif
