/*---
title: get-environment gives the variables that the program was given, and no others
spec: wasi:cli/environment#get-environment
clause: >
  The list holds each variable of the program's environment once, as a pair of its name and its value; the value is all
  of the text that was given, be it empty, not ASCII, or itself with an equals sign. Variables of the host's environment
  that were not given to the program are not in it.
level: must
since: 0.2.0
environment: {PLAIN: one, EMPTY: "", EQUALS: "a=b=c", NOT_ASCII: "ü €", lower: "two words"}
checks: [how-many, plain, empty, equals, not-ascii, lower]
---*/
#include "check.h"

static wasi_environment_get_environment_result all;

// A name that is not there shows as a value that no check wants.
static wasi_string value_of(const char *name) {
    for (uint32_t i = 0; i < all.len; i++)
        if (same_bytes(SPAN(all.ptr[i].f0), name, text_length(name))) return all.ptr[i].f1;
    return text_of("(not in the list)");
}

CASE {
    wasi_environment_get_environment(&all);
    check_eq_u64("how-many", all.len, 5);
    check_eq_text("plain", value_of("PLAIN"), "one");
    check_eq_text("empty", value_of("EMPTY"), "");
    check_eq_text("equals", value_of("EQUALS"), "a=b=c");
    check_eq_text("not-ascii", value_of("NOT_ASCII"), "ü €");
    check_eq_text("lower", value_of("lower"), "two words");
}
