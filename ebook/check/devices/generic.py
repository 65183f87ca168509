"""What holds on every reading system: the standard's own clauses, and what Adobe's RMSDK of 2013 cannot read.

99P: github.com/dvschultz/99problems, faults of readers and of Adobe's engine.
"""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "GAT-101": "EPUB 3.3 sec-zip-container-mime",
    "GAT-104": "EPUB 3.3 sec-zip-container-zipreqs",
    "GAT-106": "EPUB 3.3 sec-container-filenames",
    "GAT-201": "EPUB 3.3 sec-opf-dcidentifier",
    "GAT-413": "台灣EPUB 3製作指引, 檔案規格 (dpublishing/epub3guide)",
    "DEV-103": "EPUB 3.3 sec-container-metainf-encryption.xml",
    "DEV-201": "EPUB 3.3 sec-opf-dclanguage",
    "DEV-205": "EPUB 3.3 sec-cover-image",
    "DEV-208": "EPUB 3.3 attrdef-page-progression-direction",
    "DEV-211": "EPUB 3.3 sec-resource-locations",
    "DEV-301": "EPUB 3.3 sec-nav-toc, sec-opf2-ncx",
    "DEV-306": "EPUB 3.3 sec-nav-toc",
    "DEV-308": "EPUB 3.3 sec-nav-def-model",
    "DEV-415": "EPUB 3.3 sec-spine-elem",
    "DEV-416": "EPUB 3.3 sec-resource-locations",
    "DEV-417": "EPUB 3.3 sec-container-filenames",
    "DEV-418": "EPUB 3.3 sec-resource-locations",
    "DEV-501": "99P#53 (2016-05-14)",
    "DEV-502": "99P#22 (2014-05-17), #44 (2015-01-12); gutenbergtools/ebookmaker#212 (2024-01-26)",
    "DEV-515": "EPUB 3.3 sec-css-req; EPUBCheck CSS-001",
    "DEV-517": "EPUB 3.3 sec-resource-locations",
    "DEV-602": "EPUB 3.3 sec-core-media-types; EPUBCheck OPF-029",
    "DEV-603": "EPUBCheck PKG-021",
}
