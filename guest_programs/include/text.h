// Values as the text that a report shows.
#ifndef TEXT_H
#define TEXT_H

#include "alloc.h"
#include "base.h"

// Longer values are cut, and say how long they were.
enum { TEXT_SHOWN = 400 };

// A NUL-terminated text, without copying it.
static inline wasi_string text_of(const char *text) { return (wasi_string){(char *)text, text_length(text)}; }

OUTLINED wasi_string text_join(wasi_string a, wasi_string b) {
    wasi_string joined = {allocate(a.len + b.len, 1), a.len + b.len};
    memcpy(joined.ptr, a.ptr, a.len);
    memcpy(joined.ptr + a.len, b.ptr, b.len);
    return joined;
}

OUTLINED wasi_string text_of_u64(uint64_t value) {
    char *digits = (char *)allocate(20, 1) + 20;
    uint32_t length = 0;
    do {
        *--digits = (char)('0' + value % 10);
        length++;
        value /= 10;
    } while (value);
    return (wasi_string){digits, length};
}

static inline wasi_string text_of_s64(int64_t value) {
    if (value >= 0) return text_of_u64((uint64_t)value);
    return text_join(text_of("-"), text_of_u64(-(uint64_t)value));
}

OUTLINED wasi_string text_shown(const void *bytes, uint32_t length) {
    wasi_string whole = {(char *)bytes, length};
    if (length <= TEXT_SHOWN) return whole;
    whole.len = TEXT_SHOWN;
    wasi_string size = text_join(text_of_u64(length), text_of(" bytes)"));
    return text_join(whole, text_join(text_of("... ("), size));
}

// The name of a case out of a generated list of names; a number that names no case is shown as such.
OUTLINED wasi_string text_of_case(const char *names, uint32_t index) {
    const char *name = names;
    for (uint32_t i = 0; i < index && *name; i++) name += text_length(name) + 1;
    if (*name) return text_of(name);
    return text_join(text_of("no-such-case "), text_of_u64(index));
}

OUTLINED wasi_string text_of_flags(const char *names, uint32_t flags) {
    wasi_string all = text_of("");
    for (const char *name = names; *name; name += text_length(name) + 1, flags >>= 1) {
        if (!(flags & 1)) continue;
        if (all.len) all = text_join(all, text_of(","));
        all = text_join(all, text_of(name));
    }
    if (!flags) return all.len ? all : text_of("none");
    return text_join(all, text_of(all.len ? ",unknown" : "unknown"));
}

// Enums and the tags of variants are one byte at the start of an error, so that both are read alike.
#define text_of_result(TYPE, RESULT) \
    text_of_outcome((RESULT).is_err, TYPE##_names, *(const uint8_t *)&(RESULT).err)

OUTLINED wasi_string text_of_outcome(uint32_t is_err, const char *names, uint32_t error) {
    if (is_err > 1) return text_join(text_of("no-such-case "), text_of_u64(is_err));
    return is_err ? text_of_case(names, error) : text_of("ok");
}

#endif
