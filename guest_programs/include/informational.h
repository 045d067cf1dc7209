// send-informational, which is unstable (feature informational-outbound-responses) and therefore not in wasi.h.
#ifndef INFORMATIONAL_H
#define INFORMATIONAL_H

#include "serve.h"

WASI_IMPORT("http/types", "[method]response-outparam.send-informational")
void wasi_response_outparam_send_informational(
    wasi_response_outparam self, uint32_t status, wasi_fields headers, wasi_result_void_http_error_code *ret
);

#endif
