"""Questions to a Java process and its answers: lines of JSON with numbers, so that several threads may ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from queue import SimpleQueue
from threading import Event, Lock, Thread, Timer

from ebook.diagnostics import Diagnostic, Problem

Answer = Mapping[str, object]

_PIECE = 1 << 16


class Lost(Exception):  # noqa: N818 - what has happened, in the trade's word
    """No answer will come; ``said`` is what came in place of one."""

    def __init__(self, said: str = "") -> None:
        """Nothing came, or something that is no answer."""
        super().__init__(said)
        self.said = said


class Overdue(Lost):
    """Patience has ended; the connection with it."""


class Wire:
    """Both directions of a connection.  ``java/Conversation.java`` says what goes over it."""

    def __init__(
        self, read: Callable[[int], bytes], write: Callable[[bytes], object], abort: Callable[[], object]
    ) -> None:
        """Begin to listen.

        ``read`` gives at most so many bytes, none where the other side has ended; ``abort`` makes it end.
        """
        self._read, self._write, self._abort = read, write, abort
        self._writing = Lock()
        self._asking = Lock()
        self._waiting: dict[int, SimpleQueue[Answer | None]] | None = {}  # None once nobody listens any more
        self._count = 0
        self._said = ""
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ask(self, question: Mapping[str, object], patience: float, data: bytes = b"") -> Answer:
        """The answer to a question; ``data`` follows the question.  Raises :class:`Lost`.

        After ``patience`` seconds the connection is given up: what may still come is not wanted.
        """
        overdue = Event()
        alarm = Timer(patience, self._give_up, [overdue])
        alarm.daemon = True
        alarm.start()
        try:
            answer = self._exchange(question, data)
        finally:
            alarm.cancel()
        if answer is None:
            raise Overdue if overdue.is_set() else Lost(self._said)
        return answer

    def judge(self, name: str, book: bytes, patience: float) -> Answer:
        """EPUBCheck's answer for a book.  Raises :class:`Lost`, and :class:`Problem` (CHK-005) after ``patience``."""
        try:
            return self.ask({"name": name, "length": len(book)}, patience, book)
        except Overdue as error:
            raise Problem(Diagnostic("CHK-005", {"seconds": round(patience)})) from error

    def join(self) -> None:
        """Wait until the other side has ended."""
        self._listener.join()

    def _give_up(self, overdue: Event) -> None:
        overdue.set()
        self._abort()

    def _exchange(self, question: Mapping[str, object], data: bytes) -> Answer | None:
        number, answers = self._enqueue()
        try:
            with self._writing:
                self._write(json.dumps({"id": number, **question}).encode() + b"\n" + data)
        except OSError:
            self.join()  # what was said last is of interest
            return None
        return answers.get()

    def _enqueue(self) -> tuple[int, SimpleQueue[Answer | None]]:
        with self._asking:
            if self._waiting is None:
                raise Lost(self._said)
            self._count += 1
            self._waiting[self._count] = SimpleQueue()
            return self._count, self._waiting[self._count]

    def _listen(self) -> None:
        try:
            for line in self._lines():
                self._said = line.decode("utf-8", "replace")
                answer = json.loads(line)
                self._take(answer["id"]).put(answer)
                self._said = ""
        except (OSError, ValueError, TypeError, KeyError):
            pass  # what was said last stands in self._said
        with self._asking:
            left, self._waiting = self._waiting or {}, None
        for answers in left.values():
            answers.put(None)

    def _take(self, number: int) -> SimpleQueue[Answer | None]:
        with self._asking:
            assert self._waiting is not None
            return self._waiting.pop(number)

    def _lines(self) -> Iterator[bytes]:
        """Whole lines; what stands after the last is lost."""
        pieces: list[bytes] = []
        while piece := self._read(_PIECE):
            *ends, rest = piece.split(b"\n")
            for end in ends:
                yield b"".join((*pieces, end))
                pieces = []
            pieces.append(rest)
