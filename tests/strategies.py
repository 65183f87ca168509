"""Hypothesis strategies, all in one place."""

from __future__ import annotations

from hypothesis import strategies as st

# Characters that break naive code: line ends, controls, bidi, joiners, private use, beyond the BMP, no characters.
_NASTY = (
    "\r\n\v\f\x85\u2028\u2029\x00\x1c\x1f\x7f\x9f\u202e\u2066\u200b\u200d\ufe00\ufeff\ufffd"
    "\ufffe\uffff\ue000\U0001fffe\U0010ffff𠮷"
)
_HAN = "的一是了我不人在他有这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
_MARKS = "　，。：；？！“”《》（）第章 \t\n"


def texts() -> st.SearchStrategy[str]:
    """Any text that is not only white space or what no book can carry: all planes, all controls, much Chinese."""
    characters = st.one_of(
        st.sampled_from(_HAN),
        st.sampled_from(_MARKS),
        st.sampled_from(_NASTY),
        st.characters(exclude_categories=["Cs"]),
    )
    return st.tuples(st.text(characters), st.sampled_from(_HAN), st.text(characters)).map("".join)
