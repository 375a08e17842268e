"""Whole conversations of three people and an administrator over the emulator, with the real assistant and model.

The documents are the samples and a few lines of our own; nothing on the way is a stand-in.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from bot.messenger import texts
from tests.bot.telegram.emulator import BESIDE
from tests.bot.telegram.journeys import JOURNEYS, Frame, at_work, real_assistant

pytestmark = [BESIDE, pytest.mark.slow]

Seen = dict[str, list[Frame]]


async def walked(home: Path) -> Seen:
    with real_assistant(home) as (assistant, database):
        async with at_work(assistant, database) as emulator:
            *side_by_side, last = JOURNEYS
            frames = await asyncio.gather(*(JOURNEYS[name](emulator) for name in side_by_side))
            return dict(zip(side_by_side, frames, strict=True)) | {last: await JOURNEYS[last](emulator)}


@pytest.fixture(scope="module")
def seen(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Everybody's screens; no call of the bot was one that Telegram refuses."""
    home = tmp_path_factory.mktemp("journeys") / "home"
    shutil.copytree(sample_home, home)
    return asyncio.run(asyncio.wait_for(walked(home), 300))


def after(frames: list[Frame], mine: str) -> Frame:
    """Return the last thing that the bot showed before the next message of the person, after one with these words."""
    start = next(i for i, frame in enumerate(frames) if (frame.mine and mine in frame.html) or frame.note == mine)
    end = next((i for i in range(start + 1, len(frames)) if frames[i].mine), len(frames))
    return frames[end - 1 if frames[start].mine else start]


def shown(frames: list[Frame], words: str) -> Frame:
    """Return the first thing that the bot showed with these words."""
    return next(frame for frame in frames if not frame.mine and words in frame.html)


def test_every_answer_has_its_sources_first(seen: Seen) -> None:
    """Under each answer stand as many source buttons as it has markers, in their order, before anything else."""
    answers = [frame for frames in seen.values() for frame in frames if "依据：" in frame.html and frame.buttons]
    own = [frame for frame in answers if "您发来的文件" in frame.html]
    assert len(answers) - len(own) >= 8
    for frame in (frame for frame in answers if frame not in own and frame.note != "点“有误”"):
        markers = sorted({int(number) for number in re.findall(r"\[(\d+)\]", frame.html)})
        labels = [label for row in frame.buttons for label in row][: len(markers)]
        assert labels == [f"[{number}] 原文" for number in markers]


def test_staff(seen: Seen) -> None:
    """An answer in layers, its source in bold and back, the same for an agency at a tap, a verdict, an honest edge."""
    frames = seen["staff"]
    answer = shown(frames, "制度依据")
    assert "实践参考" in answer.html
    assert any("那机关呢？" in row for row in answer.buttons)
    opened = after(frames, "点“[1] 原文”")
    assert "<blockquote" in opened.html
    assert "推动党建和业务融合" in opened.html.rpartition("<b>")[2]
    assert opened.buttons[-1] == ("原文件", "返回")
    assert after(frames, "点“返回”").html == answer.html
    assert shown(frames, "问：机关怎么推动党建和业务融合").note == "点“那机关呢？”"
    assert ("不准确", "已过时", "不相关") in after(frames, "点“有误”").buttons
    assert "库内未收录上海市委组织部2024年的相关文件" in after(frames, "上海市委组织部").html


def test_newcomer(seen: Seen) -> None:
    """Examples that ask themselves, an article by a loose name, its neighbour and chapter, words found, not held."""
    frames = seen["newcomer"]
    assert frames[1].html.startswith(texts.SECRECY)
    assert shown(frames, "问：什么是党建和业务融合？")
    article = shown(frames, "第五条　集团党委每半年至少专题研究一次融合工作")
    assert ("◀ 上一条", "下一条 ▶") in article.buttons
    assert "第六条　集团党委书记是融合工作的第一责任人" in after(frames, "点“下一条 ▶”").html
    assert "第七条" in after(frames, "点“所在章”").html
    assert "“清单”见于" in after(frames, "/find 清单").html
    assert "《中国共产党组织工作条例》库内未收录" in after(frames, "/reg 组织工作条例12条").html


def test_trainer(seen: Seen) -> None:
    """Examples without padding, a plan with its gaps named, one's own speech checked, asked about and forgotten."""
    frames = seen["trainer"]
    examples = after(frames, "给我5个医院")
    assert "没有凑数" in examples.html
    assert "青澜市第六人民医院" in examples.html
    assert "【待明确】责任人、完成时限、量化指标" in after(frames, "点“年底前”").html
    checked = shown(frames, "核对2处")
    assert "库内为：集团党委每半年至少专题研究一次融合工作" in checked.html
    assert any(frame.file == texts.CHECKED_FILE for frame in frames)
    answer = after(frames, "食堂改造的预算是多少")
    assert "预算为四十万元" in answer.html
    assert "您发来的文件第4段" in answer.html


def test_administrator(seen: Seen) -> None:
    """Somebody is let in, an answer approved, a document stored, and who asked in vain is told and answered."""
    frames = seen["administrator"]
    assert "已批准孙悦" in after(frames, "点“批准为使用人员”").html
    listed = after(frames, "/unanswered").html
    assert "主题党日一般不少于几小时？（1人问过）" in listed
    assert "（不完整）" in listed
    assert "三项至五项" in after(frames, "/standard").html
    stored = after(frames, "点“入库”").html
    assert "已入库：1篇，5段" in stored
    assert "示例材料已自动移除" in stored
    assert any(frame.file == texts.REPORT_FILE for frame in frames)
    assert shown(frames, "您问过“主题党日一般不少于几小时？”").buttons == (("查看答复",),)
    assert "时间一般不少于两小时。[1]" in frames[-1].html
