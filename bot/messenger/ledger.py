"""The synchronous half of `/sources`, `/why`, `/documents` and `/stats`: what stands behind answers, what is held."""

from __future__ import annotations

from dataclasses import dataclass

from bot import wording
from bot.contracts.basic import ScoresJson
from bot.messenger import rendering, texts
from bot.messenger.markup import BOLD, Run, messages
from bot.messenger.screens import Button, Screen
from bot.names import label_words
from bot.services.assistant import Assistant
from bot.services.searching import Request
from knowledge.callers import Visit
from knowledge.names import KINDS, place_of_file

PAGE = 10
"""Documents on a page."""

HITS = 5
"""Passages whose scores `/why` lays open."""

DAYS = 30
_MIB = 1 << 20
_SIGNALS = {"dense": "语义", "words": "词", "grams": "字对", "coverage": "覆盖", "rerank": "重排"}


@dataclass(frozen=True)
class Ledger:
    """Every method may block and is called in a thread."""

    assistant: Assistant

    def sources(self, reply_id: str | None, who: Visit) -> Screen:
        """List all sources of a kept answer, or of the last one here, each with its button."""
        kept = self.assistant.replies.meant(reply_id, who)
        if kept is None:
            return Screen(parts=(texts.NO_ANSWER_YET,))
        return rendering.sources(kept.reply, reply_id=kept.id)

    def why(self, reply_id: str | None, who: Visit) -> Screen:
        """Lay open how the passages for an answer were found: words, scores, and the steps that were taken."""
        kept = self.assistant.replies.meant(reply_id, who)
        if kept is None:
            return Screen(parts=(texts.NO_ANSWER_YET,))
        reply = kept.reply
        found = self.assistant.searching.search(Request(query=reply.standalone_question, visit=who, limit=HITS))
        words = " ".join(found.explanation.words) if found.explanation else ""
        scores = found.explanation.scores if found.explanation else ()
        lines = [
            f"{number}. {wording.book_title(wording.shortened(hit.title, wording.TITLE_LENGTH))}\n{_score_line(each)}"
            for number, (hit, each) in enumerate(zip(found.hits, scores, strict=False), 1)
        ]
        steps = [f"{step.name}（{step.seconds:.2f}秒）{step.detail}" for step in reply.trace]
        runs = [
            Run(f"按“{reply.standalone_question}”查找。\n检索词：{words or '无'}\n\n"),
            Run("得分最高的段落", BOLD),
            Run("\n" + ("\n".join(lines) or found.reason or "没有找到相关段落。")),
            *([Run("\n\n"), Run("步骤", BOLD), Run("\n" + "\n".join(steps))] if steps else []),
        ]
        return Screen(parts=messages(runs))

    def documents(self, page: int, who: Visit) -> Screen:
        """List what is held, a page at a time; a page beyond the last shows the last."""
        held = self.assistant.documents.listed(who)
        last = max(1, -(-len(held) // PAGE))
        page = min(max(page, 1), last)
        first = (page - 1) * PAGE
        lines = [
            f"{number}. {wording.book_title(wording.shortened(each.title, wording.TITLE_LENGTH))}\n"
            f"{KINDS[each.kind]}｜{wording.date_words(each.date)}｜{_with_bar(wording.validity(each))}"
            f"{each.passages}段｜{label_words(each.label)}｜"
            f"{wording.shortened(place_of_file(each.path), wording.TITLE_LENGTH)}"
            for number, each in enumerate(held[first : first + PAGE], first + 1)
        ]
        turns = ((page - 1, "上一页"), (page + 1, "下一页"))
        buttons = tuple(
            Button(label=f"{label}（{number}/{last}）", data=f"d:{number}")
            for number, label in turns
            if 1 <= number <= last
        )
        text = f"在库材料{len(held)}份\n\n" + "\n".join(lines) if held else texts.NOTHING_HELD
        return Screen(parts=messages([Run(text)]), rows=(buttons,) if buttons else ())

    def statistics(self, who: Visit) -> Screen:
        """Return the figures of the last days, those of `ronghe stats`."""
        found = self.assistant.documents.statistics(who, days=DAYS)
        replies = "、".join(f"{texts.OUTCOMES.get(name, name)}{count}" for name, count in found.replies.items())
        took = found.seconds.get("total")
        lines = (
            f"近{found.days}天：{found.people}人提问{found.questions}次" + (f"（{replies}）" if replies else ""),
            f"用时：一半不超过{took.p50:.2f}秒，95%不超过{took.p95:.2f}秒" if took else "",
            f"大模型作答{found.by_model}次，失败改用原文作答{found.model_failures}次" if found.by_model else "",
            f"排队等候的消息{found.queue}条" if found.queue else "",
            f"在库{found.documents}份材料、{found.passages}个段落；收录中{found.pending}份，待核定文件{found.waiting_files}个",
            f"占用：目录{_size(found.catalog_bytes)}，索引{_size(found.index_bytes)}，原件{_size(found.originals_bytes)}",
        )
        return Screen(parts=("\n".join(filter(None, lines)),))


def _score_line(scores: ScoresJson) -> str:
    values = ((word, getattr(scores, name)) for name, word in _SIGNALS.items())
    said = "，".join(f"{word} {value:.3f}" for word, value in values if value is not None)
    return said + (f"；命中的词：{' '.join(scores.matched)}" if scores.matched else "")


def _with_bar(words: str) -> str:
    return f"{words}｜" if words else ""


def _size(count: int) -> str:
    return f"{count / _MIB:.1f} MB"
