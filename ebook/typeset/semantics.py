"""What a file of the text is, in the words of both vocabularies: EPUB 3 Structural Semantics 1.1 and DPUB-ARIA 1.1.

Where both have a word it is the same one, with ``doc-`` before it as a role (EPUB Type to ARIA Role Authoring
Guide 1.1); ``bodymatter`` has no role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ebook.model import DivisionKind

_KINDS: Mapping[DivisionKind, str] = {
    "part": "part", "chapter": "chapter", "article": "chapter", "section": "chapter", "front": "bodymatter",
}  # fmt: skip
_NAMED = ("chapter", "front")  # the kinds that may be known more closely by the name of their heading

# A preface is the writer's own, a foreword somebody else's (代序); 序 alone does not tell and is mostly the writer's.
_HEADINGS = {
    "prologue": "楔子|引子|序章|序幕|序曲|prologue",
    "preface": "序言?|自序|自敘|自叙|前言|弁言|小引|preface",
    "foreword": "代序|总序|總序|foreword",
    "introduction": "引言|导[言论]|導[言論]|绪[言论]|緒[言論]|introduction",
    "conclusion": "结语|結語|结论|結論|结束语|結束語|conclusion",
    "epilogue": "尾声|尾聲|终[章曲]|終[章曲]|epilogue",
    "afterword": "[译譯]?[后後][记記]|[后後]序|跋[语語]?|afterword",
    "appendix": "附[录錄]|appendix",
    "acknowledgments": "致[谢謝]|acknowledge?ments",
}
_FORMS = {name: re.compile(rf"(?:{words})(?![^\W\d_]*[A-Za-z])", re.IGNORECASE) for name, words in _HEADINGS.items()}
_REST = re.compile(r"[\s:：·—\-\d一二三四五六七八九十A-Za-z]|$")  # a title or a number follows, or nothing


def semantics(kind: DivisionKind, heading: str) -> str:
    """The ``epub:type`` of a file that a division opens, by its kind and the words of its heading."""
    if kind in _NAMED:
        for name, form in _FORMS.items():
            match = form.match(heading)
            if match and _REST.match(heading, match.end()):
                return name
    return _KINDS[kind]


def attributes(name: str, *, named: bool) -> Mapping[str, str]:
    """The attributes of the section that is so; ``named``: a heading gives the landmark its name."""
    role = {} if name == "bodymatter" else {"role": f"doc-{name}"}
    label = {"aria-labelledby": HEADING} if role and named else {}
    return {"epub:type": name, "class": name, **role, **label}


#: The id of the heading that opens a file; a landmark is called by it (DPUB-ARIA 1.1: chapter, toc and the like).
HEADING = "heading"
#: The attributes of a subtitle, on the title page and in the head of an article.
SUBTITLE = {"epub:type": "subtitle", "role": "doc-subtitle"}
