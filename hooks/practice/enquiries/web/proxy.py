"""Makes the receiver part of the preview server, as a proxy does on a real host."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from wsgiref.util import is_hop_by_hop

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def mounted(app: WSGIApplication, path: str, port: int) -> WSGIApplication:
    """`app`, except that this machine's `port` answers for `path` and everything below it."""

    def both(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ["PATH_INFO"]
        if asked == path or asked.startswith(f"{path}/"):
            return _forward(environ, start_response, port)
        return app(environ, start_response)

    return both


def _forward(environ: WSGIEnvironment, start_response: StartResponse, port: int) -> Iterable[bytes]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    headers = {
        name[5:].replace("_", "-"): value
        for name, value in environ.items()
        if name.startswith("HTTP_") and not is_hop_by_hop(name[5:].replace("_", "-"))
    }
    headers["Content-Type"] = environ.get("CONTENT_TYPE", "")
    headers["Connection"] = "close"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        body = environ["wsgi.input"].read(length) if length else None
        connection.request(environ["REQUEST_METHOD"], environ["PATH_INFO"], body, headers)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    kept = [(name, value) for name, value in answer.getheaders() if not is_hop_by_hop(name)]
    start_response(f"{answer.status} {answer.reason}", kept)
    return [content]
