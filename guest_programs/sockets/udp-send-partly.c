/*---
title: a send that fails in the middle tells how many were sent before, and sends none after
spec: wasi:sockets/udp#[method]outgoing-datagram-stream.send
errors: [wasi:sockets/network#error-code.invalid-argument]
clause: >
  Send acts as if each datagram was sent in order, until the first error. When one was sent already it does not fail
  but says how many were; the one with the error, sent first the next time, is what fails. Those behind it are not
  sent.
level: must
since: 0.2.0
needs: [network]
checks:
  - {name: partly, allowed: ["2", "1", "too few permitted"], preferred: "2"}
  - first-arrives
  - {name: second, allowed: ["the second", "not sent"], preferred: "the second"}
  - the-bad-one-first
  - next-to-arrive
---*/
#include "udp.h"

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    wasi_udp_outgoing_datagram datagrams[] = {
        udp_to(to.address, STR("the first")),
        udp_to(to.address, STR("the second")),
        udp_to_peer(STR("for whom?")),
        udp_to(to.address, STR("behind it")),
    };
    wasi_outgoing_datagram_stream_send_result sent;
    if (udp_permit(from.out) >= 4) {
        wasi_outgoing_datagram_stream_send(from.out, datagrams, 4, &sent);
        choose_text("partly", udp_sent(sent));
    } else {
        choose("partly", "too few permitted");
        sent = udp_send(from.out, datagrams[0]);
    }
    check_eq_text("first-arrives", udp_next(to.in), "the first");
    if (!sent.is_err && sent.ok == 2)
        choose_text("second", udp_next(to.in));
    else
        choose("second", "not sent");

    if (udp_permit(from.out) >= 2)
        wasi_outgoing_datagram_stream_send(from.out, datagrams + 2, 2, &sent);
    else
        sent = udp_send(from.out, datagrams[2]);
    check_is_err("the-bad-one-first", wasi_network_error_code, sent, WASI_NETWORK_ERROR_CODE_INVALID_ARGUMENT);

    // What was not sent cannot arrive before this.
    udp_must_send(from.out, "the last", to.address);
    check_eq_text("next-to-arrive", udp_next(to.in), "the last");
}
