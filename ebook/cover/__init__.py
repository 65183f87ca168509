"""Cover: the picture that a person gives, or one drawn from the metadata.

Pillow and the fonts are imported when a cover is drawn: a run that draws none does not pay for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ebook.diagnostics import Diagnostic
from ebook.model import Book, Font, Resource
from ebook.settings import Theme

__all__ = ["draw"]


def draw(book: Book, theme: Theme, given: Sequence[Font] = ()) -> tuple[Resource | None, tuple[Diagnostic, ...]]:
    """The cover of a book in a theme's design, 1600 × 2560 pixels, JPEG; with what there is to say about it.

    The fonts that a person gives are asked for what the cover's own lack.  None (IMG-008, IMG-010) where the title
    cannot be printed whole.
    """
    from ebook.cover.design import design  # noqa: PLC0415 - see above

    return design(book, theme, given)
