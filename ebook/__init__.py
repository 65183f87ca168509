"""build-epub: Chinese clippings, manuscripts and books as EPUB 3."""
