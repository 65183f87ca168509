"""What a build did and how a text was read, as JSON for programs: one object, on one line.

The keys are documented in ``docs/cli.md``; new ones may come, none changes its meaning.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ebook.console import Remedy
from ebook.diagnostics import Diagnostic, Language
from ebook.explanation import option, snippet
from ebook.model import Beginning, Choice, Clue, Cut, Division, Explanation, Metadata, Reading, Source, Value, text_of
from ebook.oddities import doubts, gaps, length, odd_lengths
from ebook.rare import Rare, rare
from ebook.structures import structures

if TYPE_CHECKING:  # doctor speaks where the libraries of the stages are missing
    from ebook.build import Made, Report
    from ebook.checkers import Resident
    from ebook.doctor import Finding
    from ebook.draft import Draft
    from ebook.judge import Judgement
    from ebook.send import Sent


def build_json(report: Report, language: Language) -> str:
    """A build: where the book stands, what it says of itself, what was cut, how it was judged."""
    return _dump(
        {
            **_head(report.draft),
            "path": None if report.path is None else str(report.path),
            "editions": [_made(made) for made in report.editions],
            "exit": report.exit_code,
            "epubcheck": report.verdict.epubcheck,
            "diagnostics": diagnostics(report.diagnostics, language),
            "timings": {name: round(seconds, 4) for name, seconds in report.timings.items()},
        }
    )


def _made(made: Made) -> Mapping[str, object]:
    return {
        "edition": made.edition,
        "path": None if made.path is None else str(made.path),
        "valid": made.verdict.valid,
    }


def failure_json(source: Path, code: int, found: Iterable[Diagnostic], language: Language) -> str:
    """A build that could not be gone on with."""
    return _dump({"source": [str(source)], "path": None, "exit": code, "diagnostics": diagnostics(found, language)})


def inspect_json(draft: Draft, explained: Sequence[Explanation], language: Language) -> str:
    """A reading: the above without a book, with the tree of headings, what is odd and what is in doubt."""
    middle, odd = odd_lengths(draft.book.divisions)
    return _dump(
        {
            **_head(draft),
            "divisions": [_division(division) for division in draft.book.divisions],
            "doubts": [_choice(choice, draft.sources) for choice in doubts(draft)],
            "lengths": {"median": middle, "odd": [_division(division) for division, _ in odd]},
            "gaps": [{"file": item.file, "line": item.line, **item.values} for item in gaps(draft)],
            "explanations": [_explained(one, draft.sources) for one in explained],
            "diagnostics": diagnostics(draft.diagnostics, language),
        }
    )


def _explained(one: Explanation, sources: Sequence[Source]) -> Mapping[str, object]:
    candidates = [
        {
            "role": item.role,
            "score": round(item.score, 2),
            "behind": _finite(item.behind),
            "clues": [_clue(clue) for clue in item.clues],
        }
        for item in one.candidates
    ]
    source = sources[one.choice.source]
    begins = one.begins and _beginning(one.begins, source)
    overrule = {"option": option(one), "toml": snippet(one, source)}
    told = {"last": one.last, "begins": begins, "candidates": candidates, "overrule": overrule}
    return {**_choice(one.choice, sources), **told}


def check_json(
    path: Path, judgement: Judgement | None, found: Iterable[Diagnostic], code: int, language: Language
) -> str:
    """A finished book: who made it, how it was judged; ``judgement`` is None for one that could not be judged."""
    told = diagnostics(found, language, Diagnostic.cure)
    return _dump(
        {
            "book": str(path),
            "exit": code,
            "devices": judgement and judgement.devices,
            "ours": judgement and judgement.verdict.ours,
            "epubcheck": judgement and judgement.verdict.epubcheck,
            "balanced": judgement and judgement.balanced,
            "errors": sum(item["severity"] == "error" for item in told),
            "warnings": sum(item["severity"] == "warning" for item in told),
            "diagnostics": told,
        }
    )


def send_json(book: Path, sent: Sent | None, found: Iterable[Diagnostic], code: int, language: Language) -> str:
    """A book that was brought onto a device; ``sent`` is None for one that was not."""
    return _dump(
        {
            "book": str(book),
            "exit": code,
            "device": sent and sent.device,
            "edition": sent and sent.edition,
            "path": sent and str(sent.path),
            "bytes": sent and sent.size,
            "sha256": sent and sent.sha256,
            "diagnostics": diagnostics(found, language),
        }
    )


def doctor_json(findings: Sequence[Finding], code: int, language: Language) -> str:
    """What a machine has; ``diagnostic`` is null where all is well."""
    rows = [
        {
            "name": finding.name,
            "there": finding.there,
            "diagnostic": next(iter(diagnostics([finding.fault] if finding.fault else [], language)), None),
        }
        for finding in findings
    ]
    return _dump({"fit": code == 0, "exit": code, "findings": rows})


def checkers_json(found: Sequence[Resident], notes: Sequence[Diagnostic], language: Language, *, stopped: bool) -> str:
    """The checkers that stay between runs, as they describe themselves."""
    rows = [asdict(one) for one in found]
    return _dump({"checkers": rows, "stopped": stopped, "diagnostics": diagnostics(notes, language)})


def diagnostics(
    found: Iterable[Diagnostic], language: Language, remedy: Remedy = Diagnostic.remedy
) -> list[Mapping[str, object]]:
    """Diagnostics with their words in one language and the values the words were made of."""
    return [
        {
            "id": item.id,
            "severity": item.severity,
            "file": item.file,
            "line": item.line,
            "column": item.column,
            "source": item.source and {"file": item.source[0], "line": item.source[1]},
            "message": item.message(language),
            "remedy": remedy(item, language),
            "values": item.values,
        }
        for item in found
    ]


def _head(draft: Draft) -> Mapping[str, object]:
    return {
        "source": [source.name for source in draft.sources],
        "kind": draft.book.kind,
        "metadata": _metadata(draft.book.metadata),
        "cuts": [_cut(cut, draft.sources) for cut in draft.book.cuts],
        "rare": [_rare(one, draft.sources) for one in rare(draft.sources)],
        "readings": [_reading(*pair) for pair in zip(draft.readings, draft.sources, strict=True)],
    }


def _metadata(metadata: Metadata) -> Mapping[str, object]:
    values = {name: getattr(metadata, name) for name in Metadata.__slots__ if name != "people"}
    known = {name: _value(value) for name, value in values.items() if value}
    return {**known, "people": [asdict(person) for person in metadata.people]}


def _value(value: Value[object]) -> Mapping[str, object]:
    return asdict(value)


def _cut(cut: Cut, sources: Sequence[Source]) -> Mapping[str, object]:
    source = sources[cut.source]
    text = source.lines[cut.line - 1].text[cut.start : cut.stop]
    return {"file": source.name, "line": cut.line, "kind": cut.kind, "reason": cut.reason, "text": text}


def _rare(one: Rare, sources: Sequence[Source]) -> Mapping[str, object]:
    place = {"file": sources[one.source].name, "line": one.line, "context": one.context}
    return {"character": one.character, "code": one.code, "kind": one.kind, "count": one.count, **place}


def _reading(reading: Reading, source: Source) -> Mapping[str, object]:
    return {
        "file": source.name,
        "encoding": asdict(source.encoding),
        "kind": reading.kind,
        "reason": reading.reason,
        "lines": len(source.lines),
        "roles": dict(sorted(Counter(choice.role for choice in reading.choices).items())),
        "doubts": len(reading.doubts),
        "articles": [_beginning(begins, source) for begins in reading.articles],
        "told": [{**asdict(said), "text": source.lines[said.line - 1].text} for said in reading.said],
    }


def _beginning(begins: Beginning, source: Source) -> Mapping[str, object]:
    return {
        "file": source.name,
        "line": begins.line,
        "headline": begins.headline,
        "text": source.lines[begins.headline - 1].text,
        "margin": _finite(begins.margin),
        "clues": [_clue(clue) for clue in begins.clues],
    }


def _choice(choice: Choice, sources: Sequence[Source]) -> Mapping[str, object]:
    source = sources[choice.source]
    return {
        "file": source.name,
        "line": choice.line,
        "text": source.lines[choice.line - 1].text,
        "role": choice.role,
        "runner_up": choice.runner_up,
        "margin": _finite(choice.margin),
        "told": choice.told,
        "clues": [_clue(clue) for clue in choice.clues],
    }


def _clue(clue: Clue) -> Mapping[str, object]:
    return {"name": clue.name, "weight": _finite(clue.weight)}


def _finite(number: float) -> float | None:
    """JSON has no infinity."""
    return round(number, 4) if math.isfinite(number) else None


def _division(division: Division) -> Mapping[str, object]:
    heading = division.heading
    return {
        "kind": division.kind,
        "level": division.level,
        "heading": text_of(heading.content) if heading else None,
        "line": heading.span.first if heading else None,
        "characters": length(division),
        "structures": structures(division),
        "divisions": [_division(child) for child in division.divisions],
    }


def _dump(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)
