"""What holds on a Kobo: on e-ink, where a plain ``.epub`` is shown by Adobe's RMSDK, a KEPUB by WebKit.

KOBO: kobolabs/epub-spec, README.md, by its headings (seen 2025-08-25).  99P: github.com/dvschultz/99problems, faults
of readers and of Adobe's engine.
"""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "GAT-101": "nicohman/rust-wildbow-scraper#7 (2019-03-06); EPUB 3.3 sec-zip-container-mime",
    "GAT-102": "crowdagger/epub-builder#10 (2020-06-21)",
    "GAT-413": "台灣EPUB 3製作指引, 檔案規格 (dpublishing/epub3guide)",
    "GAT-415": "kepubify kepub/transform.go; calibre oeb/polish/kepubify.py (2026-08-22)",
    "DEV-103": "KOBO Digital Rights Management",
    "DEV-104": "KOBO OPF",
    "DEV-204": "KOBO OPF",
    "DEV-205": "KOBO Cover Images",
    "DEV-206": "KOBO Cover Images",
    "DEV-207": "kepubify kepub/transform.go (2026-08-22)",
    "DEV-208": "KOBO Right to Left Page and Text Direction",
    "DEV-211": "EPUB 3.3 sec-resource-locations",
    "DEV-301": "KOBO Table of Contents",
    "DEV-303": "KOBO Table of Contents",
    "DEV-304": "KOBO Table of Contents",
    "DEV-306": "EPUB 3.3 sec-nav-toc",
    "DEV-308": "EPUB 3.3 sec-nav-def-model",
    "DEV-406": "KOBO JavaScript Support",
    "DEV-408": "KOBO Multimedia Support",
    "DEV-409": "KOBO Limitations and Maximums; kobolabs/Kobo-Reader#68 (2018-01-25)",
    "DEV-410": "KOBO Tables",
    "DEV-411": "KOBO CSS, Inline Styling",
    "DEV-412": "gutenbergtools/ebookmaker#286 (2025-07-26)",
    "DEV-413": "KOBO Cover Images",
    "DEV-415": "EPUB 3.3 sec-spine-elem",
    "DEV-416": "EPUB 3.3 sec-resource-locations",
    "DEV-417": "EPUB 3.3 sec-container-filenames",
    "DEV-418": "EPUB 3.3 sec-resource-locations",
    "DEV-501": "99P#53 (2016-05-14); PyPI kobofix 1.0.0",
    "DEV-502": "99P#22 (2014-05-17), #44 (2015-01-12); gutenbergtools/ebookmaker#212 (2024-01-26)",
    "DEV-503": "jgm/pandoc#8435, #8379 (2022-11-11); PyPI kobofix 1.0.0 (grid)",
    "DEV-504": "kobolabs/epub-spec#53 (2020-05-04, again 2024-12-26)",
    "DEV-506": "KOBO CSS, Background Colors",
    "DEV-511": "KOBO CSS, Setting Font Sizes",
    "DEV-512": "KOBO CSS, Styling div tags",
    "DEV-513": "kepubify kepub/transform.go; standardebooks/tools se_epub_build.py",
    "DEV-514": "lselden/scp-to-epub#16 (2025-05-12)",
    "DEV-516": "KOBO Supported Fonts",
    "DEV-517": "EPUB 3.3 sec-resource-locations",
    "DEV-601": "KOBO Image Formatting",
    "DEV-602": "EPUB 3.3 sec-core-media-types; EPUBCheck OPF-029",
    "DEV-603": "EPUBCheck PKG-021",
    "DEV-604": "KOBO Image Formatting",
    "DEV-605": "KOBO Image Formatting",
    "DEV-606": "KOBO Limitations and Maximums",
    "DEV-610": "KOBO Cover Images",
}
