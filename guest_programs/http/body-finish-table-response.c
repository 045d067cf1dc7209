/*---
title: finish compares the body of a response with the declared length
spec:
  - wasi:http/types#[static]outgoing-body.finish
  - wasi:http/types#[method]outgoing-body.write
clause: >
  When the outgoing response was constructed with a Content-Length field, finish fails if what was written to the
  body is not as long as that field says, be it shorter or longer, and otherwise succeeds; without the field it succeeds
  for any length. Trailers may be given to it.
level: must
since: 0.2.0
needs: [http-outgoing]
table: {name: outgoing-bodies, select: {owner: response}}
---*/
#include "http.h"
#include "rows.h"

static wasi_outgoing_body body_of(const struct row *row) {
    wasi_string declared = row_text_whole(&table_declared_texts[row->declared]);
    wasi_fields fields = wasi_fields_new();
    if (declared.len) http_add(fields, "content-length", text_join(declared, (wasi_string){(char *)"", 1}).ptr);
    wasi_outgoing_response_body_result body;
    wasi_outgoing_response_body(wasi_outgoing_response_new(fields), &body);
    require("the response has a body", !body.is_err);
    return body.ok;
}

// Nobody reads the body, so that there is room for a little and no waiting. Tells whether it was taken.
static bool written(wasi_outgoing_body body, uint32_t how) {
    static const uint32_t lengths[] = {0, 0, 5, 10, 11};
    if (how == WRITTEN_NO_STREAM) return true;
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_output_stream_write_result done = {.is_err = 0};
    if (lengths[how]) {
        wasi_output_stream_check_write_result permit;
        wasi_output_stream_check_write(stream.ok, &permit);
        require("the stream has room", !permit.is_err && permit.ok >= lengths[how]);
        wasi_output_stream_write(stream.ok, "hello world", lengths[how], &done);
    }
    wasi_output_stream_drop(stream.ok);
    return !done.is_err;
}

static wasi_string outcome(const struct row *row) {
    wasi_outgoing_body body = body_of(row);
    if (!written(body, row->written)) return text_of("a write that fails");
    wasi_fields trailers = row->trailers == TRAILERS_NONE ? 0 : wasi_fields_new();
    if (row->trailers == TRAILERS_SOME) http_add(trailers, "x-trailer", "1");
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body, row->trailers != TRAILERS_NONE, trailers, &finished);
    return text_of(finished.is_err ? "an error" : "ok");
}

CASE { rows_check(outcome); }
