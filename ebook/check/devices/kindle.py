"""What holds on a Kindle, and on the way there, Send to Kindle and Kindle Previewer.

KDP: the pages of KDP's help by their ids (seen 2026-11-23).  KPG: Kindle Publishing Guidelines 2019.2, HTML
Guidelines: those of 2015.1, which say more of them.  KEF:
github.com/innocenat/kindle-epub-fix, ``script.js`` (2022-09-13).  E999 is the answer of Send to Kindle that names no
cause.
"""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "GAT-201": "innocenat/kindle-epub-fix#25 (2026-01-08)",
    "GAT-405": "KEF fixBodyIdLink; abuseofnotation/category-theory-illustrated#62",
    "DEV-101": "Amazon help 201974220 (50 MB by e-mail); input-output-hk/mastering-cardano#47 (2025-08-26)",
    "DEV-102": "amazon.com/sendtokindle (200 MB, seen 2026-11-23)",
    "DEV-103": "EPUB 3.3 sec-container-metainf-encryption.xml",
    "DEV-201": "KEF fixBookLanguage; KDP G200673300",
    "DEV-202": "KEF fixBookLanguage; KDP G200673300; dteviot/WebToEpub#1154",
    "DEV-203": "grimmory-tools/grimmory#2323 (2026-08-11)",
    "DEV-205": "KDP G6GTK3T3NUHKLEFX; KPG 4.2",
    "DEV-208": "KDP GU72M65VRFPH43L6; EPUB 3.3 attrdef-page-progression-direction",
    "DEV-209": "KDP GU72M65VRFPH43L6; kyukyunyorituryo/AozoraEpub3#26",
    "DEV-211": "EPUB 3.3 sec-resource-locations; KDP GP2Z9DD4F2N4QKCY",
    "DEV-301": "KDP GY3AD8C6C6GAG42N; KPG 5.2",
    "DEV-302": "KDP GY3AD8C6C6GAG42N; KPG 5.2",
    "DEV-305": "KEF fixChapterFileOrder; mobileread.com showpost 4233972",
    "DEV-306": "mobileread.com showpost 4233972; EPUB 3.3 sec-nav-toc",
    "DEV-307": "mobileread.com showpost 4233972",
    "DEV-308": "EPUB 3.3 sec-nav-def-model; pressbooks/pressbooks#4438",
    "DEV-401": "KEF fixEncoding; progit/progit2#1834; asciidoctor/asciidoctor-epub3#437",
    "DEV-402": "KEF fixStrayIMG",
    "DEV-403": "KDP G75V4YX5X8GRGXWV",
    "DEV-404": "KDP G75V4YX5X8GRGXWV; KPG 8",
    "DEV-405": "KDP GP2Z9DD4F2N4QKCY",
    "DEV-406": "KDP GP2Z9DD4F2N4QKCY; HTML Guidelines, Avoid Using Scripting",
    "DEV-407": "KDP GP2Z9DD4F2N4QKCY",
    "DEV-415": "EPUB 3.3 sec-spine-elem",
    "DEV-416": "KEF; abuseofnotation/category-theory-illustrated#62; EPUB 3.3 sec-resource-locations",
    "DEV-417": "KDP GP2Z9DD4F2N4QKCY",
    "DEV-418": "EPUB 3.3 sec-resource-locations; danburzo/percollate (local paths in books, tried 2026-11)",
    "DEV-505": "KDP GH4DRT75GWWAGBTU, Body Text Defaults; KPG 9.3.2",
    "DEV-506": "KDP GH4DRT75GWWAGBTU, Body Text Defaults; KPG 9.3.2",
    "DEV-507": "KDP GH4DRT75GWWAGBTU, Margin and Padding Formatting; KPG 9.3.2",
    "DEV-508": "KDP GP2Z9DD4F2N4QKCY; HTML Guidelines, Avoid Using Negative Values",
    "DEV-509": "KDP GH4DRT75GWWAGBTU, Formatting Paragraphs; KPG 9.3.3",
    "DEV-510": "KDP GP2Z9DD4F2N4QKCY",
    "DEV-517": "EPUB 3.3 sec-resource-locations",
    "DEV-601": "KDP G75V4YX5X8GRGXWV; nikhil1raghav/kindle-send#27; facundoolano/feedi#76",
    "DEV-602": "EPUB 3.3 sec-core-media-types; EPUBCheck OPF-029",
    "DEV-603": "EPUBCheck PKG-021",
    "DEV-604": "KDP G75V4YX5X8GRGXWV",
    "DEV-605": "KDP G75V4YX5X8GRGXWV",
    "DEV-606": "KDP G75V4YX5X8GRGXWV",
    "DEV-608": "KDP G75V4YX5X8GRGXWV",
    "DEV-609": "KDP G6GTK3T3NUHKLEFX",
    "DEV-610": "KDP G6GTK3T3NUHKLEFX",
}
