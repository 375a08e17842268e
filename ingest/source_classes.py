"""How far a text may be relied on, by the marks of the place where it was published."""

from __future__ import annotations

import re

from ingest.repair.site_words import simplified
from knowledge.documents import Kind, SourceClass

_TEMPLATE = re.compile(
    r"小编(?:为大家|整理|精心)|范文(?:网|大全|站|库|精选|参考|\d{1,3}篇)|公文之家|公文搜|写作素材|秘书网|蓝秘书|文秘(?:网|站|写作)|文库|推荐访问|工作总结网"
)
_JOURNAL = re.compile(r"中图分类号|中圖分類號|文献标识码|文獻標識碼|文章编号|文章編號|收稿日期|基金项目")
_MEDIA = re.compile(
    r"新华社|新华网|人民日报|人民网|光明日报|求是|经济日报|央视|共产党员网|中国纪检监察报|学习时报|解放军报|(?:日报|晚报|新闻网|报)(?:讯|客户端|记者)|本报(?:讯|记者)"
)
_SITE = re.compile(r"(?:阅读|浏览|点击)(?:次数|量|数)?\s*[:：]|ICP备|版权所有|主办单位|当前位置|友情链接")

_ARTICLE = re.compile(r"^\s*第[一二三四五六七八九十百]+条", re.MULTILINE)
_ARTICLES_MAKE_RULES = 3
_HEAD = 800


def source_class_of(kind: Kind, text: str, file: str) -> SourceClass | None:
    """Judge by the marks of the place it was copied from; the file's counts for each of its documents."""
    edges = file[: 2 * _HEAD] + file[-_HEAD:]
    own = text[:_HEAD] + text[-_HEAD // 2 :]
    if _TEMPLATE.search(simplified(edges)):
        return SourceClass.TEMPLATE
    if kind in {Kind.REGULATION, Kind.LAW} and len(_ARTICLE.findall(text)) >= _ARTICLES_MAKE_RULES:
        return SourceClass.OFFICIAL
    for source_class, marks in ((SourceClass.JOURNAL, _JOURNAL), (SourceClass.MEDIA, _MEDIA)):
        if marks.search(own):
            return source_class
    return SourceClass.SITE if _SITE.search(simplified(edges)) else None
