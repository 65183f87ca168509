"""A person's own style sheet, judged before a book is made of it: is it CSS, can old readers read it, is it whole?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ebook.check.rules.style import addresses, barred_properties, late_functions, late_rules
from ebook.diagnostics import Diagnostic

_MOST = 10  # faults that are told one by one
_FIRST = ("charset", "namespace")  # only the first rule of a sheet may be such a one, and ours stand before it
_END = "end-of-sheet"


def sheet_faults(css: str, name: str) -> list[Diagnostic]:
    """What keeps a sheet from the book, by line: STY-003 where it is no CSS, else STY-004 and STY-005."""
    faults = list(islice(_broken(css), _MOST))
    if not faults:
        faults = [("STY-005", words, line) for words, _, line in islice(addresses(css), _MOST)]
        faults += [fault for fault in _late(css) if fault[2] not in {line for _, _, line in faults}]
    told = sorted(faults, key=lambda fault: fault[2])[:_MOST]
    return [Diagnostic(ident, {"detail": detail}, name, line) for ident, detail, line in told]


def _late(css: str) -> Iterator[tuple[str, str, int]]:
    """By the rules of the gate, which judge the finished book again."""
    for rule in (late_functions, late_rules, barred_properties):
        yield from (("STY-004", *fault) for fault in islice(rule(css), _MOST))


def _broken(css: str) -> Iterator[tuple[str, str, int]]:
    import tinycss2  # a book without a sheet of a person's does not wait for it

    rules = tinycss2.parse_stylesheet(f"{css}\n{_END}{{}}", skip_comments=True, skip_whitespace=True)
    last = rules[-1]
    if last.type != "qualified-rule" or tinycss2.serialize(last.prelude).strip() != _END:
        yield "STY-003", "not closed: { ( [ or /*", last.source_line
        return  # whatever else was found hangs on it
    for rule in rules:
        if rule.type == "error":
            yield "STY-003", rule.message, rule.source_line
        elif rule.type == "at-rule" and rule.lower_at_keyword in _FIRST:
            yield "STY-004", f"@{rule.at_keyword}", rule.source_line
        elif rule.type == "qualified-rule":
            inside = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from (("STY-003", part.message, part.source_line) for part in inside if part.type == "error")
            declared = (part for part in inside if part.type == "declaration")
            yield from (("STY-004", p.name, p.source_line) for p in declared if p.lower_name.endswith("writing-mode"))
