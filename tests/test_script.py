"""The language of a text, told from its words."""

from __future__ import annotations

import pytest

from ebook.recognise.script import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("渡口的灯亮了，摆渡人把缆绳绕了三圈。", "zh-Hans"),
        ("渡口的燈亮了，擺渡人把纜繩繞了三圈。", "zh-Hant"),
        ("他走進捷運站，手機裡跳出縣市首長的訊息，里長站著等。", "zh-Hant-TW"),
        ("民國108年，國小旁的便當店開張，她看著窗外。", "zh-Hant-TW"),
        ("佢哋喺屋邨樓下等緊小巴，話港鐵壞咗。", "zh-Hant-HK"),
        ("他走在街上，看着兩旁的舊樓，裏面傳出麻雀聲，電車綫上掛着燈。", "zh-Hant"),
        ("她坐在窗邊，手裡握著一封信，望著遠方，心裡想著從前的日子。", "zh-Hant"),
        ("民國三十年，上海的電車裡坐著一位先生，他看著報紙。", "zh-Hant"),
        ("港鐵與捷運的里長在立法會與立法院談網路。", "zh-Hant"),
        ("捷运站旁边的便当店。", "zh-Hans"),
        ("The ferry lamp was lit at six.", "en"),
        ("1234", "und"),
    ],
)
def test_the_place_is_told_only_where_it_is_sure(text: str, language: str) -> None:
    assert language_of([text]) == language
