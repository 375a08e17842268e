"""How far a text may be relied on, by the marks of the place where it was published."""

from __future__ import annotations

import re

from ingest.lines import is_prose, written_lines
from ingest.repair.site_words import simplified_line
from knowledge.documents import Kind, SourceClass
from knowledge.numerals import ARTICLE

_COLLECTED = re.compile(r"小编(?:为大家|整理|精心)|范文\d{1,3}篇")
_TEMPLATE_SITE = re.compile(
    r"范文(?:网|大全|站|库|精选|参考)|公文之家|公文搜|写作素材|秘书网|蓝秘书|文秘(?:网|站|写作)|文库|推荐访问|工作总结网"
)
_JOURNAL = re.compile(
    r"^\W*(?:中图分类号|中圖分類號|文献标识码|文獻標識碼|文章编号|文章編號|收稿日期|基金项目)|[\[【](?:中图分类号|中圖分類號|文献标识码|文章编号)",
    re.MULTILINE,
)
"""The labels of a journal's front matter, where they open a line or stand in brackets."""

_MEDIA = re.compile(
    r"新华社|新华网|人民日报|人民网|光明日报|求是|经济日报|央视|共产党员网|中国纪检监察报|学习时报|解放军报|(?:日报|晚报|新闻网|报)(?:讯|客户端|记者)|本报(?:讯|记者)"
)
_SITE = re.compile(r"(?:阅读|浏览|点击)(?:次数|量|数)?\s*[:：]|ICP备|版权所有|主办单位|当前位置|友情链接")

_ARTICLE = re.compile(rf"^\s*{ARTICLE}", re.MULTILINE)
_ARTICLES_MAKE_RULES = 3
_HEAD = 800
_QUOTED = re.compile(r"“[^”\n]{1,200}”|《[^》\n]{1,80}》|「[^」\n]{1,200}」")


def source_class_of(kind: Kind, text: str, file: str) -> SourceClass | None:
    """Judge by the marks of the place it was copied from; the file's counts for each of its documents."""
    edges = _unquoted(file[: 2 * _HEAD] + "\n" + file[-_HEAD:])
    own = _unquoted(text[:_HEAD] + "\n" + text[-_HEAD // 2 :])
    if _is_template(simplified_line(edges)):
        return SourceClass.TEMPLATE
    if kind in {Kind.REGULATION, Kind.LAW} and len(_ARTICLE.findall(text)) >= _ARTICLES_MAKE_RULES:
        return SourceClass.OFFICIAL
    for source_class, marks in ((SourceClass.JOURNAL, _JOURNAL), (SourceClass.MEDIA, _MEDIA)):
        if marks.search(own):
            return source_class
    return SourceClass.SITE if _SITE.search(simplified_line(edges)) else None


def _is_template(edges: str) -> bool:
    """Tell a collection of model texts: it says so, or a line that is no running text names such a site."""
    if _COLLECTED.search(edges):
        return True
    return any(_TEMPLATE_SITE.search(line.text) for line in written_lines(edges) if not is_prose(line.text))


def _unquoted(text: str) -> str:
    """Return a text without what it quotes or names: a mark in there says nothing of the text itself."""
    return _QUOTED.sub("", text)
