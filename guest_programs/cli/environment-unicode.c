/*---
title: get-environment passes names and values on as they are
spec: wasi:cli/environment#get-environment
clause: >
  Name and value are strings, so that each text of Unicode arrives with the characters that it had: none is dropped,
  replaced, normalised, trimmed or taken for a byte order mark; upper and lower case are two names, and everything
  after the first equals sign is the value.
level: must
since: 0.2.0
environment:
  ASTRAL: "\U0001F600\U00010348"
  COMBINING: "e\u0301"
  RIGHT_TO_LEFT: "\u05E9\u05DC\u05D5\u05DD"
  MARK: "\uFEFFtext\uFEFF"
  LAST: "\uFFFD\uFFFF\U0010FFFF"
  SPACES: "  \t two  "
  LINES: "one\ntwo\r\n"
  EQUALS: "=a=b="
  QUOTES: "\"'\\$HOME %PATH%"
  SHELL_LIKE: "$(echo no) `echo no`; *"
  Case: mixed
  CASE: upper
  "GRÖSSE_\u03B1": name
  "with space and-hyphen.dot": name
checks: [how-many, astral, combining, right-to-left, mark, last-of-unicode, spaces, lines, equals, quotes, shell-like,
  mixed-case, upper-case, name-not-ascii, name-with-space]
---*/
#include "check.h"

static const struct {
    const char *name, *variable, *value;
} given[] = {
    {"astral", "ASTRAL", "\U0001F600\U00010348"},
    {"combining", "COMBINING", "e\u0301"},
    {"right-to-left", "RIGHT_TO_LEFT", "\u05E9\u05DC\u05D5\u05DD"},
    {"mark", "MARK", "\uFEFFtext\uFEFF"},
    {"last-of-unicode", "LAST", "\uFFFD\uFFFF\U0010FFFF"},
    {"spaces", "SPACES", "  \t two  "},
    {"lines", "LINES", "one\ntwo\r\n"},
    {"equals", "EQUALS", "=a=b="},
    {"quotes", "QUOTES", "\"'\\$HOME %PATH%"},
    {"shell-like", "SHELL_LIKE", "$(echo no) `echo no`; *"},
    {"mixed-case", "Case", "mixed"},
    {"upper-case", "CASE", "upper"},
    {"name-not-ascii", "GRÖSSE_\u03B1", "name"},
    {"name-with-space", "with space and-hyphen.dot", "name"},
};

CASE {
    const uint32_t count = sizeof given / sizeof *given;
    wasi_environment_get_environment_result all;
    wasi_environment_get_environment(&all);
    check_eq_u64("how-many", all.len, count);
    for (uint32_t g = 0; g < count; g++) {
        wasi_string value = text_of("(not in the list)");
        for (uint32_t i = 0; i < all.len; i++)
            if (same_bytes(SPAN(all.ptr[i].f0), given[g].variable, text_length(given[g].variable))) value = all.ptr[i].f1;
        check_eq_text(given[g].name, value, given[g].value);
    }
}
