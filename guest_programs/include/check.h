// The checks: what a guest reports of its claim, in the form of guest_programs/README.md.
//
//   #include "check.h"
//
//   CASE {
//       uint64_t first = wasi_monotonic_clock_now();
//       check_at_least_u64("not-earlier", wasi_monotonic_clock_now(), first);
//   }
//
// CASE opens the report, runs the body and closes it. In the command world it defines wasi:cli/run#run, which returns
// ok unless the body says `case_fails()`. In the proxy world it defines wasi:http/incoming-handler#handle, and the body
// has `request` and `response_out`; with `report: response`, the frame answers with the report and the body must leave
// `response_out` alone (report_status and report_fields change the answer). The report answers the first request; a
// guest that answers another one itself says `no_report()`.
//
// A guest that goes on to trap or to exit calls `done()` before.
// The build defines CASE_ID, WORLD_COMMAND or WORLD_PROXY, and REPORT_STDOUT, REPORT_STDERR or REPORT_RESPONSE.
#ifndef CHECK_H
#define CHECK_H

#include "alloc.h"
#include "base.h"
#include "report.h"

// ------------------------------------------------------------------------------------------------ checks

static inline void check_ok(const char *name, bool ok) {
    report_check(name, ok, text_of(ok ? "true" : "false"), text_of("true"));
}

static inline void check_eq_u64(const char *name, uint64_t got, uint64_t want) {
    report_check(name, got == want, text_of_u64(got), text_of_u64(want));
}

static inline void check_eq_s64(const char *name, int64_t got, int64_t want) {
    report_check(name, got == want, text_of_s64(got), text_of_s64(want));
}

static inline void check_at_least_u64(const char *name, uint64_t got, uint64_t least) {
    report_check(name, got >= least, text_of_u64(got), text_join(text_of("at least "), text_of_u64(least)));
}

static inline void check_at_most_u64(const char *name, uint64_t got, uint64_t most) {
    report_check(name, got <= most, text_of_u64(got), text_join(text_of("at most "), text_of_u64(most)));
}

// Bytes, given as STR("..."), SPAN(variable) or SPAN_OF(array).
static inline void check_eq_str(
    const char *name, const void *got, uint32_t got_len, const void *want, uint32_t want_len
) {
    report_check(name, same_bytes(got, got_len, want, want_len), text_shown(got, got_len), text_shown(want, want_len));
}

// The commonest form: a string against a literal without NUL.
static inline void check_eq_text(const char *name, wasi_string got, const char *want) {
    check_eq_str(name, got.ptr, got.len, want, text_length(want));
}

// An enum, or the tag of a variant, by the names of its cases:
//   check_eq_enum("kind", wasi_filesystem_descriptor_type, got, WASI_FILESYSTEM_DESCRIPTOR_TYPE_DIRECTORY)
#define check_eq_enum(NAME, TYPE, GOT, WANT) check_eq_case(NAME, TYPE##_names, GOT, WANT)

static inline void check_eq_case(const char *name, const char *names, uint32_t got, uint32_t want) {
    report_check(name, got == want, text_of_case(names, got), text_of_case(names, want));
}

// Flags, by their names joined by commas.
#define check_eq_flags(NAME, TYPE, GOT, WANT) check_eq_flag_names(NAME, TYPE##_names, GOT, WANT)

static inline void check_eq_flag_names(const char *name, const char *names, uint32_t got, uint32_t want) {
    report_check(name, got == want, text_of_flags(names, got), text_of_flags(names, want));
}

// A result, told as `ok` or as the case of its error. TYPE is the error's enum or variant; RESULT is a variable that
// holds a generated struct with is_err and err.
#define check_is_ok(NAME, TYPE, RESULT) check_result(NAME, text_of_result(TYPE, RESULT), text_of("ok"))
#define check_is_err(NAME, TYPE, RESULT, WANT) \
    check_result(NAME, text_of_result(TYPE, RESULT), text_of_case(TYPE##_names, WANT))

static inline void check_result(const char *name, wasi_string got, wasi_string want) {
    report_check(name, same_bytes(got.ptr, got.len, want.ptr, want.len), got, want);
}

// ------------------------------------------------------------------------------------------------ choices

// A check whose allowed values are in the front matter: reports what was got, and the judge decides.
static inline void choose(const char *name, const char *got) { report_choice(name, text_of(got)); }
static inline void choose_u64(const char *name, uint64_t got) { report_choice(name, text_of_u64(got)); }
static inline void choose_text(const char *name, wasi_string got) { report_choice(name, text_shown(got.ptr, got.len)); }
#define choose_enum(NAME, TYPE, GOT) report_choice(NAME, text_of_case(TYPE##_names, GOT))
#define choose_result(NAME, TYPE, RESULT) report_choice(NAME, text_of_result(TYPE, RESULT))

// ------------------------------------------------------------------------------------------------ set-up

// What has to hold before the claim can be made. When it does not, the report says so by a check that no case declares,
// and the guest traps: it must not look like a pass, nor like a wrong answer to the claim.
static inline void require(const char *what, bool ok) {
    if (!ok) report_broken_setup(what, text_of("false"));
}
#define require_ok(WHAT, TYPE, RESULT)                                                    \
    do {                                                                                  \
        if ((RESULT).is_err) report_broken_setup(WHAT, text_of_result(TYPE, RESULT));     \
    } while (0)

// ------------------------------------------------------------------------------------------------ the frame

#if defined WORLD_COMMAND

static uint32_t case_result;

// Makes wasi:cli/run#run return an error.
static inline void case_fails(void) { case_result = 1; }

static void case_body(void);

uint32_t wasi_run_run(void) {
    report_open();
    case_body();
    done();
    return case_result;
}

#define CASE static void case_body(void)

#elif defined WORLD_PROXY

static void case_body(wasi_incoming_request request, wasi_response_outparam response_out);

void wasi_incoming_handler_handle(wasi_incoming_request request, wasi_response_outparam response_out) {
#ifdef REPORT_RESPONSE
    report_begin(response_out);
#endif
    report_open();
    case_body(request, response_out);
    done();
}

#define CASE static void case_body(wasi_incoming_request request, wasi_response_outparam response_out)

#else
#error "the build defines WORLD_COMMAND or WORLD_PROXY"
#endif

#endif
