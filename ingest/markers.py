"""The marks that begin headings and list items in Chinese documents."""

from __future__ import annotations

import re

from knowledge.numerals import NUMERALS

NUMERAL = f"[{NUMERALS}]"

ITEM = re.compile(
    rf"#{{1,6}}\s|第{NUMERAL}+[编篇章节条部]|{NUMERAL}{{1,3}}[、.．]|[（(](?:{NUMERAL}{{1,3}}|\d{{1,2}})[)）]"
    r"|\d{1,2}(?:[.．]\d{1,2})*(?:[、．]|\.(?!\d)|[)）])|\d{1,2}\.\d{1,2}(?=[^\d年月日亿万元个%％])"
    r"|[①-⑳]|[-*•·●■◆★>|]\s?|第[一二三四五六七八九十][,，、]"
)
"""Begins a heading or a list item at the start of a line: no such line continues the one before it."""

LABELLED = re.compile(
    r"[\[【［]?(?:摘\s*要|内容提要|关\s*键\s*词|關\s*鍵\s*詞|作者|作者简介|来源|來源|记者|供稿|基金项目|中图分类号|中圖分類號|文献标识码|文献标志码"
    r"|文章编号|收稿日期|通讯员|Abstract|Key\s?words?)[\]】］]?\s*[:：]|[\[【](?:摘要|关键词|中图分类号|中圖分類號)[\]】]"
)
"""A line of the front matter of an article: a label and what it says."""

REFERENCE = re.compile(r"[\[［]\d{1,3}[\]］]|.{2,120}[\[［](?:[JMNDCRSPZ]|EB/OL|J/OL|N/OL)[\]］]")
"""An entry of a literature list, as GB/T 7714 writes it."""

REFERENCES_TITLE = re.compile(
    r"[\[【［]?\s*(?:主要)?[参參]\s*考\s*(?:文\s*[献獻]|[资資]料|[书書]目)\s*[\]】］]?\s*[:：]?"
)
"""The heading of a literature list."""
