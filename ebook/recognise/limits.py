"""What a person said, as limits on the reading of a clipping: the rest of the page is read around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ebook.diagnostics import Diagnostic
from ebook.model import Source
from ebook.recognise.alike import Shape, shape_of
from ebook.recognise.grammar import grammar
from ebook.recognise.levels import is_bare_number
from ebook.recognise.overrides import Told, like
from ebook.recognise.reading import FURNITURE, Decision, Limit
from ebook.recognise.row import Row
from ebook.settings import LIKE

_TITLES = frozenset({"title", "title2"})
HEADINGS = frozenset({"number", "heading", "subheading"})


@dataclass(frozen=True, slots=True)
class Ruled:
    """The limits of each row, and what there is to say about them."""

    limits: Mapping[int, Limit]
    notes: tuple[Diagnostic, ...]


def ruled(source: Source, rows: Sequence[Row], told: Told, free: Sequence[Decision]) -> Ruled:
    """The limits that follow from what was told; ``free`` is the reading without it."""
    roles = frozenset(grammar().roles.values())
    at = {piece.line: i for i, row in enumerate(rows) for piece in row.pieces}
    limits = dict(_taught(rows, told, free, at, roles))
    titles, notes = _titles(source, told, at)
    for line, override in told.lines.items():
        index = at[line]
        if override.role == "title":
            if index in titles:
                limits[index] = Limit(frozenset({titles[index]}), override.where)
        else:
            limits[index] = Limit(_roles(override.role, rows[index]), override.where)
    if titles:  # the lines that are told to be the title are all of it
        for index in range(len(rows)):
            if index not in titles and not (index in limits and limits[index].told):
                known = limits[index].roles if index in limits else roles
                limits[index] = Limit(known - _TITLES)
    return Ruled(limits, tuple(notes))


def _roles(role: str, row: Row) -> frozenset[str]:
    if role == "furniture":
        return FURNITURE
    return frozenset({"number" if role == "heading" and is_bare_number(row.text) else role})


def _titles(source: Source, told: Told, at: Mapping[int, int]) -> tuple[dict[int, str], list[Diagnostic]]:
    """The rows of the title, one after another; any other row that is told to be a title is refused."""
    titles: dict[int, str] = {}
    notes = []
    for line, override in sorted(told.lines.items()):
        if override.role != "title":
            continue
        if not titles or at[line] - 1 in titles or at[line] in titles:
            titles.setdefault(at[line], "title2" if titles else "title")
        else:
            first = next(number for number, index in at.items() if index in titles)
            values = {"where": override.where, "line": line, "title": first}
            notes.append(Diagnostic("RDG-010", values, source.name, line))
    return titles, notes


def _taught(
    rows: Sequence[Row], told: Told, free: Sequence[Decision], at: Mapping[int, int], roles: frozenset[str]
) -> Iterator[tuple[int, Limit]]:
    """The rows of the forms that are told to be headings, or none: among the paragraphs, never in head and tail."""
    if not told.forms:
        return
    body = [i for i, decision in enumerate(free) if decision.state in _BODY]
    shapes = {i: shape_of(rows[i]) for i in {*body, *(at[line] for line, _ in told.forms)}}
    for line, override in told.forms:
        example = at[line]
        given = told.lines.get(line)
        role = given.role if given else free[example].role
        word = like(line, override)
        for i in _alike(rows, shapes, example, body):
            if override.role == LIKE:
                yield i, Limit(_roles("subheading" if role == "subheading" else "heading", rows[i]), word)
            else:
                yield i, Limit(roles - HEADINGS)


#: The states of the reading that are among the paragraphs: where a form is looked for.
_BODY = frozenset({"body", "number", "heading", "subheading", "label", "caption", "furniture", "data"})


def _alike(rows: Sequence[Row], shapes: Mapping[int, Shape], example: int, body: Sequence[int]) -> Iterator[int]:
    shape = shapes[example]
    yield from (i for i in body if i != example and shape.holds(shapes[i], rows[i].size))
    yield example
