/*---
title: an address that nothing can be sent to is an error
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
errors: [wasi:http/types#error-code.destination-IP-unroutable]
clause: >
  A request to an address that no connection can be made to (broadcast, multicast, port 0) fails, with a code that
  says so; the catch-all is for what fits no other code.
level: should
since: 0.2.0
needs: [http-outgoing]
checks:
  - name: broadcast
    allowed: &codes [destination-IP-unroutable, destination-unavailable, destination-IP-prohibited, destination-not-found,
      connection-refused, HTTP-request-denied]
    preferred: destination-IP-unroutable
  - {name: multicast, allowed: *codes, preferred: destination-IP-unroutable}
  - name: port-zero
    allowed: [connection-refused, destination-unavailable, destination-IP-unroutable, destination-not-found,
      HTTP-request-URI-invalid, HTTP-request-denied, refused]
---*/
#include "wire.h"

static wasi_string asked(const char *authority) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("the scheme is accepted", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTP, 0, 0));
    require("the path is accepted", !wasi_outgoing_request_set_path_with_query(request, 1, STR("/")));
    if (wasi_outgoing_request_set_authority(request, 1, authority, text_length(authority))) return text_of("refused");
    return wire_answer_to(request);
}

CASE {
    wire_tells_codes = true;
    wasi_string broadcast = asked("255.255.255.255:80"), multicast = asked("224.0.0.1:80"), zero = asked("127.0.0.1:0");
    choose_text("broadcast", broadcast);
    choose_text("multicast", multicast);
    choose_text("port-zero", zero);
}
