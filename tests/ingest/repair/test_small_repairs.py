"""Characters, markup, pinyin, abbreviations, spaces, white space: repairs of a few characters each."""

from __future__ import annotations

import pytest

from ingest.edited_text import EditedText
from ingest.repair.abbreviations import expand_abbreviations
from ingest.repair.characters import remove_invisible, unify_line_ends
from ingest.repair.markup import remove_markup
from ingest.repair.pinyin import remove_pinyin
from ingest.repair.printed_forms import restore_characters
from ingest.repair.spaces import close_letter_spacing
from ingest.repair.white_space import tidy_white_space


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        pytest.param("堅(jiān)持學(xué)習(xí)", "堅持學習", id="toned"),
        pytest.param("三月(yue)例會", "三月例會", id="untoned"),
        pytest.param("為（wèi）民服務", "為民服務", id="full_width_brackets"),
        pytest.param("行(háng/xíng)業", "行業", id="two_readings"),
        pytest.param("融合(róng hé)發展(fāzhǎn)", "融合發展", id="several_syllables"),
        pytest.param("治(zhi4)理", "治理", id="tone_digit"),
        pytest.param("綠(lǜ)色女(nǚ)性", "綠色女性", id="umlaut"),
        pytest.param("习(ㄒㄧˊ)惯", "习惯", id="bopomofo"),
    ],
)
def test_readings_are_removed(dirty: str, clean: str) -> None:
    """Pinyin in brackets after a Han character goes, whatever its form."""
    assert remove_pinyin(EditedText.of(dirty)).text == clean


@pytest.mark.parametrize(
    "text",
    ["课件(PPT)", "软件（app）", "指数(GDP)", "第三条(a)项", "方法(SWOT)", "工会(he)", "计划(plan A)", "学习(study)"],
)
def test_other_latin_in_brackets_stays(text: str) -> None:
    """Abbreviations and foreign words in brackets are no readings."""
    assert remove_pinyin(EditedText.of(text)).text == text


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("会上xjp总书记指出", "会上习近平总书记指出"),
        ("XJP同志", "习近平同志"),
        ("加强D建工作", "加强党建工作"),
        ("见www.xjp.com和axjp、xjp2", "见www.xjp.com和axjp、xjp2"),
        ("3D建模", "3D建模"),
    ],
)
def test_only_abbreviations_by_themselves_are_spelled_out(dirty: str, clean: str) -> None:
    """A listed abbreviation is expanded; the same letters in a word, a number or an address are not."""
    assert expand_abbreviations(EditedText.of(dirty)).text == clean


def test_line_ends_become_line_feeds() -> None:
    """Line ends of every system, and page breaks, are one line feed each."""
    assert unify_line_ends(EditedText.of("一\r\n二\r三\f四\n五")).text == "一\n二\n三\n四\n五"


def test_characters_that_nobody_sees_are_removed() -> None:
    """Byte order marks, zero-width and control characters go."""
    assert remove_invisible(EditedText.of("\ufeff党\u200b建\x07")).text == "党建"


def test_remains_of_web_pages_are_removed() -> None:
    """Comments and tags go, references become their characters, and a title in angle brackets stays."""
    dirty = "<!-- 栏目 --><p>第一段&nbsp;完</p>《关于<某某办法>的说明》"
    assert remove_markup(EditedText.of(dirty)).text == "第一段 完\n《关于<某某办法>的说明》"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("凝 心 聚 力 抓 落 实", "凝心聚力抓落实"),
        ("第一章 总 则", "第一章 总则"),
        ("坚持问题导向 抓好整改落实", "坚持问题导向 抓好整改落实"),
        ("（文图 | 高某某 董 某 乔 某）", "（文图 | 高某某 董 某 乔 某）"),
        ("张 某 李 某", "张 某 李 某"),
        (
            "为 深 入 贯 彻 总 要 求 ， 现 提 出 意 见 ， 请 结 合 实 际 抓 好 落 实 。",
            "为深入贯彻总要求，现提出意见，请结合实际抓好落实。",
        ),
    ],
)
def test_only_letter_spacing_is_closed(dirty: str, clean: str) -> None:
    """Spaces inside words set wide are closed; spaces between words and between names stay."""
    assert close_letter_spacing(EditedText.of(dirty)).text == clean


def test_white_space_at_the_edges_of_lines_is_tidied() -> None:
    """Indents and trailing blanks go, and of several empty lines one is left; inside a line nothing changes."""
    dirty = "\n　　第一段 有空格。 \n \n\n\n　　第二段。\n"
    assert tidy_white_space(EditedText.of(dirty)).text == "第一段 有空格。\n\n第二段。"


def test_radicals_become_the_characters_in_use() -> None:
    """A PDF may name a radical for a character; 户 is not made the form of another script."""
    assert restore_characters(EditedText.of("帮助23⼾企业，⻘年党员⾸批⼊库")).text == "帮助23户企业，青年党员首批入库"
