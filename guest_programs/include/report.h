// The report: one JSON object a line, to stdout, to stderr, or into the body of the response.
// Its form is the one that guest_programs/README.md prescribes.
#ifndef REPORT_H
#define REPORT_H

#include "alloc.h"
#include "base.h"
#include "text.h"

#if defined REPORT_RESPONSE
#include "respond.h"
#endif

static uint32_t report_count;
static bool report_closed;

// ------------------------------------------------------------------------------------------------ where it goes

#if defined REPORT_RESPONSE

// Status and fields of the response that carries the report; a guest may set them before its body ends.
static uint32_t report_status = 200;
static wasi_fields report_fields = -1;

static wasi_response_outparam report_response_out;
static wasi_string report_text;

static inline void report_write(const char *bytes, uint32_t length) {
    report_text = text_join(report_text, (wasi_string){(char *)bytes, length});
}

// A host may hand several requests to one instance: each has a report of its own.
static inline void report_begin(wasi_response_outparam response_out) {
    report_count = 0;
    report_closed = false;
    report_status = 200;
    report_fields = -1;
    report_response_out = response_out;
    report_text.len = 0;
}

// For a request that the report does not answer, because the guest answers it itself or leaves it unanswered.
static inline void no_report(void) { report_closed = true; }

static inline void report_deliver(void) {
    wasi_fields fields = report_fields == -1 ? wasi_fields_new() : report_fields;
    http_respond(report_response_out, report_status, fields, SPAN(report_text));
}

#else

static wasi_output_stream report_stream = -1;

static inline void report_write(const char *bytes, uint32_t length) {
#if defined REPORT_STDERR
    if (report_stream == -1) report_stream = wasi_stderr_get_stderr();
#else
    if (report_stream == -1) report_stream = wasi_stdout_get_stdout();
#endif
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(report_stream, bytes, length, &written);
    if (written.is_err) __builtin_trap();
}

static inline void report_deliver(void) {}

#endif

// ------------------------------------------------------------------------------------------------ lines

// A line is collected and written at once; one longer than blocking-write-and-flush takes is written in pieces.
static char report_line[4096];
static uint32_t report_length;

OUTLINED void report_flush(void) {
    if (report_length) report_write(report_line, report_length);
    report_length = 0;
}

OUTLINED void report_byte(char byte) {
    if (report_length == sizeof report_line) report_flush();
    report_line[report_length++] = byte;
}

OUTLINED void report_raw(const char *text) {
    while (*text) report_byte(*text++);
}

OUTLINED void report_number(uint32_t value) {
    wasi_string digits = text_of_u64(value);
    for (uint32_t i = 0; i < digits.len; i++) report_byte(digits.ptr[i]);
}

OUTLINED void report_string(wasi_string text) {
    const char *hex = "0123456789abcdef";
    report_byte('"');
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte < 0x20 || byte > 0x7e) {
            report_raw("\\\\x");
            report_byte(hex[byte >> 4]);
            report_byte(hex[byte & 15]);
        } else {
            if (byte == '"' || byte == '\\') report_byte('\\');
            report_byte((char)byte);
        }
    }
    report_byte('"');
}

static inline void report_end(void) {
    report_raw("}\n");
    report_flush();
}

// ------------------------------------------------------------------------------------------------ what is said

static inline void report_open(void) {
    report_raw("{\"case\":");
    report_string(text_of(CASE_ID));
    report_raw(",\"protocol\":1");
    report_end();
}

OUTLINED void report_check(const char *name, bool ok, wasi_string got, wasi_string want) {
    report_count++;
    report_raw("{\"check\":");
    report_string(text_of(name));
    report_raw(ok ? ",\"ok\":true,\"got\":" : ",\"ok\":false,\"got\":");
    report_string(got);
    report_raw(",\"want\":");
    report_string(want);
    report_end();
}

OUTLINED void report_choice(const char *name, wasi_string got) {
    report_count++;
    report_raw("{\"check\":");
    report_string(text_of(name));
    report_raw(",\"got\":");
    report_string(got);
    report_end();
}

// The closing line. Whatever a guest does afterwards is its last deed; CASE calls this for those that do not.
static inline void done(void) {
    if (report_closed) return;
    report_closed = true;
    report_raw("{\"done\":");
    report_number(report_count);
    report_end();
    report_deliver();
}

static inline void report_broken_setup(const char *what, wasi_string got) {
    report_check("set-up", false, text_join(text_of(what), text_join(text_of(": "), got)), text_of("ok"));
    done();
    __builtin_trap();
}

#endif
