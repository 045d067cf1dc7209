// Many requests at once, so that waiting for all takes no longer than waiting for the slowest.
#ifndef WIRE_MANY_H
#define WIRE_MANY_H

#include "wire.h"

enum { WIRE_VAIN = 50 };

// Goes on with every call until all has been told of each. A poll that returns for nothing is another claim's concern:
// after some of these, one call alone is waited for.
OUTLINED void wire_finish_all(struct wire_call *calls, uint32_t count) {
    wasi_pollable *waiting = allocate(count * sizeof *waiting, sizeof *waiting);
    bool *over = allocate(count, 1);
    memset(over, 0, count);
    for (uint32_t vain = 0;; vain++) {
        uint32_t left = 0;
        for (uint32_t i = 0; i < count; i++) {
            if (over[i]) continue;
            wasi_pollable ready = wire_step(calls + i);
            over[i] = !ready;
            if (ready)
                waiting[left++] = ready;
            else
                vain = 0;
        }
        if (!left) return;
        wasi_poll_poll_result done;
        if (vain < WIRE_VAIN)
            wasi_poll_poll(waiting, left, &done);
        else
            wasi_pollable_block(waiting[0]);
        for (uint32_t i = 0; i < left; i++) wasi_pollable_drop(waiting[i]);
    }
}

#endif
