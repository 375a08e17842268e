"""A folder with one file of every kind that an office has, made here, and what is asked of each.

What a question asks for stands in one file only, and where a file has several places, in one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import openpyxl
from PIL import Image

from tests.ingest.readers import archive_files as archives
from tests.ingest.readers import compound_files as compound
from tests.ingest.readers import made_files as made
from tests.ingest.readers import office_files as office
from tests.ingest.readers.pictures import chinese_page, saved, scan

HEIC = Path(__file__).parents[1] / "ingest" / "readers" / "tree_planting.heic"
"""`TREES` as a phone keeps it; written with an encoder that the program does not have."""


class Asked(NamedTuple):
    """A question and where its answer stands."""

    file: str
    """Its path below the folder, with the path inside an archive or a mail."""

    question: str
    words: str
    """In the quotation."""

    page: int | None = None
    place: str = ""
    """In the locator: a sheet, a row, an article."""

    recognised: bool = False


ASKED = (
    Asked("党费收缴办法.docx", "党小组长应当在每月几日前收齐党费？", "每月8日前", place="第二条"),
    Asked("外出请假规定.doc", "党员外出超过多少天要书面请假？", "超过15天"),
    Asked("谈心谈话制度.wps", "新入职的党员报到后几天内谈话？", "报到后7天内"),
    Asked("联系点安排表.xls", "第二支部的联系领导是谁？", "赵建国", place="第二支部"),
    Asked("节日值班表.et", "中秋节由谁带班？", "孙立新", place="中秋节"),
    Asked("经费预算.xlsx", "书记轮训班的预算金额是多少？", "3.6万元", place="培训费"),
    Asked("志愿服务项目.csv", "护河清滩什么时间开展？", "第二个周六", place="护河清滩"),
    Asked("现场观摩安排.rtf", "现场观摩每次不超过多少人？", "不超过40人"),
    Asked("讲授党课要求.pptx", "党课每次不超过多少分钟？", "不超过90分钟"),
    Asked("课件要求.ppt", "每个课件不超过多少页？", "不超过30页"),
    Asked("述职评议办法.pdf", "述职评议结果在几个工作日内反馈本人？", "5个工作日内", page=2),
    Asked("徽章通知.pdf", "旧徽章由各支部在哪天以前统一收回？", "6月20日前", page=1, recognised=True),
    Asked("改造纪要.pdf", "活动室改造由哪个科负责？", "后勤科负责", page=1),
    Asked("改造纪要.pdf", "书架更新由谁出资？", "工会出资", page=2, recognised=True),
    Asked("慰问通知.jpg", "走访慰问老党员的慰问金每人多少元？", "每人500元", page=1, recognised=True),
    Asked("参观通知.png", "参观廉政教育基地的人员在哪里集合？", "东门集合", page=1, recognised=True),
    Asked("体检通知.tif", "党员体检在哪家医院进行？", "市中心医院", page=2, recognised=True),
    Asked("植树通知.heic", "义务植树每人栽树多少棵？", "栽树3棵", page=1, recognised=True),
    Asked("用车规定.ofd", "夜间用车应当经谁批准？", "分管领导批准", page=2),
    Asked("报送信息.eml", "工作信息应当在每月几日前报送？", "每月25日前"),
    Asked("报送信息.eml › 信息格式.docx", "信息正文的行距是多少磅？", "28磅"),
    Asked("领取资料.msg", "学习资料在哪里领取？", "3号楼201室"),
    Asked("附件.zip › 表彰/先进名额.docx", "先进党支部的名额按多少比例确定？", "15%"),
    Asked("附件.7z › 结对帮扶办法.txt", "结对帮扶的期限是几年？", "期限为两年"),
    Asked("附件.rar › 档案借阅办法.txt", "党员档案的借阅期限不超过几天？", "不超过10天"),
    Asked("图书角规定.txt", "图书角什么时候开放？", "每周二"),
    Asked("积分管理办法.md", "积分低于多少分由支部书记约谈？", "低于60分"),
    Asked("意见箱规定.html", "意见箱由谁负责开启？", "纪检委员"),
)

REFUSED = "旧稿.wps"
"""Of WPS 2000, which nothing reads."""

BADGES = (
    "关于更换党员徽章的通知",
    "各支部：新制党员徽章已经到货，由组织委员到办公室领取。",
    "旧徽章由各支部于6月20日前统一收回，不得转借他人。",
)
SHELVES = ("书架更新", "党员阅览室的书架更新由工会出资，共购置12组，年底前安装完毕。")
VISITS = ("关于走访慰问老党员的通知", "各支部于春节前走访慰问老党员，慰问金每人500元，由支部委员送到家中。")
TOUR = ("关于参观廉政教育基地的通知", "参观廉政教育基地的人员于周五上午8时30分在东门集合，统一乘车前往。")
HEALTH = (
    ("关于组织党员体检的通知", "各支部于本月底前报送参加体检的党员名单。"),
    ("体检须知", "党员体检在市中心医院进行，当天早晨不要进食，带好本人证件。"),
)
TREES = ("关于义务植树的通知", "义务植树的地点在北山苗圃，每人栽树3棵，工具由后勤科准备。")


def write_folder(folder: Path) -> None:
    """Write one file of every kind into a folder."""
    for name, data in _files().items():
        (folder / name).write_bytes(data)


def _files() -> Mapping[str, bytes]:
    return {**dict(_typed()), **dict(_tables()), **dict(_laid_out()), **dict(_pictures()), **dict(_holding())}


def _typed() -> Iterator[tuple[str, bytes]]:
    yield (
        "党费收缴办法.docx",
        made.saved(
            made.word(
                "党费收缴办法",
                "第一条　为了规范本单位党费的收缴工作，根据上级规定，制定本办法。",
                "第二条　党小组长应当在每月8日前收齐本组党费，交组织委员登记。",
                "第三条　组织委员按季度公布收缴情况，接受党员监督。",
            )
        ),
    )
    yield (
        "外出请假规定.doc",
        compound.word_97("党员外出请假规定", "党员外出超过15天的，应当在动身前3天向党支部书面请假。"),
    )
    yield (
        "谈心谈话制度.wps",
        compound.word_97("谈心谈话制度", "党支部书记每半年同每名党员谈心一次，新入职的党员在报到后7天内谈话。"),
    )
    yield (
        "现场观摩安排.rtf",
        office.rich_text("现场观摩安排", "现场观摩每季度安排一次，每次不超过40人，由机关党委组织。"),
    )
    yield "讲授党课要求.pptx", office.slides(("讲授党课的要求", "党课每次不超过90分钟，课后留10分钟回答提问。"))
    yield "课件要求.ppt", compound.slides_97(("课件制作要求", "课件由讲课人自己制作。", "每个课件不超过30页。"))
    yield REFUSED, b"\x82\xffWPS2000" + bytes(600)
    yield "图书角规定.txt", "图书角规定\n图书角每周二、周四中午开放，每人一次可以借两本书。\n".encode("gb18030")
    yield "积分管理办法.md", "# 党员积分管理办法\n\n积分低于60分的党员，由支部书记约谈。\n".encode()
    page = "<h1>意见箱规定</h1><p>意见箱每周一开启一次，由纪检委员负责，两人同时在场。</p>"
    yield "意见箱规定.html", f"<html><body>{page}</body></html>".encode()


def _tables() -> Iterator[tuple[str, bytes]]:
    links = (("支部", "联系领导", "联系车间"), ("第一支部", "周卫东", "机修车间"), ("第二支部", "赵建国", "铸造车间"))
    yield "联系点安排表.xls", office.saved(office.old_workbook(*links))
    duty = (("节日", "带班领导", "值班地点"), ("劳动节", "钱国强", "办公楼"), ("中秋节", "孙立新", "调度室"))
    yield "节日值班表.et", office.saved(office.old_workbook(*duty))
    book = openpyxl.Workbook()
    book.active.title = "培训费"
    for sheet, rows in (
        (book.active, (("项目", "预算金额", "承办科室"), ("书记轮训班", "3.6万元", "组织科"))),
        (book.create_sheet("活动费"), (("项目", "预算金额", "承办科室"), ("文艺汇演", "1.2万元", "宣传科"))),
    ):
        for row in rows:
            sheet.append(row)
    yield "经费预算.xlsx", made.saved_workbook(book)
    projects = ("项目,牵头支部,开展时间", "护河清滩,河道所支部,每月第二个周六", "义务理发,后勤支部,每季度末")
    yield "志愿服务项目.csv", "\r\n".join(projects).encode("gb18030")


def _laid_out() -> Iterator[tuple[str, bytes]]:
    review = ["述职评议办法", "第一条　支部书记每年年底向党员大会述职，党员当场评议。"]
    results = ["第二条　述职评议结果在5个工作日内反馈本人，并报上级党委备案。"]
    yield "述职评议办法.pdf", made.pdf(review, results)
    cars = ["公务用车规定", "公务用车由办公室统一调派，驾驶员凭派车单出车。"]
    yield "用车规定.ofd", office.fixed_layout(cars, ["夜间用车应当经分管领导批准，次日补办派车手续。"])


def _pictures() -> Iterator[tuple[str, bytes]]:
    minutes = ["活动室改造会议纪要", "会议决定，活动室改造由后勤科负责，9月底前完工，改造期间暂停使用。"]
    yield "徽章通知.pdf", scan(chinese_page(*BADGES), foot="扫描全能王 创建")
    yield "改造纪要.pdf", scan(minutes, chinese_page(*SHELVES))
    yield "慰问通知.jpg", saved(chinese_page(*VISITS), "JPEG")
    yield "参观通知.png", saved(chinese_page(*TOUR))
    first, second = (_bilevel(chinese_page(*page)) for page in HEALTH)
    yield "体检通知.tif", saved(first, "TIFF", second)
    yield "植树通知.heic", HEIC.read_bytes()


def _bilevel(page: Image.Image) -> Image.Image:
    """Return a page in black and white alone, as copiers send it."""
    return page.convert("L").point(lambda grey: 255 * (grey > 128)).convert("1")


def _holding() -> Iterator[tuple[str, bytes]]:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "关于报送工作信息的函", "办公室 <office@example.com>"
    mail["Date"] = "Tue, 05 Mar 2024 09:00:00 +0800"
    mail.set_content("各科室：\n工作信息应当在每月25日前报送信息科，逾期的顺延到下月。\n", charset="gb2312", cte="8bit")
    form = made.saved(made.word("信息格式", "信息标题用二号黑体字，信息正文用三号仿宋字，行距28磅。"))
    mail.add_attachment(form, maintype="application", subtype="octet-stream", filename="信息格式.docx")
    yield "报送信息.eml", mail.as_bytes()
    yield (
        "领取资料.msg",
        compound.outlook("关于领取学习资料的通知", "各支部：\r\n学习资料在3号楼201室领取，周五截止。", {}),
    )
    quota = made.saved(made.word("先进党支部名额分配", "先进党支部的名额按支部总数的15%确定，不足一个的按一个计算。"))
    yield "附件.zip", archives.with_gbk_names({"表彰/先进名额.docx": quota})
    help_ = "结对帮扶办法\n结对帮扶的期限为两年，每户由一名党员联系，期满考核。\n"
    yield "附件.7z", archives.seven_zipped({"结对帮扶办法.txt": help_.encode()})
    borrowing = "档案借阅办法\n党员档案的借阅期限不超过10天，借阅人不得复印。\n"
    yield "附件.rar", archives.rar({"档案借阅办法.txt": borrowing.encode()})
