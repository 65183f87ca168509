"""What holds in Apple Books.

ABAG: Apple Books Asset Guide 5.3 (2023-09), by its sections (help.apple.com/itc/booksassetguide, seen 2026-11-24).
"""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "GAT-101": "EPUB 3.3 sec-zip-container-mime",
    "DEV-103": "EPUB 3.3 sec-container-metainf-encryption.xml",
    "DEV-205": "ABAG Book Cover Art",
    "DEV-208": "ABAG Page Progression Direction, Text Directions",
    "DEV-210": "mobileread.com showpost 4174056; dita4publishers/org.dita4publishers.epub#86",
    "DEV-211": "EPUB 3.3 sec-resource-locations",
    "DEV-301": "ABAG Navigation Document",
    "DEV-306": "EPUB 3.3 sec-nav-toc",
    "DEV-308": "EPUB 3.3 sec-nav-def-model",
    "DEV-404": "itunespartner.apple.com, Prepare your book (Make your books accessible; seen 2026-11-24)",
    "DEV-414": "ABAG Interior Image Requirements (itca71ad3c33)",
    "DEV-415": "EPUB 3.3 sec-spine-elem",
    "DEV-416": "EPUB 3.3 sec-resource-locations",
    "DEV-417": "EPUB 3.3 sec-container-filenames",
    "DEV-418": "EPUB 3.3 sec-resource-locations",
    "DEV-517": "EPUB 3.3 sec-resource-locations",
    "DEV-602": "EPUB 3.3 sec-core-media-types; EPUBCheck OPF-029",
    "DEV-603": "EPUBCheck PKG-021",
    "DEV-604": "ABAG Interior Image Requirements (itca71ad3c33)",
    "DEV-607": "ABAG Interior Image Requirements (itca71ad3c33)",
}
