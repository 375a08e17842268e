"""The words that web pages put around an article, whatever the site; for lines without white space at the ends.

Traditional characters are read as Simplified before matching, one for one.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "訪問設為頁閱讀發佈時間來源編輯點擊瀏覽數號鏈結權評論關閉頂體簡轉載聲說動態聞術電話傳郵責審總題導歡錄註冊條們現處"
)
_SIMPLIFIED = (
    "访问设为页阅读发布时间来源编辑点击浏览数号链结权评论关闭顶体简转载声说动态闻术电话传邮责审总题导欢录注册条们现处"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)

MENU = re.compile(
    r"""欢迎(?:您)?(?:访问|光临|来到)|设为(?:首页|主页)|(?:加入|添加到?)收藏|收藏本站
    |(?:您|你)?(?:现在|当前|目前)?(?:所在|的)?(?:的)?位置(?:是)?\s*[:：]|^当前栏目
    |^(?:网站)?首页\s*(?:[>＞»›→/|·-]|$)|[>＞»›→]\s*正文|[>＞»›]{1,2}\s*\S{2,12}\s*[>＞»›]{1,2}
    |^(?:网站)?首页(?:\s*[|｜丨·]?\s*\S{2,10}){3,}$|更多\s*(?:[>＞»›+]|$)|^(?:MORE|more)\b
    |^(?:登录|注册|登录\s*[|/丨]?\s*注册|无障碍(?:浏览|阅读)?|长者(?:模式|专版)|简体(?:中文)?|繁体(?:中文)?|English|手机版|网站地图|站内搜索|搜索|导航|菜单|返回首页)(?:\s|[|丨/]|$)
    |^今天是?\s*[:：]?\s*\d{4}|^\S{2,12}(?:\s*[|｜丨]\s*\S{2,12}){3,}$""",
    re.VERBOSE,
)
"""Navigation above an article: greeting, menus, the trail of folders, lists with “更多”."""

_STAMP = r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"

PUBLISHED = re.compile(
    rf"""^[A-H]?\d{{1,2}}\s*版?\s*[·:：|]?\s*\S{{2,6}}\s.{{0,60}}(?:星期[一二三四五六日]|责编|责任编辑|版式)|(?:发布|发表|更新|录入|添加|上传|上线|编辑)(?:时间|日期|于)\s*[:：]?\s*(?:{_STAMP})|(?:时间|日期)\s*[:：]\s*{_STAMP}
    |(?:发布|上传|录入)(?:者|人|单位|机构)\s*[:：].*{_STAMP}|{_STAMP}\s*\d{{1,2}}\s*[:：]\s*\d{{2}}.{{0,40}}$
    |(?:阅读|浏览|点击|访问|查看|人气|热度|围观)(?:次数|人数|数量|量|数|率)?\s*(?:[:：]\s*\[?\d*|[（(]?\s*\d+)\s*(?:次|人)?(?:$|[\s|｜】\])）\[【])
    |[【\[（(]?\s*(?:字体|字号|文字大小)\s*[:：]?|{_STAMP}\s*[|｜]?\s*(?:来源|作者|浏览|阅读|点击)\s*[:：]|(?:来源|作者)\s*[:：]\s*\S+\s.*{_STAMP}$""",
    re.VERBOSE,
)
"""The line under a headline: when, by whom, read how often, size of the letters."""

_LONGEST_PUBLISHED = 120

WIDGET = re.compile(
    r"""[\[【（(•·\s←‹«<＜↩⬅]*(?:
    字体\s*[:：]?\s*[\[【]?\s*(?:特?大\s*|中\s*|小\s*|[|丨/]\s*)*[\]】]?
    |(?:阅读|浏览|点击|访问)(?:次数|人数|量|数|率)?\s*[:：]\s*\d+\s*次?
    |(?:打印|关闭)(?:本页|此页|页面|窗口|文章)?(?:\s*[|丨]?\s*(?:关闭|打印)(?:本页|窗口)?)?|返回(?:顶部|列表|首页|主页|目录|栏目|上页|上一?[级层页])|分享(?:到|至)?\s*[:：]?.{0,60}
    |(?:微信|微博|QQ空间|朋友圈|新浪微博|腾讯微博|人人网|豆瓣)(?:[\s、|]*(?:微信|微博|QQ空间|朋友圈|新浪微博|腾讯微博|人人网|豆瓣))*
    |点击(?:上方|下方|左下角|右上角|蓝字|图片|观看|查看|进入|这里|此处|阅读原文).{0,30}|(?:扫一扫|扫码|长按).{0,40}|.{0,12}二维码.{0,20}
    |(?=[微关继向轻预收使赞在分留喜])(?:微信扫一扫(?:关注该公众号|可打开此内容.{0,20}|使用小程序)?|关注该公众号|(?:继续|向上)滑动看下一个|轻触阅读原文
    |预览时标签不可点|收录于合集.{0,30}|使用完整服务|(?:赞|在看|分享|留言|收藏|喜欢作者)(?:\s+(?:赞|在看|分享|留言|收藏|听过|喜欢作者))+)
    |已有\s*\d+\s*(?:人|条|位)\S{0,3}(?:发表了?)?(?:评论|点赞|参与|收藏)\S{0,4}|(?:发表|查看|我要|网友|最新|全部|热门)(?:全部|更多)?评论.{0,20}|\d+\s*条评论
    |(?:点赞|在看|收藏|转发|举报|赞赏|打赏)(?:[\s|、:：()\d（）]*(?:点赞|在看|收藏|转发|举报|赞赏|打赏|评论))*
    |(?:(?:阅读|浏览|在看|点赞|收藏|转发|评论)\s*[\d.]+\s*万?\+?\s*)+|(?:微信)?公众号\s*[:：]\s*\S{2,20}|END|THE\ END
    |\W*(?:上接|下转|紧接)\s*[A-H]?\d{1,2}\s*版\W*|(?:[↑↓→▼]|👇|👆)+
    |(?:全文)?(?:下载|复制|导出|打印)(?:本文|全文|文档|word|WORD|pdf|PDF)*(?:文档)?|展开(?:全文|阅读全文)|阅读(?:原文|全文)
    )[\]】）)\s]*""",
    re.VERBOSE,
)
"""A whole line that is a button or a counter; it may stand anywhere."""

TAIL = re.compile(
    r"""[•·\-\s【\[（(]*(?:(?:上|下|前|后)一?\s*(?:篇|条|页|則|则|个)\s*(?:[:：<＜>＞《]|文章|新闻|$)|友情\s*链接|相关\s*(?:链接|阅读|文章|新闻|推荐|信息|报道|资料|范文|内容|专题|搜索|热词)
    |热门\s*(?:文章|阅读|推荐|标签|关注|新闻|搜索|范文)|(?:推荐|延伸|猜你|拓展)\s*(?:访问|阅读|文章|喜欢|新闻)|猜您喜欢|大家(?:都|还)?在看|最新\s*(?:文章|发布|更新|范文)|更多\s*(?:相关|精彩|资讯|文章)
    |版权(?:所有|声明)|Copyright|©|免责声明|(?:本站|本网站|本网)(?:声明|所有|部分|转载|内容|文章)|声明\s*[:：]|特别声明|转载(?:请|须|需)注明|本文(?:地址|链接|网址|来源|转自|由).{0,4}[:：]|文章(?:来源|地址)(?:于)?(?:网络|互联网)
    |\S{0,4}ICP(?:备|证)|.{1,3}公网安备|技术支持\s*[:：]|网站(?:标识码|地图|声明|维护|备案)|(?:关于|联系)(?:我们|本站)|标签\s*[:：]|Tags?\s*[:：]|关注(?:我们|公众号|微信)|(?:微信)?公众号\s*[:：]
    |喜欢此内容的人|人划线|(?:网友|最新|热门|我要|发表)评论|已有\s*\d+\s*人|扫一扫|扫描二维码|打印本页|关闭窗口|返回顶部|分享到)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Begins what stands below an article: neighbours, links, rights, comments."""

EDITORS = re.compile(
    r"[\[【（(]?\s*(?:本文|本期|本页|网络|值班|执行|美术)?(?:责任\s*编辑|责\s*编|责任校对|网络编辑|编\s*辑|编\s*审|审\s*核|校\s*对|终\s*审|初\s*审|复\s*审|录\s*入|排\s*版|监\s*制|图\s*文)"
    r"\s*[:：丨|/]\s*[^。！？\n]{1,60}$"
)
"""Who edited the page, on a line of its own."""

EDITORS_AT_END = re.compile(
    r"[\[【（(]\s*(?:责任编辑|责编|网络编辑|编辑|责任校对|校对)\s*[:：][^\[\]【】（）()\n]{1,40}[\]】）)][ \t]*$",
    re.MULTILINE,
)
"""The same in brackets at the end of the last paragraph."""


GLUED_TAIL = re.compile(
    r"(?:返回(?:搜狐|首页|顶部)[，,]?\s*(?:查看更多|阅读更多)?\s*)(?:(?:责任|平台)?(?:编辑|声明)\s*[:：]?[^\n。]{0,12})?\s*\Z"
)
"""The buttons of a page, copied without a line break behind the last sentence."""


def simplified_line(line: str) -> str:
    """Return a line with the Traditional characters of this module's words made Simplified, as long as before."""
    return line.translate(_TO_SIMPLIFIED)


def is_published_line(line: str) -> bool:
    """Tell the line under a headline from a sentence that mentions a date."""
    return len(line) <= _LONGEST_PUBLISHED and "。" not in line and PUBLISHED.search(line) is not None
