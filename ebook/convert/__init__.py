"""Convert: the text from one script or usage of Chinese into another, by OpenCC.

A source is converted line by line before anything is recognised in it, and all that follows — headings, metadata,
contents, cover, the ledger — works on the converted text.  OpenCC is imported when a text is converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from ebook.diagnostics import Diagnostic
from ebook.extras import load
from ebook.model import Book, Evidence, Line, Metadata, Removed, Series, Source, Value
from ebook.settings import Conversion, Manuscript

__all__ = ["convert", "tagged"]

Words = Callable[[str], str]

_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")  # as reading parts lines (UAX 14: BK, CR, LF, NL)
_TEXTS = ("title", "subtitle", "publisher", "source", "rights")  # what is declared in words
_TAGS = {"s": "zh-Hans", "t": "zh-Hant", "tw": "zh-Hant-TW", "hk": "zh-Hant-HK"}


def convert(
    sources: Sequence[Source], manuscript: Manuscript
) -> tuple[tuple[Source, ...], Manuscript, tuple[Diagnostic, ...]]:
    """The sources and what is said of them in ``book.toml`` and beside the texts, converted.

    A value that an option gives stands as it is: so a name that OpenCC gets wrong is put right.  Raises SYS-006.
    """
    conversion = manuscript.settings.convert
    if conversion is None:
        return tuple(sources), manuscript, ()
    opencc = load("opencc", "convert")
    words = _words(conversion)
    converted = tuple(_source(source, words) for source in sources)
    before, after = ([line.text for source in side for line in source.lines] for side in (sources, converted))
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    values = {"conversion": conversion, "version": opencc.__version__, "lines": len(after), "changed": changed}
    return converted, _manuscript(manuscript, words), (Diagnostic("CNV-001", values),)


def tagged(book: Book, conversion: Conversion | None) -> Book:
    """The book in the language of its new script; a text in another language keeps its own."""
    read = book.metadata.language
    if conversion is None or read is None or not read.value.startswith("zh"):
        return book
    tag = Value(_TAGS[conversion.partition("2")[2].rstrip("p")], Evidence("computed", reason=f"convert {conversion}"))
    return replace(book, metadata=replace(book.metadata, language=tag))


@cache  # a run of many books loads the dictionaries once
def _words(conversion: Conversion) -> Words:
    """Without the dictionaries that give characters few fonts have (俓 → 𠇹)."""
    words: Words = load("opencc", "convert").OpenCC(conversion, include_tofu_risk_dictionaries=False).convert
    return words


def _source(source: Source, words: Words) -> Source:
    """A source whose lines are converted one by one, with the same line ends.

    What reading removed moves to the end of its line: columns shift where a phrase has another length.
    """
    ends = _LINE_END.findall(source.text)
    lines = tuple(replace(line, text=words(line.text)) for line in source.lines)
    removed: dict[int, list[str]] = {}
    for item in source.removed:
        removed.setdefault(item.line, []).append(item.character)
    texts = [line.text + "".join(removed.get(line.number, ())) for line in lines]
    text = "".join(part for pair in zip(texts, [*ends, ""], strict=False) for part in pair)
    moved = tuple(item for line in lines for item in _moved(line, removed.get(line.number, ())))
    return replace(source, text=text, lines=lines, removed=moved, stem=words(source.stem))


def _moved(line: Line, characters: Sequence[str]) -> list[Removed]:
    return [Removed(line.number, len(line.text) + index, char) for index, char in enumerate(characters)]


def _manuscript(manuscript: Manuscript, words: Words) -> Manuscript:
    """With its name, what ``book.toml`` declares and the anchors of what is said of lines converted."""
    settings = manuscript.settings
    overrides = tuple(replace(said, text=words(said.text)) for said in settings.recognise.overrides)
    settings = replace(
        settings,
        recognise=replace(settings.recognise, overrides=overrides),
        declared=_declared(settings.declared, words),
    )
    return replace(manuscript, name=words(manuscript.name), settings=settings)


def _declared(declared: Metadata, words: Words) -> Metadata:
    texts = {name: _value(getattr(declared, name), words) for name in _TEXTS}
    series, language = declared.series, declared.language
    if series and series.evidence.origin != "option":
        series = replace(series, value=Series(words(series.value.name), series.value.position))
    people = tuple(
        person if person.evidence.origin == "option" else replace(person, name=words(person.name))
        for person in declared.people
    )
    if language and language.evidence.origin != "option":
        language = None  # that of the text before
    return replace(declared, people=people, series=series, language=language, **texts)


def _value(value: Value[str] | None, words: Words) -> Value[str] | None:
    return value if value is None or value.evidence.origin == "option" else replace(value, value=words(value.value))
