"""For people: how a text was read (``build-epub inspect``), and the line that each edition of a built book gets."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

from ebook.build import Report
from ebook.diagnostics import Language
from ebook.draft import Draft
from ebook.explanation import clue_text
from ebook.model import Choice, Cut, Division, Evidence, Series, Source, Value, bare_text_of
from ebook.oddities import TIMES, doubts, gaps, length, odd_lengths
from ebook.rare import rare
from ebook.structures import structures
from ebook.wording import clip, pad, printable, width, wording, wrap

Row = tuple[str, str, str]  # label, text, note

_TEXT = 56  # columns


def summary(report: Report, language: Language) -> Iterator[str]:
    """Where each edition stands and how it was judged, a line each; in the first also how long the book is."""
    words = wording("summary", language)
    book, title = report.draft.book, report.draft.book.metadata.title
    count = chapters(book.divisions)
    lines = {(cut.source, cut.line) for cut in book.cuts if cut.kind == "furniture"}
    of_book = [
        f"《{title.value}》" if title else "",
        words["chapters"].format(count=count) if count > 1 else words["chapter"],
        words["cut"].format(count=len(lines)) if lines else "",
    ]
    for made in filter(lambda made: made.path, report.editions):
        version = made.verdict.epubcheck
        judged = [words["balanced"], words["clean"].format(version=version) if version else words["unchecked"]]
        judged += [words["converted"]] if made.edition == "azw3" else []
        yield printable(" · ".join(part for part in (str(made.path), *of_book, *judged) if part))
        of_book = []


def chapters(divisions: Iterable[Division]) -> int:
    """How many chapters a reader finds: 章, else articles, else the sections of the one article."""
    kinds = Counter(_kinds(divisions))
    articles = kinds["article"] if kinds["article"] > 1 else 0
    return kinds["chapter"] or articles or kinds["section"] or 1


def _kinds(divisions: Iterable[Division]) -> Iterator[str]:
    for division in divisions:
        yield division.kind
        yield from _kinds(division.divisions)


def inspection(draft: Draft, language: Language) -> str:
    """The whole page: kind, encoding, a person's word, metadata, people, headings, what is odd, cuts, doubts."""
    words = wording("inspect", language)
    middle, _ = odd_lengths(draft.book.divisions)
    parts = [
        _sources(draft, language),
        _section(words["told"], _told(draft, language)),
        _section(words["metadata"], _values(draft, language)),
        _section(words["people"], _people(draft, language)),
        _section(words["articles"], _articles(draft, language)),
        _section(words["headings"], _tree(draft.book.divisions, draft.sources, language)),
        _section(words["lengths"].format(times=TIMES, middle=f"{middle:,}"), _lengths(draft, language)),
        _section(words["gaps"], _gaps(draft, language)),
        _section(words["rare"], _rare(draft.sources, language)),
        _section(words["cuts"], _cuts(draft.book.cuts, draft.sources, language)),
        _section(words["doubts"], _doubts(draft, language)),
    ]
    return "\n\n".join(part for part in parts if part)


def _section(title: str, rows: Iterable[Row]) -> str:
    """The rows in columns: label, text, note.  The text is whole: what is long goes on below."""
    cells = [tuple(printable(cell) for cell in row) for row in rows]
    column = max((width(label) for label, _, _ in cells), default=0)
    lines = [title] if cells else []
    for label, text, note in cells:
        first, *rest = wrap(text, _TEXT)
        lines.append(f"  {pad(label, column)}  {pad(first, _TEXT)}  {note}")
        lines += ["  " + " " * column + "  " + line for line in rest]
    return "\n".join(lines)


def _sources(draft: Draft, language: Language) -> str:
    words, kinds = wording("inspect", language), wording("kinds", language)
    rows = []
    for source, reading in zip(draft.sources, draft.readings, strict=True):
        kind = kinds[reading.kind]
        rows.append(f"{printable(source.name)}: {kind} — {printable(reading.reason)}")
        encoding = source.encoding
        told = words["encoding"].format(name=encoding.name, confidence=encoding.confidence, reason=encoding.reason)
        rows.append(f"  {told}")
    return "\n".join(rows)


def _values(draft: Draft, language: Language) -> Iterator[Row]:
    metadata = draft.book.metadata
    for name, label in wording("fields", language).items():
        value: Value[str] | Value[Series] | None = getattr(metadata, name)
        if value:
            text = value.value if isinstance(value.value, str) else _series(value.value)
            yield label, text, _evidence(value.evidence, draft, language)


def _series(series: Series) -> str:
    return series.name + (f" #{series.position}" if series.position else "")


def _people(draft: Draft, language: Language) -> Iterator[Row]:
    roles = wording("roles", language)
    for person in draft.book.metadata.people:
        label = " ".join(roles.get(role, role) for role in person.roles)
        name = person.name + (f" ({person.file_as})" if person.file_as else "")
        yield label, name, _evidence(person.evidence, draft, language)


def _evidence(evidence: Evidence, draft: Draft, language: Language) -> str:
    origin = wording("origins", language)[evidence.origin.replace(" ", "-")]
    where = evidence.where
    if len(draft.sources) == 1:  # its name stands at the head of the page
        file, _, line = where.rpartition(":")
        name = draft.sources[0].name
        where = wording("inspect", language)["line"].format(line=line) if file == name else where.removeprefix(name)
    parts = (origin, where, f"{evidence.confidence:.2f}", evidence.reason)
    return " · ".join(part for part in parts if part)


def _tree(
    divisions: Sequence[Division], sources: Sequence[Source], language: Language, depth: int = 0
) -> Iterator[Row]:
    words, kinds = wording("inspect", language), wording("structures", language)
    for division in divisions:
        heading = division.heading
        text = bare_text_of(heading.content) if heading else words["untitled"]
        place = _place(heading.span.source, heading.span.first, sources, words["line"]) if heading else ""
        size = words["characters"].format(count=f"{length(division):,}")
        held = (f"{kinds[kind]} {count}" for kind, count in structures(division).items())
        yield place, "  " * depth + clip(text, _TEXT - 2 * depth), " · ".join((size, *held))
        yield from _tree(division.divisions, sources, language, depth + 1)


def _articles(draft: Draft, language: Language) -> Iterator[Row]:
    word = wording("inspect", language)["line"]
    for begins in (begins for reading in draft.readings for begins in reading.articles):
        headline = draft.sources[begins.source].lines[begins.headline - 1].text.strip()
        beyond = f"{begins.margin:+.2f}" if math.isfinite(begins.margin) else ""
        yield _place(begins.source, begins.line, draft.sources, word), clip(headline, _TEXT), beyond
        yield "", " · ".join(map(clue_text, begins.clues)), ""


def _cuts(cuts: Sequence[Cut], sources: Sequence[Source], language: Language) -> Iterator[Row]:
    words, kinds = wording("inspect", language), wording("cuts", language)
    for cut in (cut for _, together in groupby(cuts, _thing) for cut in islice(together, 1)):
        text = sources[cut.source].lines[cut.line - 1].text[cut.start : cut.stop]
        place = _place(cut.source, cut.line, sources, words["line"])
        yield place, clip(text.strip(), _TEXT), f"{kinds[cut.kind]} · {cut.reason}"


def _thing(cut: Cut) -> tuple[object, ...]:
    """What is told once: a cut, but all the lines of a table together."""
    return (cut.kind, cut.source) if cut.kind == "rule" else (cut.kind, cut.source, cut.line, cut.start)


def _rare(sources: Sequence[Source], language: Language) -> Iterator[Row]:
    words, kinds = wording("inspect", language), wording("rare", language)
    for one in rare(sources):
        note = " · ".join((kinds[one.kind], f"×{one.count}", _place(one.source, one.line, sources, words["line"])))
        yield f"{one.character} {one.code}", clip(one.context, _TEXT), note


def _told(draft: Draft, language: Language) -> Iterator[Row]:
    words, roles = wording("inspect", language), wording("roles", language)
    for index, reading in enumerate(draft.readings):
        for said in reading.said:
            text = draft.sources[index].lines[said.line - 1].text.strip()
            count = words["lines"].format(count=said.lines) if said.lines > 1 else ""
            note = " · ".join(part for part in (roles.get(said.role, said.role), count, said.where) if part)
            yield _place(index, said.line, draft.sources, words["line"]), clip(text, _TEXT), note


def _lengths(draft: Draft, language: Language) -> Iterator[Row]:
    words = wording("inspect", language)
    for division, size in odd_lengths(draft.book.divisions)[1]:
        assert division.heading, "only what has a heading is measured"
        place = _place(division.heading.span.source, division.heading.span.first, draft.sources, words["line"])
        yield place, clip(bare_text_of(division.heading.content), _TEXT), words["characters"].format(count=f"{size:,}")


def _gaps(draft: Draft, language: Language) -> Iterator[Row]:
    words, names = wording("inspect", language), [source.name for source in draft.sources]
    for item in gaps(draft):
        place = _place(names.index(item.file or ""), item.line or 1, draft.sources, words["line"])
        yield place, str(item.values["heading"]), words["gap"].format_map(item.values)


def _doubts(draft: Draft, language: Language) -> Iterator[Row]:
    return (_doubt(choice, draft.sources, language) for choice in doubts(draft))


def _doubt(choice: Choice, sources: Sequence[Source], language: Language) -> Row:
    words, roles = wording("inspect", language), wording("roles", language)
    text = sources[choice.source].lines[choice.line - 1].text.strip()
    role, other = roles.get(choice.role, choice.role), roles.get(choice.runner_up or "", choice.runner_up)
    told = words["doubt"].format(role=role, runner_up=other, margin=f"{choice.margin:.2f}")
    return _place(choice.source, choice.line, sources, words["line"]), clip(text, _TEXT), told


def _place(source: int, line: int, sources: Sequence[Source], word: str) -> str:
    """The line, and the file too where there are several."""
    if len(sources) == 1:
        return word.format(line=line)
    return f"{Path(sources[source].name).name}:{line}"
