"""Serves the preview to this machine's browser, and to nobody else.

It listens on 127.0.0.1 alone; a request must name that address as its host (a
page elsewhere that has its own name point here, DNS rebinding, cannot) and
know the token in the path.  What is served stands in memory, by name: no path
of a request ever reaches the disk.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qs, urlsplit

from ebook.diagnostics import Diagnostic, Problem
from ebook.preview.press import Press
from ebook.preview.site import View, page, policy, static

ADDRESS = "127.0.0.1"
_PATIENCE = 30  # seconds that a connection may say nothing
_LINES: Mapping[str, bool] = {"vertical": True, "horizontal": False}
_EPUB = "application/epub+zip"
_HTTP = 80  # the port that a browser leaves out
#: What every answer says: nothing is kept, guessed, or given to another site.
_ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    status: HTTPStatus
    kind: str = "text/plain"
    body: bytes = b""
    policy: str = "default-src 'none'"


_STRANGER, _NOTHING = Answer(HTTPStatus.FORBIDDEN), Answer(HTTPStatus.NOT_FOUND)


class Server(ThreadingHTTPServer):
    """The preview of one book."""

    daemon_threads = True
    block_on_close = False  # a browser may hold its connection open
    allow_reuse_address = os.name == "posix"  # elsewhere it would let another program listen beside us
    allow_reuse_port = False

    def __init__(self, press: Press, view: View, port: int = 0) -> None:
        """Listen; port 0 is one that the system chooses.  Raises PRV-005."""
        self.press, self.view = press, view
        self.token = secrets.token_urlsafe(16)
        self.static = static()
        try:
            super().__init__((ADDRESS, port), Handler)
        except OSError as error:
            values = {"port": port, "reason": error.strerror or str(error)}
            raise Problem(Diagnostic("PRV-005", values)) from error

    def server_bind(self) -> None:
        """Bind, and ask no name server what this machine is called, as HTTPServer does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    @property
    def url(self) -> str:
        """Where the page stands."""
        return f"http://{ADDRESS}:{self.server_port}/{self.token}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no fault; everything else is shown as the standard library does."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def answer(self, host: str, target: str) -> Answer:
        """What a request for a target (a path, perhaps with a query) is given, that names this host."""
        if host != (ADDRESS if self.server_port == _HTTP else f"{ADDRESS}:{self.server_port}"):
            return _STRANGER
        try:
            asked = urlsplit(target)
        except ValueError:
            return _NOTHING
        token, _, name = asked.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return _NOTHING
        vertical = _LINES.get(parse_qs(asked.query).get("lines", [""])[0])
        return self._known(name, vertical=vertical)

    def _known(self, name: str, *, vertical: bool | None) -> Answer:
        if name == "":
            nonce = secrets.token_urlsafe(16)
            return Answer(HTTPStatus.OK, "text/html; charset=utf-8", page(self.view, nonce), policy(nonce))
        if name == "proof.json":
            told = self.press.look(vertical=vertical).told(self.view.language)
            return Answer(HTTPStatus.OK, "application/json", json.dumps(told).encode())
        if name == "book.epub":
            return Answer(HTTPStatus.OK, _EPUB, self.press.last(vertical=vertical).data)
        kind, body = self.static.get(name, ("", b""))
        return Answer(HTTPStatus.OK, f"{kind}; charset=utf-8", body) if kind else _NOTHING


class Handler(BaseHTTPRequestHandler):
    """One request: GET, or nothing."""

    server: Server
    timeout = _PATIENCE
    server_version, sys_version = "build-epub", ""

    def do_GET(self) -> None:
        """Answer."""
        answer = self.server.answer(self.headers.get("Host", ""), self.path)
        self.send_response(answer.status)
        headers = {**_ALWAYS, "Content-Security-Policy": answer.policy, "Content-Type": answer.kind}
        for name, value in {**headers, "Content-Length": str(len(answer.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(answer.body)
        except ConnectionError:
            self.close_connection = True  # the browser has gone on to another page

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the name of the standard library
        """Say nothing: what matters is told by the press."""
