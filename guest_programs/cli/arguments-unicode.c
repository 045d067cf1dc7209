/*---
title: get-arguments passes every kind of text on as it is
spec: wasi:cli/environment#get-arguments
clause: >
  An argument is a string, so that each text of Unicode arrives with the characters that it had: none is dropped,
  replaced, normalised, trimmed or taken for a byte order mark, wherever it stands in the argument.
level: must
since: 0.2.0
arguments:
  - "\U0001F600\U00010348"
  - "e\u0301"
  - "\u00E9"
  - "\u05E9\u05DC\u05D5\u05DD \u202Eabc\u202C"
  - "\uFEFFstart"
  - "end\uFEFF"
  - "\u200B\u200D\u2060"
  - "\U0001F468\u200D\U0001F469\u200D\U0001F467"
  - "\uFFFD\uFFFF\U0010FFFF"
  - "\uE000\U000F0000"
  - "\u007F\u0080\u07FF\u0800"
  - "\u2028\u2029\u0085"
  - " \t\r\n "
  - "\x01\x1b[31m"
  - "\"'`\\$HOME %PATH% * ?"
checks: [beyond-16-bits, combining, composed, right-to-left, mark-first, mark-last, no-width, joined, last-of-unicode,
  private-use, lengths-of-utf8, separators, white-space, control-characters, quotes]
---*/
#include "args.h"

static const struct {
    const char *name, *text;
} given[] = {
    {"beyond-16-bits", "\U0001F600\U00010348"},
    {"combining", "e\u0301"},
    {"composed", "\u00E9"},
    {"right-to-left", "\u05E9\u05DC\u05D5\u05DD \u202Eabc\u202C"},
    {"mark-first", "\uFEFFstart"},
    {"mark-last", "end\uFEFF"},
    {"no-width", "\u200B\u200D\u2060"},
    {"joined", "\U0001F468\u200D\U0001F469\u200D\U0001F467"},
    {"last-of-unicode", "\uFFFD\uFFFF\U0010FFFF"},
    {"private-use", "\uE000\U000F0000"},
    {"lengths-of-utf8", "\x7F\xC2\x80\u07FF\u0800"},
    {"separators", "\u2028\u2029\xC2\x85"},
    {"white-space", " \t\r\n "},
    {"control-characters", "\x01\x1b[31m"},
    {"quotes", "\"'`\\$HOME %PATH% * ?"},
};

CASE {
    const uint32_t count = sizeof given / sizeof *given;
    wasi_list_string all = args_all();
    require("as many elements as arguments were given", all.len >= count);
    for (uint32_t i = 0; i < count; i++) check_eq_text(given[i].name, all.ptr[all.len - count + i], given[i].text);
}
