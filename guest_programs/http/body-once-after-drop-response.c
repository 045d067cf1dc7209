/*---
title: what an outgoing response gave once is not given again when it was dropped
spec:
  - wasi:http/types#[method]outgoing-response.body
  - wasi:http/types#[method]outgoing-body.write
clause: >
  The body of an outgoing response and the stream of a body can be had at most once, also when what was given has been
  dropped since.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [stream, body]
---*/
#include "http.h"

static wasi_string answer(uint32_t is_err) { return text_of(is_err ? "err" : "ok"); }

CASE {
    wasi_outgoing_response message = wasi_outgoing_response_new(wasi_fields_new());
    wasi_outgoing_response_body_result body, again;
    wasi_outgoing_response_body(message, &body);
    require("there is a body", !body.is_err);
    wasi_outgoing_body_write_result stream, another;
    wasi_outgoing_body_write(body.ok, &stream);
    require("there is a stream", !stream.is_err);

    wasi_output_stream_drop(stream.ok);
    wasi_outgoing_body_write(body.ok, &another);
    check_eq_text("stream", answer(another.is_err), "err");
    wasi_outgoing_body_drop(body.ok);
    wasi_outgoing_response_body(message, &again);
    check_eq_text("body", answer(again.is_err), "err");
}
