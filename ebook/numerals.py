"""Numbers as Chinese texts write them: 一百零九, 两百, 廿三, 〇八, 12, １２, 壹."""

from __future__ import annotations

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇○ＯO", "一壹", "二两兩俩贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_LONGEST = 20  # characters: a row of figures that is longer counts nothing
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}

#: The characters a number is written with, for use inside a character class.
NUMERAL = "0-9０-９" + "".join(_DIGITS) + "".join(_UNITS) + "".join(_TENS) + "万萬"


def number(text: str) -> int | None:
    """The value of ``text``, or None where it is no number.

    >>> number("一百零九"), number("两百一十八"), number("二〇"), number("１２"), number("廿三"), number("序")
    (109, 218, 20, 12, 23, None)
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if all(char in _DIGITS or char.isdecimal() for char in text):
        return int("".join(str(_DIGITS.get(char, char)) for char in text))
    return _with_units(text)


def _with_units(text: str) -> int | None:
    total = section = digit = 0
    for char in text:
        if char in _DIGITS or char.isdecimal():
            digit = _DIGITS[char] if char in _DIGITS else digit * 10 + int(char)
        elif char in _TENS:
            section += _TENS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in "万萬":
            total += (section + digit) * 10_000
            section = digit = 0
        else:
            return None
    return total + section + digit


def printed_date(iso: str, language: str) -> str:
    """A date as a page of the language prints it: ``2023-06-30`` is 2023年6月30日 in Chinese, else as it is."""
    if not language.startswith("zh"):
        return iso
    parts = zip(iso.split("-"), "年月日", strict=False)
    return "".join(f"{int(part)}{unit}" for part, unit in parts)
