"""What this Wasmtime grants a guest, found out by letting small guests try.

The guests are components in text form in the folder ``guests``. Each exports functions that return ``result<_, E>``:
ok when WASI let the guest do it, else the error that WASI gave. A driver asks once, when it is greeted.
"""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from embedding import Embedding, Preopen, Refused, c_function, configure, said
from wasmtime import Store, WasmtimeError, wat2wasm

_TEXTS = Path(__file__).parent / "guests"
_PATIENCE_S = 2.0


def measure(embedding: Embedding) -> dict[str, str]:
    """The needs that cannot be met, each with what was seen."""
    found = {
        "network": _network(embedding),
        "name-lookup": _name_lookup(embedding),
        "http-outgoing": _http_outgoing(embedding),
        "http-incoming": _http_incoming(),
        "readonly-preopens": _readonly_preopens(embedding),
    }
    return {need: reason for need, reason in found.items() if reason is not None}


def _try(
    embedding: Embedding,
    probe: str,
    exports: Sequence[str],
    grants: Collection[str],
    preopens: Sequence[Preopen] = (),
    arguments: Sequence[str] = (),
) -> str | None:
    """Call the exports of a probe in turn, in one instance; what was seen when one of them failed, else None."""
    component = embedding.compile(bytes(wat2wasm((_TEXTS / f"{probe}.wat").read_text(encoding="utf-8"))))
    with Store(embedding.engine) as store:
        try:
            instance = embedding.instantiate(store, component, configure([probe], {}, preopens, grants), grants)
        except (Refused, WasmtimeError) as error:
            return f"not linked: {said(error).splitlines()[0]}"
        for export in exports:
            function = instance.get_func(store, export)
            if function is None:
                return f"the probe {probe} has no {export}"
            try:
                result = function(store, *arguments)
                function.post_return(store)
            except WasmtimeError as error:
                return f"{export} trapped: {said(error).splitlines()[0]}"
            if result is not None and getattr(result, "tag", "err") == "err":  # an untagged result is ok when None
                return f"{export} answered {getattr(result, 'payload', result)}"
    return None


def _because(seen: str | None, function: str) -> str | None:
    if seen is None:
        return None
    has = "which was called" if c_function(function) else "which this version's C API lacks"
    return f"{seen} (the switch is {function}, {has})"


def _network(embedding: Embedding) -> str | None:
    exports = ("create-tcp", "bind-tcp", "create-udp", "bind-udp")
    return _because(_try(embedding, "network", exports, ["network"]), "wasi_config_inherit_network")


def _name_lookup(embedding: Embedding) -> str | None:
    seen = _try(embedding, "name_lookup", ["resolve"], ["network", "name-lookup"])
    return _because(seen, "wasi_config_allow_ip_name_lookup")


def _readonly_preopens(embedding: Embedding) -> str | None:
    with tempfile.TemporaryDirectory() as directory:
        seen = _try(embedding, "readonly", ["create"], [], [Preopen(directory, "/", readonly=True)])
        if seen is None or any(Path(directory).iterdir()):
            return "a file could be created in a preopen that was given as read-only"
        writable = _try(embedding, "readonly", ["create"], [], [Preopen(directory, "/")])
    return None if writable is None else f"no file could be created in a writable preopen either: {writable}"


def _http_outgoing(embedding: Embedding) -> str | None:
    with _listener() as (authority, arrived):
        seen = _try(embedding, "http_outgoing", ["send"], ["network", "http"], arguments=[authority])
        if seen is None and not arrived.wait(_PATIENCE_S):
            seen = "the request was taken but never arrived at a listener on 127.0.0.1"
    return _because(seen, "wasmtime_component_linker_add_wasi_http")


def _http_incoming() -> str:
    return (
        "the C API can neither make a wasi:http incoming-request nor a response-outparam, "
        "so nothing can be handed to an exported wasi:http/incoming-handler"
    )


@contextmanager
def _listener() -> Iterator[tuple[str, threading.Event]]:
    """A server for one HTTP request: its authority, and an event that says that a request has come."""
    arrived = threading.Event()

    def serve() -> None:
        try:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(_PATIENCE_S)
                if connection.recv(4096).startswith(b"GET / HTTP/1.1\r\n"):
                    arrived.set()
                connection.sendall(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
        except OSError:  # closed because the request failed before it left
            pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", arrived
        finally:
            server.shutdown(socket.SHUT_RDWR)
    thread.join(_PATIENCE_S)
