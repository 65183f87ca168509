"""A preview as a user runs it, and the page as Chromium shows it: every request and every word of its console kept."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import raised
from chromium import chromium
from conftest import SCRIPT

from ebook.preview.png import QUIET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LONGEST = 60_000  # milliseconds to wait for what is to come: a limit of hanging, not of speed


@dataclass
class Running:
    """The command and the address it told."""

    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].partition("/")[0])

    @property
    def token(self) -> str:
        return self.url.rstrip("/").rpartition("/")[2]

    def stop(self, how: int = signal.SIGINT) -> tuple[int, str, str]:
        """End it; the exit code, what it said, what it told."""
        self.process.send_signal(how)
        out, told = self.process.communicate(timeout=60)
        raised.note(told)
        return self.process.returncode, out, told


@contextmanager
def running(*arguments: str | Path, cwd: Path, browser: str | None = None) -> Iterator[Running]:
    """``build-epub preview`` until the block ends; ``browser`` is what it may open instead of none."""
    if os.name != "posix":
        pytest.skip("Ctrl-C is a signal here")
    env = {**os.environ, "LC_ALL": "C.UTF-8", **({"BROWSER": browser} if browser else {})}
    command = [str(SCRIPT), "preview", *map(str, arguments), *([] if browser else ["--no-browser"])]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=cwd, env=env, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            found = re.search(r"http://\S+/", said)
            assert found, said + (process.stderr.read() if process.stderr else "")
            yield Running(process, found[0])
        finally:
            with suppress(ProcessLookupError):
                process.kill()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium; skips where there is none."""
    path = chromium()
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=[*QUIET, "--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Shown:
    """The page with a book on it."""

    page: Page
    home: str
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)  # by the page's policy: asked of nobody

    @property
    def words(self) -> str:
        """The text of the page of the book, without white space."""
        found = self.page.evaluate("document.querySelector('foliate-view').lastLocation.range.toString()")
        return "".join(str(found).split())

    @property
    def contents(self) -> list[str]:
        return self.page.locator("#contents button").all_inner_texts()

    def measure(self, expression: str) -> object:
        """What an expression is in the book's own document."""
        frame = self.page.frames[-1]
        assert frame.url.startswith("blob:")
        return frame.evaluate(expression)

    def turned(self, act: str) -> str:
        """The words of the page after a key or a click on what a selector names."""
        before = self.words
        self.page.click(act) if act.startswith("#") else self.page.keyboard.press(act)
        self.page.wait_for_function(
            "before => document.querySelector('foliate-view').lastLocation.range.toString().replace(/\\s+/g, '')"
            " !== before",
            arg=before,
            timeout=LONGEST,
        )
        self.page.wait_for_timeout(150)  # the engine takes no other turn for a tenth of a second
        return self.words

    def jump(self, entry: str) -> None:
        """Go where an entry of the contents leads."""
        self.page.get_by_role("button", name=entry, exact=True).click()
        self.page.wait_for_selector(f"#contents [aria-current]:text-is('{entry}')", timeout=LONGEST)

    def wait(self, state: str, number: int | None = None) -> None:
        """Until the page has come to a state, and to a proof."""
        counted = "" if number is None else f'[data-number="{number}"]'
        self.page.wait_for_selector(f'[data-state="{state}"]{counted}', state="attached", timeout=LONGEST)
        self.page.evaluate("preview.settled()")

    @property
    def outside(self) -> list[str]:
        """The requests that went elsewhere than to the preview."""
        origin = self.home.rstrip("/").rpartition("/")[0] + "/"
        return [
            url
            for url in self.requests
            if not url.startswith((self.home, f"blob:{origin}", "data:")) and url not in self.blocked
        ]


def _is_policy(failure: str | None) -> bool:
    return failure is not None and "csp" in failure.lower()


@contextmanager
def shown(browser: Browser, url: str, looks: str = "", state: str = "ready") -> Iterator[Shown]:
    """A page of the browser, once it has shown the book."""
    page = browser.new_page(viewport={"width": 1500, "height": 1150})
    told = Shown(page, url)
    page.on("request", lambda request: told.requests.append(request.url))
    page.on("requestfailed", lambda request: told.blocked.append(request.url) if _is_policy(request.failure) else None)
    page.on("console", lambda message: told.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: told.console.append(f"uncaught: {error}"))
    page.goto(f"{url}#{looks}")
    told.wait(state)
    yield told
    page.close()
