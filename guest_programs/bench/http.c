// Answers every request with `hello`: what is measured is the host around the handler.
#include "alloc.h"
#include "respond.h"

void wasi_incoming_handler_handle(wasi_incoming_request request, wasi_response_outparam response_out) {
    alloc_next = 0;  // an instance may answer many requests: each begins with the memory that the first one had
    http_respond(response_out, 200, wasi_fields_new(), STR("hello\n"));
    wasi_incoming_request_drop(request);
}
