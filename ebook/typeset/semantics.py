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
    "prologue": r"楔子|引子|序章|序幕|序曲|prologue\b",
    "preface": r"序言?|自序|自敘|自叙|前言|弁言|小引|preface\b",
    "foreword": r"代序|总序|總序|foreword\b",
    "introduction": r"引言|导[言论]|導[言論]|绪[言论]|緒[言論]|introduction\b",
    "conclusion": r"结语|結語|结论|結論|结束语|結束語|conclusion\b",
    "epilogue": r"尾声|尾聲|终[章曲]|終[章曲]|epilogue\b",
    "afterword": r"[译譯]?[后後][记記]|[后後]序|跋[语語]?|afterword\b",
    "appendix": r"附[录錄]|appendix\b",
    "acknowledgments": r"致[谢謝]|acknowledge?ments\b",
}
# A title, a number or nothing follows: 附录一　年表, and not 附录像机.
_REST = r"(?=$|[\s:：·—\-\dA-Za-z]|[一二三四五六七八九十]+(?:$|[\s:：·]))"
_FORMS = {name: re.compile(rf"(?:{words}){_REST}", re.IGNORECASE) for name, words in _HEADINGS.items()}


def semantics(kind: DivisionKind, heading: str) -> str:
    """The ``epub:type`` of a file that a division opens, by its kind and the words of its heading."""
    if kind in _NAMED:
        return next((name for name, form in _FORMS.items() if form.match(heading)), _KINDS[kind])
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
