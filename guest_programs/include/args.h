// The arguments and environment that the case's front matter sets.
#ifndef ARGS_H
#define ARGS_H

#include "check.h"

static inline wasi_list_string args_all(void) {
    wasi_list_string all;
    wasi_environment_get_arguments(&all);
    return all;
}

// The last argument, a decimal number such as a peer's port. Counted from the end, because what comes before the arguments
// that were given is the host's choice.
static inline uint32_t args_last_number(void) {
    wasi_list_string all = args_all();
    require("the guest was given its argument", all.len > 0);
    wasi_string text = all.ptr[all.len - 1];
    uint32_t value = 0;
    require("the argument is a number", text.len > 0);
    for (uint32_t i = 0; i < text.len; i++) {
        require("the argument is a number", text.ptr[i] >= '0' && text.ptr[i] <= '9');
        value = value * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return value;
}

#endif
