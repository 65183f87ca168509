"""The generic edition: one file that every reading system opens.

The strictest of them is Adobe's RMSDK, by which Kobo, Tolino and older readers
show an ``.epub``; its CSS parser dates from 2013 and may drop a whole sheet, or
call the book damaged, for one thing that it does not know (kobolabs/epub-spec,
CSS, seen 2025-08-25; PyPI kobofix 1.0.0).  What it asks, every book obeys as
it is typeset: ``styles/`` has neither functions nor queries, flex nor grid, the
gate refuses them (GAT-501 to GAT-504), and pages break by files.  So there is
nothing left to change.
"""

from __future__ import annotations

from ebook.model import Publication


def edition(publication: Publication) -> Publication:
    """The publication as it is."""
    return publication
