/*---
title: the body of a request that has none is empty
spec:
  - wasi:http/types#[method]incoming-request.consume
  - wasi:http/types#[method]incoming-body.stream
clause: >
  Consume gives the body of every request, and that of one which was sent without a body ends without a byte.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: GET, path: /, expect: {check: status, status: 200}}
report: response
checks: [how-many]
---*/
#include "http.h"

CASE {
    wasi_string body = http_request_body(request);
    check_eq_u64("how-many", body.len, 0);
}
