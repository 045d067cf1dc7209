"""The certificates of peers that speak TLS, made for the run by an authority of the run's own."""

from __future__ import annotations

import atexit
import datetime
import shutil
import ssl
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from conformance.peer_specs import Certificate

if TYPE_CHECKING:
    import trustme

_NAMES = ("127.0.0.1", "localhost")


@cache
def _authority(name: str) -> trustme.CA:
    import trustme  # with its cryptography it is heavy: only peers with TLS pay for it

    return trustme.CA(organization_name=f"wasi-conformance, {name}", key_type=trustme.KeyType.ECDSA)


def _trusted() -> trustme.CA:
    return _authority("of this run")


@cache
def authority_file() -> Path:
    """The certificate of this run's authority, which a runtime may be told to trust, for as long as we live."""
    folder = Path(tempfile.mkdtemp(prefix="wasi-conformance-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "authority.pem"
    _trusted().cert_pem.write_to_path(str(file))
    return file


@cache
def server_context(kind: Certificate) -> ssl.SSLContext:
    """How a server with such a certificate speaks TLS."""
    import trustme

    long_ago = datetime.datetime(2020, 1, 1)
    made = (_authority("that nobody trusts") if kind == "untrusted" else _trusted()).issue_cert(
        *(("other.invalid",) if kind == "other-name" else _NAMES),
        not_before=long_ago if kind == "expired" else None,
        not_after=long_ago + datetime.timedelta(days=1) if kind == "expired" else None,
        key_type=trustme.KeyType.ECDSA,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.configure_cert(context)
    return context
