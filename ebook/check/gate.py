"""Our own gate: the hygiene that EPUBCheck lets pass and devices do not forgive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from ebook.check.epub import Epub
from ebook.check.rules import Rule, accessible, container, contrast, kobo, markup, navigation, package, style
from ebook.diagnostics import Diagnostic

_MOST = 10  # faults a rule tells one by one

RULES: Mapping[str, Rule] = {
    "GAT-101": container.mimetype,
    "GAT-102": container.comments,
    "GAT-103": container.directories,
    "GAT-104": container.methods,
    "GAT-105": container.names,
    "GAT-106": container.twins,
    "GAT-107": container.inventory,
    "GAT-201": package.identifier,
    "GAT-202": package.modified,
    "GAT-203": package.publication_date,
    "GAT-204": package.titles,
    "GAT-205": package.roles,
    "GAT-206": package.language,
    "GAT-207": package.cover,
    "GAT-208": package.direction,
    "GAT-209": package.spine,
    "GAT-210": package.media_types,
    "GAT-211": accessible.vocabulary,
    "GAT-212": accessible.claims,
    "GAT-213": accessible.pagination,
    "GAT-301": navigation.toc,
    "GAT-302": navigation.order,
    "GAT-303": navigation.landmarks,
    "GAT-304": navigation.ncx,
    "GAT-305": navigation.play_order,
    "GAT-306": navigation.depth,
    "GAT-307": navigation.page_list,
    "GAT-401": markup.encoding,
    "GAT-402": markup.scripts,
    "GAT-403": markup.links,
    "GAT-404": markup.targets,
    "GAT-405": markup.body_targets,
    "GAT-406": markup.ids,
    "GAT-407": markup.headings,
    "GAT-408": markup.inline_styles,
    "GAT-409": markup.comments,
    "GAT-410": markup.characters,
    "GAT-411": markup.pictures,
    "GAT-412": markup.empty,
    "GAT-413": markup.size,
    "GAT-414": markup.private_use,
    "GAT-415": kobo.spans,
    "GAT-416": accessible.roles,
    "GAT-417": accessible.titles,
    "GAT-418": accessible.markers,
    "GAT-501": style.functions,
    "GAT-502": style.at_rules,
    "GAT-503": style.properties,
    "GAT-504": style.urls,
    "GAT-505": contrast.contrast,
}


def gate(epub: Epub) -> Iterator[Diagnostic]:
    """What is wrong with a book by each rule; GAT diagnostics, exit 5, or warnings."""
    for ident, rule in RULES.items():
        for file, detail, *line in islice(rule(epub), _MOST):
            yield Diagnostic(ident, {"detail": detail}, file, line[0] if line else None)
