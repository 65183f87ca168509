"""The page as lines: what can be said of each line and of the page as a whole, before anything is decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise, takewhile

from ebook.numerals import NUMERAL, number
from ebook.recognise import runs
from ebook.recognise.dates import first_date
from ebook.recognise.fold import squeeze
from ebook.recognise.line import formulas_of, line_clues
from ebook.recognise.people import people_of
from ebook.recognise.row import Row, han_share, indent_width, is_prose

_NUMBER = re.compile(rf"[/—·\-\s(【\[]*(?:PART[\s.]*)?([{NUMERAL}]{{1,3}})[/—·\-\s)】\].、]*", re.IGNORECASE)

_HEAPED = 4, 28  # characters of a caption in a heap, at least and at most
_SHARED = 0.2  # of the pairs of one of them, that the text holds too
_TINY = re.compile(r"[^“”「」！？，：:。]{2,9}。")
_MARKED = re.compile(r"【[^【】]{2,8}】")
_CLOSES = frozenset({"editor-word", "end-mark"})
_SERIES = (
    re.compile(rf"([{NUMERAL}]{{1,3}})、"),
    re.compile(r"(\d{1,2})[.\s]\s*[^\d\s]"),
    re.compile(rf"\(([{NUMERAL}]{{1,3}})\)"),
)


class Page:
    """The rows of a text and the measures they are judged by."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the rows of one text."""
        self.rows = tuple(rows)

    @cached_property
    def lines(self) -> tuple[frozenset[str], ...]:
        """The clues that each row gives alone."""
        return tuple(frozenset(line_clues(row)) for row in self.rows)

    @cached_property
    def bars(self) -> frozenset[int]:
        """The rows of bars of buttons."""
        return runs.bars(self.rows, self.lines)

    @cached_property
    def dated_list(self) -> frozenset[int]:
        """The rows of lists of headlines with dates."""
        return runs.dated_list(self.rows, self.lines) | runs.teasers(self.rows, self.lines, self.closed)

    @cached_property
    def date_pieces(self) -> frozenset[int]:
        """The rows of dates over several lines."""
        return runs.date_pieces(self.rows)

    @cached_property
    def closed(self) -> int:
        """The first row that closes the text, with its editor or an end mark; the number of rows where none does."""
        enough = min(2, sum(self.paragraphs) // 2)
        plain = list(accumulate(self.paragraphs))
        below = range(self.first_prose + 1, len(self.rows))
        closing = (i for i in below if self.lines[i] & _CLOSES and not self.paragraphs[i] and plain[i] > enough)
        return next(closing, len(self.rows))

    @cached_property
    def replies(self) -> frozenset[int]:
        """The rows of readers' comments below the text: a name, a day with its hour, a line."""
        return runs.replies(self.rows, self.lines, self.last_prose + 1)

    @cached_property
    def strays(self) -> frozenset[int]:
        """The rows of words in succession that are no sentence: tags without a mark."""
        return runs.strays(self.rows, self.lines)

    @cached_property
    def tiny(self) -> frozenset[int]:
        """Rows of a few words with a full stop between two paragraphs, at least two: what pictures show."""
        inside = range(1, min(self.closed, len(self.rows) - 1))
        found = [
            i
            for i in inside
            if self.paragraphs[i - 1] and self.paragraphs[i + 1] and _TINY.fullmatch(self.rows[i].text)
        ]
        return frozenset(found) if len(found) > 1 else frozenset()

    @cached_property
    def overlaps(self) -> tuple[float, ...]:
        """For each row, the share of its character pairs that the running text holds too."""
        return tuple(self._overlap(row.folded) for row in self.rows)

    def _overlap(self, text: str) -> float:
        pairs = [a + b for a, b in pairwise(text) if not (a + b).isascii()]
        return sum(pair in self.body_pairs for pair in pairs) / len(pairs) if pairs else 0.0

    @cached_property
    def tail_heap(self) -> frozenset[int]:
        """Short bare rows in succession below the last paragraph that share its words: captions in a heap."""
        below = range(self.last_prose + 1, len(self.rows))
        first = next((i for i in below if not self.rows[i].stopped), len(self.rows))
        heap = list(takewhile(self._in_heap, range(first, len(self.rows))))
        shares = [self.overlaps[i] for i in heap]
        told = len(heap) > 1 and max(shares) >= _SHARED and 2 * sum(share > 0 for share in shares) >= len(heap)
        return frozenset(heap if told else ())

    def _in_heap(self, index: int) -> bool:
        row = self.rows[index]
        plain = _HEAPED[0] <= row.size <= _HEAPED[1] and not row.stopped and not first_date(row.folded)
        return plain and not people_of(row.text) and not formulas_of(row) - {"caption-verb"}

    @cached_property
    def loose_list(self) -> frozenset[int]:
        """The rows of lists of headlines below the closing row."""
        return runs.loose_list(self.rows, self.lines, self.closed + 1)

    @cached_property
    def usual_gaps(self) -> tuple[int, int]:
        """How many blank lines the paragraphs have above them: all but the tenth with the fewest, and the most."""
        gaps = sorted(row.gap for row, plain in zip(self.rows, self.paragraphs, strict=True) if plain)
        return (gaps[len(gaps) // 10], gaps[len(gaps) * 9 // 10]) if gaps else (0, 0)

    @cached_property
    def paragraphs(self) -> tuple[bool, ...]:
        """For each row: is it plainly a paragraph?  On a page without sentence marks, by length alone."""
        prose = tuple(is_prose(row) for row in self.rows)
        if any(prose):
            return prose
        long = tuple(row.size >= 24 and han_share(row.text) > 0.5 and "|" not in row.folded for row in self.rows)
        return long if sum(long) >= 5 else prose

    @cached_property
    def unmarked(self) -> bool:
        """Is this a page of text without sentence marks, where a missing one says nothing?"""
        return any(self.paragraphs) and not any(map(is_prose, self.rows))

    @cached_property
    def indented(self) -> bool:
        """Do the paragraphs of the body begin with an indent?"""
        prose = [row for row, plain in zip(self.rows, self.paragraphs, strict=True) if plain]
        return bool(prose) and sum(bool(row.indent) for row in prose) * 2 > len(prose)

    @cached_property
    def body_indent(self) -> int:
        """The indent of the paragraphs in columns: the one that most of them have."""
        widths = Counter(indent_width(row) for row, plain in zip(self.rows, self.paragraphs, strict=True) if plain)
        return widths.most_common(1)[0][0] if widths else 0

    def indented_as_body(self, index: int) -> bool:
        """Does the row have the indent of a paragraph, or more?"""
        return self.indented and indent_width(self.rows[index]) * 2 >= self.body_indent > 0

    @cached_property
    def first_prose(self) -> int:
        """The index of the first plain paragraph; the number of rows where there is none."""
        return next((i for i, plain in enumerate(self.paragraphs) if plain), len(self.rows))

    @cached_property
    def last_prose(self) -> int:
        """The index of the last paragraph, also a short one that is indented as all are; -1 where there is none."""
        return next((i for i in range(len(self.rows) - 1, -1, -1) if self.paragraphs[i] or self._is_sentence(i)), -1)

    def _is_sentence(self, index: int) -> bool:
        row = self.rows[index]
        return self.indented_as_body(index) and row.stopped and row.size >= 8 and self.first_prose < index

    @cached_property
    def series(self) -> frozenset[int]:
        """The rows that begin with the numbers of one series: 一、 二、 三、."""
        found: set[int] = set()
        for pattern in _SERIES:
            run = [
                (i, number(match[1]))
                for i, row in enumerate(self.rows)
                if len(row.text) <= 40 and (match := pattern.match(row.folded))
            ]
            if [value for _, value in run] == list(range(1, len(run) + 1)) and len(run) > 1:
                found.update(i for i, _ in run)
        marked = [i for i, row in enumerate(self.rows) if _MARKED.fullmatch(row.folded)]
        return frozenset(found) | frozenset(marked if len(marked) > 1 else ())

    @cached_property
    def airy(self) -> bool:
        """Do most rows have a blank line above them?"""
        return sum(row.gap > 0 for row in self.rows) * 5 > len(self.rows) * 3

    @cached_property
    def bare_lines(self) -> int:
        """How many short lines without a final mark stand between the first and the last paragraph."""
        inside = self.rows[self.first_prose + 1 : max(self.last_prose, 0)]
        return sum(
            2 <= row.size <= 22 and not row.stopped and not re.search(r"[，、,：:]$", row.text) for row in inside
        )

    @cached_property
    def numbered(self) -> frozenset[int]:
        """The rows that are bare numbers of one series: 1, 2, 3 … in order down the page."""
        series: list[int] = []
        for i, row in enumerate(self.rows):
            match = _NUMBER.fullmatch(row.folded)
            if match and number(match[1]) == len(series) + 1:
                series.append(i)
        return frozenset(series) if len(series) > 1 else frozenset()

    @cached_property
    def repeats(self) -> Counter[str]:
        """How often each squeezed line stands on the page."""
        return Counter(squeeze(row.folded) for row in self.rows)

    @cached_property
    def body_pairs(self) -> frozenset[str]:
        """The pairs of characters that the running text is made of."""
        pairs: set[str] = set()
        for row, plain in zip(self.rows, self.paragraphs, strict=True):
            if plain:
                pairs.update(a + b for a, b in pairwise(row.folded))
        return frozenset(pairs)
