// The arguments and environment that the case's front matter sets.
#ifndef ARGS_H
#define ARGS_H

#include "check.h"

static inline wasi_list_string args_all(void) {
    wasi_list_string all;
    wasi_environment_get_arguments(&all);
    return all;
}

// The argument at an index, counting from 1 as a shell does; 0 is the program's name.
static inline wasi_string args_at(uint32_t index) {
    wasi_list_string all = args_all();
    require("the guest was given its arguments", index < all.len);
    return all.ptr[index];
}

// An argument that is a decimal number, such as a peer's port.
static inline uint32_t args_number(uint32_t index) {
    wasi_string text = args_at(index);
    uint32_t value = 0;
    require("the argument is a number", text.len > 0);
    for (uint32_t i = 0; i < text.len; i++) {
        require("the argument is a number", text.ptr[i] >= '0' && text.ptr[i] <= '9');
        value = value * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return value;
}

#endif
