"""The preflight: what a device makes of a book, whoever made it, told before the book is sent there.

A device is one small file: which rules hold on it, each with the guide, the clause or the thread that it comes from
and the day it was seen or written.  What a rule looks for is a function; here is the one table of them.  A rule of the
gate that is a device's rule keeps its id.  The words for cause, consequence and cure stand in the catalogue of
diagnostics, ``docs/preflight.md`` has them all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from ebook.check.devices import apple, book, contents, generic, kindle, kobo, looks, pages, pictures
from ebook.check.devices.facts import DeviceRule, Facts
from ebook.check.epub import Epub
from ebook.check.rules import Rule, container, markup, package
from ebook.check.rules.kobo import spans
from ebook.diagnostics import Diagnostic
from ebook.settings import DeviceName

__all__ = ["COVERED", "DEVICES", "RULES", "preflight"]

_MOST = 10  # faults a rule tells one by one
_LONGEST = 120  # characters of what a book says that a message repeats


def _gate(rule: Rule) -> DeviceRule:
    return lambda facts: rule(facts.epub)


RULES: Mapping[str, DeviceRule] = {
    "GAT-101": _gate(container.mimetype),
    "GAT-102": _gate(container.comments),
    "GAT-104": _gate(container.methods),
    "GAT-106": _gate(container.twins),
    "GAT-201": _gate(package.identifier),
    "GAT-405": _gate(markup.body_targets),
    "GAT-413": _gate(markup.size),
    "GAT-415": _gate(spans),
    "DEV-101": book.too_heavy_for_mail,
    "DEV-102": book.too_heavy,
    "DEV-103": book.protected,
    "DEV-104": book.names,
    "DEV-201": book.no_language,
    "DEV-202": book.unlisted_language,
    "DEV-203": book.several_titles,
    "DEV-204": book.other_identifier,
    "DEV-205": book.no_cover,
    "DEV-206": book.no_thumbnail,
    "DEV-207": book.page_called_cover,
    "DEV-208": book.vertical_pages,
    "DEV-209": book.vertical_lines,
    "DEV-210": book.fonts_untold,
    "DEV-211": book.remote,
    "DEV-301": contents.none,
    "DEV-302": contents.deep_for_kindle,
    "DEV-303": contents.deep_for_kobo,
    "DEV-304": contents.many_landmarks,
    "DEV-305": contents.out_of_order,
    "DEV-306": contents.lead_nowhere,
    "DEV-307": contents.lead_to_the_hidden,
    "DEV-308": contents.unlabelled,
    "DEV-401": pages.encoding_untold,
    "DEV-402": pages.picture_without_source,
    "DEV-403": pages.long_description,
    "DEV-404": pages.no_description,
    "DEV-405": pages.nested_paragraphs,
    "DEV-406": pages.scripts,
    "DEV-407": pages.forms,
    "DEV-408": pages.sound_and_film,
    "DEV-409": pages.too_large,
    "DEV-410": pages.wide_tables,
    "DEV-411": pages.inline_styles,
    "DEV-412": pages.padded_blanks,
    "DEV-413": pages.cover_with_text,
    "DEV-414": pages.wrapped_pictures,
    "DEV-415": pages.not_in_order,
    "DEV-416": pages.nothing_there,
    "DEV-417": pages.other_capitals,
    "DEV-418": pages.on_somebodys_disk,
    "DEV-501": looks.late_functions,
    "DEV-502": looks.media_queries,
    "DEV-503": looks.boxes,
    "DEV-504": looks.parts_of_the_screen,
    "DEV-505": looks.forced_text,
    "DEV-506": looks.backgrounds,
    "DEV-507": looks.side_margins,
    "DEV-508": looks.negative_margins,
    "DEV-509": looks.deep_indents,
    "DEV-510": looks.placed_boxes,
    "DEV-511": looks.size_in_percent,
    "DEV-512": looks.bare_div,
    "DEV-513": looks.bare_span,
    "DEV-514": looks.figures_as_tables,
    "DEV-515": looks.turned_text,
    "DEV-516": looks.late_fonts,
    "DEV-517": looks.nothing_there,
    "DEV-601": pictures.late_kinds,
    "DEV-602": pictures.other_kinds,
    "DEV-603": pictures.broken,
    "DEV-604": pictures.for_print,
    "DEV-605": pictures.transparent,
    "DEV-606": pictures.heavy,
    "DEV-607": pictures.many_pixels,
    "DEV-608": pictures.moving,
    "DEV-609": pictures.small_cover,
    "DEV-610": pictures.odd_cover,
}

#: Rules of which the gate has one that is as strict: what was judged by that need not be asked again.
COVERED: Mapping[str, str] = {
    "DEV-201": "GAT-206",
    "DEV-204": "GAT-304",
    "DEV-206": "GAT-207",
    "DEV-207": "GAT-207",
    "DEV-208": "GAT-208",
    "DEV-301": "GAT-301",
    "DEV-302": "GAT-306",
    "DEV-303": "GAT-306",
    "DEV-304": "GAT-303",
    "DEV-305": "GAT-302",
    "DEV-306": "GAT-302",
    "DEV-308": "GAT-301",
    "DEV-401": "GAT-401",
    "DEV-402": "GAT-411",
    "DEV-403": "GAT-411",
    "DEV-404": "GAT-411",
    "DEV-406": "GAT-402",
    "DEV-407": "GAT-402",
    "DEV-408": "GAT-402",
    "DEV-411": "GAT-408",
    "DEV-412": "GAT-408",
    "DEV-415": "GAT-209",
    "DEV-416": "GAT-404",
    "DEV-418": "GAT-403",
    "DEV-501": "GAT-501",
    "DEV-502": "GAT-502",
    "DEV-503": "GAT-503",
    "DEV-510": "GAT-503",
    "DEV-515": "GAT-503",
    "DEV-516": "GAT-210",
    "DEV-517": "GAT-504",
}

#: Rules for text that flows: KDP's Text Guidelines - Reflowable and their like say nothing of fixed pages.
FLOWING = frozenset(("DEV-410", *(f"DEV-{number}" for number in range(504, 514))))

#: Which rules hold on a device, each with its source.
DEVICES: Mapping[DeviceName, Mapping[str, str]] = {
    "kindle": kindle.RULES,
    "kobo": kobo.RULES,
    "apple": apple.RULES,
    "generic": generic.RULES,
}


def preflight(epub: Epub, devices: Collection[DeviceName], judged: Collection[str] = ()) -> Iterator[Diagnostic]:
    """What is wrong with a book on each of the devices; ``judged`` are the rules of the gate that have been asked."""
    facts = Facts(epub)
    for ident, rule in RULES.items():
        held = [name for name in DEVICES if name in devices and ident in DEVICES[name]]
        if facts.fixed and ident in FLOWING:
            continue
        if held and COVERED.get(ident, ident) not in judged:
            yield from _faults(ident, rule, facts, ", ".join(held))


def _faults(ident: str, rule: DeviceRule, facts: Facts, devices: str) -> Iterator[Diagnostic]:
    for file, detail, *line in islice(rule(facts), _MOST):
        words = " ".join(detail[: 2 * _LONGEST].split())
        words = words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
        yield Diagnostic(ident, {"detail": words, "devices": devices}, file, line[0] if line else None)
