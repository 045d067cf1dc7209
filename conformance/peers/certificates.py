"""The certificates of peers that speak TLS, made for the run by an authority of the run's own."""

from __future__ import annotations

import datetime
import ssl
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import trustme

Kind = Literal["trusted", "expired", "other-name"]
_NAMES = ("127.0.0.1", "localhost")


@cache
def authority() -> trustme.CA:
    """The authority of this run."""
    import trustme  # with its cryptography it is heavy: only peers with TLS pay for it

    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@cache
def server_context(kind: Kind) -> ssl.SSLContext:
    """How a server with such a certificate speaks TLS."""
    import trustme

    long_ago = datetime.datetime(2020, 1, 1)
    made = authority().issue_cert(
        *(("other.invalid",) if kind == "other-name" else _NAMES),
        not_before=long_ago if kind == "expired" else None,
        not_after=long_ago + datetime.timedelta(days=1) if kind == "expired" else None,
        key_type=trustme.KeyType.ECDSA,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.configure_cert(context)
    return context
