"""What the quality report calls states, grades and problems."""

from __future__ import annotations

from knowledge.documents import Severity

STATES = {
    "added": "入库",
    "updated": "更新",
    "unchanged": "未变动",
    "removed": "移除",
    "rejected": "未入库",
    "linked": "与已有材料重复",
}
SEVERITIES = {Severity.INFO: "提示", Severity.WARNING: "存疑", Severity.ERROR: "不可用"}

READ_AS = {
    "docx": "Word",
    "doc": "旧版 Word、WPS 文字",
    "rtf": "RTF",
    "xlsx": "Excel",
    "xls": "旧版 Excel、WPS 表格",
    "pptx": "演示文稿",
    "ppt": "旧版演示文稿、WPS 演示",
    "pdf": "PDF 文字层",
    "ofd": "OFD 文字层",
    "scan": "扫描件，图像识别",
    "image": "图片，图像识别",
    "text": "文本，个别字节有误",
    "html": "网页",
    "eml": "邮件",
    "msg": "邮件",
}
"""How a document was read, by its encoding; any other is a text in that code."""

PROBLEMS = {
    "bad_bytes": "有无法识别的字节",
    "chart": "图表未读取",
    "comment": "批注未入库",
    "disordered_article": "条文次序不对",
    "disordered_heading": "标题序号不连贯",
    "doubtful_line": "疑似无意义字串",
    "embedded": "内嵌对象未读取",
    "formula_without_value": "公式没有结果",
    "hidden_sheet": "隐藏的工作表未入库",
    "hidden_slide": "隐藏的幻灯片未入库",
    "hidden_text": "隐藏文字未入库",
    "lost_text": "有文字读不出",
    "misnamed": "扩展名与内容不符",
    "missing_article": "缺条文",
    "missing_title": "没有标题",
    "mojibake": "乱码",
    "newer_version": "较新的版本",
    "numbers_lost": "自动编号可能缺失",
    "older_version": "较旧的版本",
    "page_without_text": "有的页没有文字",
    "picture": "图片未读取",
    "recognised": "据图像识别",
    "repeated_article": "条文重复",
    "template": "网络范文",
    "too_many_rows": "行数过多",
    "tracked_changes": "有修订痕迹",
    "unknown_sign": "符号无法识别",
    "unsure": "字迹不清，识别可能有误",
    "unread_part": "拼入的文件未读取",
}
"""Codes of problems of documents that were taken in, in a few characters."""

STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:1200px;
padding:24px 20px;color:#222}h1{font-size:26px;margin:0 0 8px}h2{font-size:19px;margin:32px 0 6px}
h2 .note{font-weight:400}p{margin:6px 0}a{color:#174ea6}
.counts{display:flex;flex-wrap:wrap;gap:6px 36px;margin:14px 0}.counts div{min-width:240px}
.counts b{display:block}.counts em{font-style:normal}
.counts span{display:flex;justify-content:space-between;gap:24px;border-bottom:1px dotted #ccc}
summary{cursor:pointer;padding:7px 0}details.document{border-top:1px solid #ddd}
.score{display:inline-block;min-width:3em;text-align:right;font-weight:700;margin-right:.6em}.good{color:#186a3b}
.fair{color:#8a5a00}.poor{color:#a61c1c}.note{color:#666;font-size:14px}
.tag{display:inline-block;font-size:13px;border:1px solid #bbb;border-radius:3px;padding:0 6px;margin-left:6px;
color:#444}.tag.warning{border-color:#c99a3a;color:#8a5a00}.tag.error{border-color:#d08080;color:#a61c1c}
.inside{padding:0 0 14px 18px}.known{background:#f6f8fb;padding:6px 12px}
.views{display:flex;gap:16px;margin:8px 0}.views>div{flex:1;min-width:0}
.views pre{background:#fafafa;border:1px solid #e4e4e4;padding:8px 14px;margin:2px 0;max-height:460px;overflow:auto;
white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;font-size:14px}
del{background:#fde2e2;color:#8f1d1d}ins{background:#dff3e3;color:#14532d;text-decoration:none}mark{background:#ffe58a}
table{border-collapse:collapse;font-size:14px;width:100%}td,th{border:1px solid #ddd;padding:3px 10px;
text-align:left;vertical-align:top;overflow-wrap:anywhere}th,td:first-child{white-space:nowrap}th:first-child{width:11em}
td:last-child{min-width:5em}li.error{color:#a61c1c}li.warning{color:#8a5a00}ul{margin:6px 0;padding-left:22px}
@media(max-width:800px){body{padding:14px 12px}.views{display:block}.inside{padding-left:0}.counts div{width:100%}
.views pre{max-height:320px}}
@media print{.views pre{max-height:none}}
"""
