"""What the villains among the drivers share: a driver that keeps the protocol, to be given one vice.

It stands in for a runtime by copying the component to the guest's stdout, or by serving it as the body of every
response. A vice breaks out only when the guest's arguments are ``vice``, so that a driver is good and bad by turns.
"""

from __future__ import annotations

import base64
import http.server
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Request = dict[str, Any]
Vice = Callable[[Request], bool]
_server: http.server.HTTPServer | None = None


def say(**fields: Any) -> None:
    """Write one line."""
    raw(json.dumps(fields).encode() + b"\n")


def raw(data: bytes) -> None:
    """Write bytes, all of them."""
    left = memoryview(data)
    while left:
        left = left[os.write(1, left) :]


def observation(request: Request, **fields: Any) -> dict[str, Any]:
    """What is seen of a guest that prints its component and exits with 0."""
    data = Path(request["component"]).read_bytes()
    return {"ending": "exited", "code": 0, "stdout": base64.b64encode(data).decode(), **fields}


def answer(request: Request) -> None:
    """The answer that the protocol asks for."""
    seq, verb = request["seq"], request["verb"]
    if verb == "hello":
        say(seq=seq, protocol=1, driver="villain", parts={"villain": "1.0"})
    elif verb == "run":
        say(seq=seq, observation=observation(request))
    elif verb == "serve":
        say(seq=seq, serving={"host": "127.0.0.1", "port": serve(Path(request["component"]).read_bytes())})
    elif verb == "stop":
        stop()
        say(seq=seq, observation={"ending": "exited", "code": 0})
    else:
        say(seq=seq, error={"code": "unknown-verb", "message": verb})


def serve(body: bytes) -> int:
    """Serve ``body`` in a thread; returns the port."""
    global _server

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    _server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=_server.serve_forever, args=(0.01,), daemon=True).start()
    return int(_server.server_address[1])


def stop() -> None:
    """Stop what is served."""
    if _server is not None:
        _server.shutdown()
        _server.server_close()


def drive(vice: Vice, *verbs: str) -> None:
    """Answer requests until they end. When its hour has come ``vice`` is asked first, and says whether that was all."""
    for line in sys.stdin:
        request = json.loads(line)
        tempted = request["verb"] in (verbs or ("run",)) and request.get("arguments", ["vice"]) == ["vice"]
        if not (tempted and vice(request)):
            answer(request)
