"""A server that answers every request with status 200 and the body that its first argument names."""

import http.server
import sys
from pathlib import Path
from typing import Any

BODY = Path(sys.argv[1]).read_bytes()


class Handler(http.server.BaseHTTPRequestHandler):
    """The same answer to everything."""

    def answer(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("content-length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = answer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(f"serving http://127.0.0.1:{server.server_address[1]}/", flush=True)
server.serve_forever()
