"""The preview serves one browser on this machine, and a hostile book does nothing in it."""

from __future__ import annotations

import hashlib
import http.client
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from epubs import FIRST, OPF, SECOND, files, packed
from preview import Running, browsing, running, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ENGINE = ROOT / "ebook" / "preview" / "foliate-js"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("book")
    (folder / "a.epub").write_bytes(packed(files()))
    with running("a.epub", cwd=folder) as one:
        yield one


def ask(
    preview: Running, path: str, host: str | None = None, method: str = "GET"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """A request as any program may make it, its path as it stands."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=60)
    connection.putrequest(method, path, skip_host=True)
    if host != "":
        connection.putheader("Host", host or f"127.0.0.1:{preview.port}")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


# --- who is answered ------------------------------------------------------------


def test_the_page_the_engine_and_the_book_are_served(preview: Running) -> None:
    for name in ("", "page/main.js", "foliate-js/view.js", "foliate-js/vendor/zip.js", "proof.json", "book.epub"):
        status, headers, body = ask(preview, f"/{preview.token}/{name}")
        assert (status, bool(body)) == (200, True), name
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Access-Control-Allow-Origin"] is None
        assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "", "evil.example:{port}"])
def test_another_host_is_refused(preview: Running, host: str) -> None:
    """A name of a stranger's that points to this machine (DNS rebinding) comes with its own Host."""
    status, _, body = ask(preview, f"/{preview.token}/book.epub", host.format(port=preview.port))
    assert (status, body) == (403, b"")


@pytest.mark.parametrize(
    "path", ["/", "/{short}/", "/{token}x/book.epub", "/x/{token}/book.epub", "/book.epub", "*", "http://[x/"]
)
def test_without_the_token_there_is_nothing(preview: Running, path: str) -> None:
    path = path.format(token=preview.token, short=preview.token[:-1])
    status, _, body = ask(preview, path)
    assert (status, body) == (404, b"")


@pytest.mark.parametrize(
    "name",
    [
        "../a.epub",
        "../../../../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "page/../site.py",
        "page/..%2fsite.py",
        "page/..\\site.py",
        "site.py",
        "page/index.html",
        "page/",
        "foliate-js/LICENSE",
        "/etc/passwd",
        "file:///etc/passwd",
        "book.epub/../../a.epub",
        "proof.json%00.js",
    ],
)
def test_no_other_file_is_served(preview: Running, name: str) -> None:
    status, _, body = ask(preview, f"/{preview.token}/{name}")
    assert (status, body) == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_nothing_but_get(preview: Running, method: str) -> None:
    assert ask(preview, f"/{preview.token}/", method=method)[0] == 501


def test_tokens_and_nonces_are_never_the_same(preview: Running, tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(packed(files()))
    with running("a.epub", cwd=tmp_path) as other:
        assert len(preview.token) >= 22, "128 bits in base64"
        assert other.token != preview.token
    found = set()
    for _ in range(3):
        _, headers, body = ask(preview, f"/{preview.token}/")
        (nonce,) = re.findall(r"script-src 'nonce-([\w-]{22})'", headers["Content-Security-Policy"])
        assert body.count(f'nonce="{nonce}"'.encode()) == 2
        found.add(nonce)
    assert len(found) == 3


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="Linux tells who listens where")
def test_it_listens_on_this_machine_alone(preview: Running) -> None:
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    at = {row[1].partition(":")[0] for row in listening if row[1].endswith(f":{preview.port:04X}") and row[3] == "0A"}
    assert at == {"0100007F"}


# --- what a book may do ---------------------------------------------------------

_MARK = "top.acted = window.acted = 1; parent.acted = 1; fetch('{canary}fetch'); location = '{canary}location'"
_ACTS = """
<script>{mark}</script>
<script src="evil.js"></script>
<script type="module" src="{canary}module.js"></script>
<img src="{canary}img.png" onerror="{mark}" alt="a"/>
<img src="missing.png" onerror="{mark}" alt="a"/>
<p onclick="{mark}" onmouseover="{mark}" style="background: url({canary}style.png)">灯亮了。</p>
<a id="script" href="javascript:{mark}">一</a>
<a id="outside" href="{canary}link" target="_top" ping="{canary}ping">二</a>
<svg xmlns="http://www.w3.org/2000/svg" onload="{mark}"><script>{mark}</script>
<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:{mark}"><text y="9">三</text></a></svg>
<iframe src="{canary}frame"></iframe><iframe srcdoc="&lt;script&gt;{mark}&lt;/script&gt;"></iframe>
<object data="{canary}object"></object><embed src="{canary}embed"/>
<video src="{canary}video" autoplay="autoplay"></video>
<form action="{canary}form"><input autofocus="autofocus" onfocus="{mark}"/><button id="send">四</button></form>
"""
_HEAD = """
<base href="{canary}"/><meta http-equiv="refresh" content="0; url={canary}refresh"/>
<link rel="dns-prefetch" href="{canary}"/><link rel="preconnect" href="{canary}"/>
<link rel="prefetch" href="{canary}prefetch"/><link rel="stylesheet" href="{canary}sheet.css"/>
<style>@import url({canary}import.css); @font-face {{ font-family: x; src: url({canary}font.woff) }}
body {{ font-family: x; background: url({canary}ground.png) }}</style>
"""


class Canary(BaseHTTPRequestHandler):
    """Another server, which nothing may call."""

    def do_GET(self) -> None:
        self.server.called.append(self.path)  # type: ignore[attr-defined]
        self.send_error(404)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    server = HTTPServer(("127.0.0.1", 0), Canary)
    called: list[str] = []
    server.called = called  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", called
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as one:
        yield one


def acting(canary: str) -> tuple[str, str]:
    """The head and the body of a document that tries everything."""
    mark = _MARK.format(canary=canary)
    return _HEAD.format(canary=canary), _ACTS.format(canary=canary, mark=mark)


def hostile(canary: str, media_type: str) -> bytes:
    """A book whose first chapter tries everything, under a media type; the second one is an SVG that does."""
    contents = files()
    head, body = acting(canary)
    page = contents[FIRST].decode().replace("</head>", f"{head}</head>").replace("</body>", f"{body}</body>")
    mark = _MARK.format(canary=canary)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="{mark}"><script>{mark}</script></svg>'
    opf = contents[OPF].decode()
    opf = re.sub(r'(href="text/chapter-001.xhtml" media-type=)"[^"]*"', rf'\1"{media_type}"', opf)
    opf = re.sub(r'(href="text/chapter-002.xhtml" media-type=)"[^"]*"', r'\1"image/svg+xml"', opf)
    evil = '<item id="evil" href="text/evil.js" media-type="text/javascript"/></manifest>'
    changed = {
        OPF: opf.replace("</manifest>", evil).encode(),
        FIRST: page.encode(),
        SECOND: svg.encode(),
        "EPUB/text/evil.js": mark.encode(),
    }
    return packed({**contents, **changed})


def test_the_document_acts_where_nothing_hinders_it(browser: Browser, canary: tuple[str, list[str]]) -> None:
    """Else the next tests would prove nothing."""
    head, body = acting(canary[0])
    page = browser.new_page()
    page.set_content(f"<html><head>{head.replace('<meta', '<!--').replace('refresh', '-->')}</head>{body}</html>")
    page.wait_for_url(f"{canary[0]}location")
    assert {"/sheet.css", "/img.png", "/location"} <= set(canary[1])
    page.close()


@pytest.mark.parametrize(
    "media_type", ["application/xhtml+xml", "text/html", "application/xml", "text/x-unknown", "", "TEXT/HTML;a=b"]
)
def test_a_hostile_book_runs_nothing_and_calls_nobody(
    browser: Browser, canary: tuple[str, list[str]], tmp_path: Path, media_type: str
) -> None:
    (tmp_path / "a.epub").write_bytes(hostile(canary[0], media_type))
    with running("a.epub", cwd=tmp_path) as preview, shown(browser, preview.url) as book:
        popups: list[str] = []
        book.page.on("popup", lambda popup: popups.append(popup.url))
        start = book.page.url
        clicks = "names => names.forEach(name => document.querySelector(name)?.click())"
        for _ in range(6):  # every page of the book
            book.page.keyboard.press("PageDown")
            book.page.wait_for_timeout(250)
        book.page.locator("#contents button", has_text="第一章").click()
        book.page.wait_for_timeout(500)
        book.page.frames[-1].evaluate(clicks, ["#script", "#outside", "#send", "p[style]"])
        book.page.wait_for_timeout(500)
        assert book.page.evaluate("window.acted") is None
        assert [frame.evaluate("window.acted") for frame in book.page.frames[1:]] == [None]
        assert book.page.url.partition("#")[0] == start.partition("#")[0]
        assert popups == []
        assert canary[1] == []
        assert book.outside == []


def test_what_acts_is_taken_out_of_a_document(browser: Browser, canary: tuple[str, list[str]], tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(hostile(canary[0], "application/xhtml+xml"))
    with running("a.epub", cwd=tmp_path) as preview, shown(browser, preview.url) as book:
        book.jump("第一章　渡口")
        left = book.measure(
            "[...document.querySelectorAll('script, iframe, object, embed, base, meta[http-equiv],"
            " link:not([rel=stylesheet])')].length"
        )
        assert left == 0
        acts = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => /^on|ping/.test(n))"
        assert book.measure(acts) == []
        assert book.measure("document.getElementById('outside').title") == f"{canary[0]}link"
        assert book.measure("document.getElementById('outside').hasAttribute('href')") is False
        assert "灯亮了" in book.words


def test_the_policy_alone_stops_it_too(browser: Browser, canary: tuple[str, list[str]], preview: Running) -> None:
    """A document that came past the cleaning, in a frame as open as the engine would have it."""
    head, body = acting(canary[0])
    with shown(browser, preview.url) as book:
        book.page.evaluate(
            "async text => { const frame = document.createElement('iframe');"
            " Element.prototype.setAttribute.call(frame, 'sandbox', 'allow-same-origin allow-scripts');"
            " frame.src = URL.createObjectURL(new Blob([text], {type: 'text/html'})); document.body.append(frame);"
            " await new Promise(done => frame.onload = done); frame.contentDocument.querySelector('#send').click();"
            " await new Promise(done => setTimeout(done, 500)) }",
            f"<html><head>{head}</head>{body}</html>",
        )
        assert book.page.evaluate("window.acted") is None
        assert canary[1] == []
        assert any("Content Security Policy" in line for line in book.console)


# --- what is not ours -----------------------------------------------------------


def test_the_engine_is_as_it_was_published() -> None:
    lines = (ENGINE / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    here = {path.relative_to(ENGINE).as_posix(): path.read_bytes() for path in ENGINE.rglob("*") if path.is_file()}
    published = {name: hashlib.sha256(data).hexdigest() for name, data in here.items()}
    assert {name: published[name] for name in sums} == sums
    assert here.keys() - sums.keys() == {"README.md", "SHA256SUMS"}
