"""Why lines were read as they were: every role they were weighed for, with the clues for and against."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ebook.model import Candidate, Choice, Clue, Explanation, Reading, Source
from ebook.recognise.book import Drafted, choices_of, clues_of, drafted
from ebook.recognise.clipping import Sheet, reads_of
from ebook.recognise.collection import pages_of
from ebook.recognise.forms import LONGEST, Mark, by_form, continuity, fitting, marks_of
from ebook.recognise.outline import CONTINUOUS, Entry
from ebook.recognise.overrides import NOTHING, Told, place
from ebook.recognise.row import Row
from ebook.recognise.tables import explained, set_aside
from ebook.settings import RecogniseSettings


def explain(
    sources: Sequence[Source], readings: Sequence[Reading], settings: RecogniseSettings, wanted: Collection[int]
) -> tuple[Explanation, ...]:
    """The explanations of the wanted lines of each source, as it was read; blank lines have none."""
    told, _ = place(settings.overrides, sources)
    found: list[Explanation] = []
    for index, (source, reading, words) in enumerate(zip(sources, readings, told, strict=True)):
        aside = set_aside(source, words)
        rest = aside.source if any(choice.role == "table" for choice in reading.choices) else source
        if reading.kind == "book":
            of_source = list(_of_book(rest, index, aside.told, wanted))
        else:
            of_source = list(_of_clipping(rest, index, aside.told, wanted, one=settings.kind == "clipping"))
        if rest is not source:
            tables = explained(source, aside.tables, index)
            of_source += [one for one in tables if any(one.line <= line <= one.last for line in wanted)]
        found += sorted(of_source, key=lambda one: one.line)
    return tuple(found)


def _wanted(rows: Sequence[Row], wanted: Collection[int]) -> Iterator[tuple[int, Row]]:
    return ((i, row) for i, row in enumerate(rows) if any(piece.line in wanted for piece in row.pieces))


def _explanation(row: Row, choice: Choice, candidates: Sequence[Candidate]) -> Explanation:
    return Explanation(choice.source, row.number, row.last, row.text, choice, tuple(candidates))


# --- a clipping ---------------------------------------------------------------------------


def _of_clipping(
    source: Source, index: int, told: Told, wanted: Collection[int], *, one: bool
) -> Iterator[Explanation]:
    for number, page in enumerate(pages_of(source, index, told, one=one)):
        begins = page.beginning(index) if number else None
        for one_line in _of_sheet(page.sheet, wanted):
            first = begins and one_line.line in (begins.line, begins.headline)
            yield replace(one_line, begins=begins) if first else one_line


def _of_sheet(sheet: Sheet, wanted: Collection[int]) -> Iterator[Explanation]:
    weighed, reads = sheet.weighed, reads_of(sheet)
    free = weighed.lattice()
    limited = weighed.lattice(sheet.limits) if sheet.limits else free
    for i, row in _wanted(weighed.page.rows, wanted):
        choice = reads[i].decision.choice
        yield _explanation(row, choice, list(weighed.candidates(free if choice.told else limited, i)))


# --- a book -------------------------------------------------------------------------------


def _of_book(source: Source, index: int, told: Told, wanted: Collection[int]) -> Iterator[Explanation]:
    draft, free = drafted(source, told), drafted(source, NOTHING) if told else None
    choices = choices_of(draft, index)
    considered = _Considered(free, choices_of(free, index)) if free else _Considered(draft, choices)
    for i, row in _wanted(draft.rows, wanted):
        choice = choices.get(i) or Choice(index, row.number, "body", ())
        candidates = considered.candidates(row)
        if not choice.told and len(candidates) > 1:
            choice = _second(choice, candidates)
        yield _explanation(row, choice, candidates)


def _second(choice: Choice, candidates: Sequence[Candidate]) -> Choice:
    """The choice with the runner-up that its candidates give."""
    other = candidates[1]
    return Choice(choice.source, choice.line, choice.role, choice.clues, other.role, other.behind, choice.told)


class _Considered:
    """What the lines of a book could be: a set of lines is judged, so the clues tell of the set."""

    def __init__(self, draft: Drafted, choices: Mapping[int, Choice]) -> None:
        self.rows, self.name, self.outline, self.choices = draft.rows, draft.name, draft.outline, choices
        self.at = {row.place: i for i, row in enumerate(draft.rows)}
        self.entries = {entry.index: entry for entry in draft.outline.entries}
        self.sets = by_form(
            [mark for mark in marks_of(self.rows, self.name) if mark.index not in self.outline.contents]
        )

    def candidates(self, row: Row) -> list[Candidate]:
        """Every role of a row, the winner first; none where it was no row before a person's word made it one."""
        index = self.at.get(row.place)
        if index is None:
            return []
        choice = self.choices.get(index)
        entry = self.entries.get(index)
        clues = self._for(entry) if entry and choice and choice.role == "heading" else choice.clues if choice else ()
        won = _candidate(choice.role if choice else "body", clues)
        others = [*self._headings(index), _candidate("body", ())]
        others = [other for other in others if other.role != won.role or other.clues != won.clues]
        if won.role == "body":
            others = [other for other in others if other.role != "body"]
        ranked = sorted(others, key=lambda other: -other.score)
        return [won, *(Candidate(c.role, c.score, max(won.score - c.score, 0.0), c.clues) for c in ranked)]

    def _headings(self, index: int) -> Iterator[Candidate]:
        row, entry = self.rows[index], self.entries.get(index)
        marks = list(fitting(index, row, self.name))
        for mark in marks:
            if not entry or entry.form != mark.form:
                yield _candidate("heading", self._against(mark, entry))
        if entry:
            yield _candidate("heading", self._for(entry))
        elif not marks:
            yield _candidate("heading", tuple(_no_form(row)))

    def _for(self, entry: Entry) -> tuple[Clue, ...]:
        """The clues of a heading, with the figures of the set that its form finds."""
        form, holds = clues_of(entry)
        count = sum(other.form == entry.form for other in self.entries.values())
        found = self.sets.get(entry.form, [])
        numbers = sum(mark.number is not None for mark in found) > 1
        runs = f", {continuity(found):.0%} of their numbers run on" if numbers else ""
        return form, Clue(f"{count} headings of the form{runs}", holds.weight)

    def _against(self, mark: Mark, entry: Entry | None) -> tuple[Clue, ...]:
        """A form that fits the line, and why its lines are no headings here, or the line is none of them."""
        found = self.sets.get(mark.form, [])
        runs = continuity(found)
        numbered = Clue(f"{len(found)} lines of the form, {runs:.0%} of their numbers run on", round(3 * runs, 2))
        return Clue(f"form: {mark.form}", 3.0), numbered, Clue(self._reason(mark, found, runs, entry), -9.0)

    def _reason(self, mark: Mark, found: Sequence[Mark], runs: float, entry: Entry | None) -> str:
        used = sorted({other.form for other in self.entries.values()})
        if mark.index in self.outline.contents:
            return "in the printed table of contents"
        if mark.index in self.outline.twice:
            return "the heading above once more"
        if entry:
            return f"the form {entry.form} fits before it"
        if len(found) > 1 and runs < CONTINUOUS:
            return "the numbers of its form do not run on"
        return (
            f"the headings here are of another form: {', '.join(used)}" if used else "its form makes no set of headings"
        )


def _candidate(role: str, clues: tuple[Clue, ...]) -> Candidate:
    return Candidate(role, round(sum(clue.weight for clue in clues), 2), 0.0, clues)


def _no_form(row: Row) -> Iterator[Clue]:
    yield Clue("no form of heading fits", -3.0)
    if row.stopped:
        yield Clue("ends as a sentence does", -3.0)
    if len(row.text) > LONGEST:
        yield Clue(f"longer than {LONGEST} characters", -3.0)
