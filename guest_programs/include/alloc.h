// Memory: one arena after the program's data, which only grows. A guest lives for one claim and gives nothing back.
#ifndef ALLOC_H
#define ALLOC_H

#include "base.h"

extern unsigned char __heap_base;
static uintptr_t alloc_next;

// Fresh bytes, zeroed because WebAssembly memory is. Traps when memory cannot grow any more.
OUTLINED void *allocate(size_t size, size_t align) {
    const size_t page = 65536;
    uintptr_t start = alloc_next ? alloc_next : (uintptr_t)&__heap_base;
    start = (start + align - 1) & ~(uintptr_t)(align - 1);
    uintptr_t end = start + size, have = __builtin_wasm_memory_size(0) * page;
    if (end < start) __builtin_trap();
    if (end > have && __builtin_wasm_memory_grow(0, (end - have + page - 1) / page) == (size_t)-1) __builtin_trap();
    alloc_next = end;
    return (void *)start;
}

// The host puts lists and strings here. Hosts ask for the most that a string can take and then shrink it, so growing
// and copying must really work, and shrinking must keep the bytes where they are.
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    if (size == 0) return (void *)align;
    if (old_size && size <= old_size) return old;
    void *fresh = allocate(size, align);
    if (old_size) memcpy(fresh, old, old_size);
    return fresh;
}

#endif
