"""Every sentence that a person reads in a messenger, and the sentence for each fault of the core."""

from __future__ import annotations

from knowledge.errors import (
    BadRequestError,
    CatalogVersionError,
    ChannelConflictError,
    ChannelTokenError,
    ChannelUnavailableError,
    ChatError,
    ChatRefusedError,
    ChatSetupError,
    EmbeddingModelError,
    IndexMismatchError,
    IndexUnavailableError,
    KnowledgeError,
    LibraryBusyError,
    ModelError,
    RerankerError,
    StorageError,
)

SECRECY = "请勿发送国家秘密、工作秘密和内部材料。"

COMMANDS = {
    "ask": "提问，如 /ask 四融四促是什么",
    "reg": "查条文，如 /reg 公务员法第五十九条",
    "find": "逐字查找，如 /find 三会一课",
    "case": "找做法，如 /case 医院党建和业务结合",
    "formula": "查提法，如 /formula 四融四促",
    "plan": "起草方案，如 /plan 采购降本",
    "learn": "学习路径，如 /learn 党支部设置",
    "sources": "上一个答复的全部来源",
    "why": "上一个答复的材料是怎么找到的",
    "export": "回复一条答复，导出 Word",
    "settings": "答复长短、边写边显示、到库通知",
    "new": "换一个话题",
    "stop": "停止回答，取消排队的问题",
    "help": "使用说明",
    "start": "本助手能做什么",
}
"""The command menu; Telegram takes Latin names only."""

UPLOADER_COMMANDS = {
    "upload": "怎样装入材料",
    "report": "上一次入库的质量报告",
}
"""Added to the menu of those who may hand in documents."""

ADMIN_COMMANDS = {
    "documents": "在库材料",
    "stats": "近30天的提问和库存",
    "users": "使用名单和待批的申请",
    "unanswered": "没有答上来的问题，对答复的评价",
    "standards": "标准答复：查看、删除",
}
"""Added to the menu of administrators."""

STARTERS = {
    "党务干部": ("国企怎么推动党建和业务融合？", "四融四促是什么", "医院怎么把党建和业务结合起来"),
    "培训": ("给我5个医院党建和业务结合的例子", "国企党建和业务融合有哪些典型做法？", "六聚焦六强化是什么"),
    "新手": ("什么是党建和业务融合？", "三会一课是什么", "党支部的基本任务是什么"),
}
"""Who may be asking, and three questions to begin with for each."""

STARTER = "<b>{role}</b>可以从这几个问题开始，点一下即可提问："
NO_ANSWER_YET = (
    "这里还没有可以说明的答复。请先提问，例如：/ask 四融四促是什么；也可以回复一条带“原文”按钮的答复再发送本命令。"
)
NOTHING_HELD = "资料库还是空的。"
OUTCOMES = {"answer": "作答", "no_answer": "资料不足", "clarify": "请对方说明", "notice": "提示"}

NEW_TOPIC = "已换新话题，请提问。"
EMPTY_QUESTION = "请写上要问的问题，例如：/ask 四融四促是什么"
EMPTY_REFERENCE = """请写上法规名称和条号，例如：
/reg 公务员法第五十九条
/reg 党章第三条第一款
/reg 保密法最后一条
/reg 2010年保密法第三条"""
EMPTY_WORDS = "请写上要查找的字词，例如：\n/find 三会一课\n/find 第一议题"
EMPTY_CASE = "请写上要找什么做法，例如：\n/case 医院党建和业务结合\n/case 社区停车治理\n/case 2023年以后农村产业发展"
FIND_LITERALLY = "\n逐字查看，请发送 <code>/find {words}</code>"
EMPTY_FORMULA = "请写上提法的名称，例如：\n/formula 四融四促\n/formula 六聚焦六强化"
EMPTY_PLAN = "请写上业务任务，例如：\n/plan 采购降本\n/plan 老旧小区停车治理"
EMPTY_LEARN = "请写上要学的主题，例如：\n/learn 党支部设置\n/learn 党建考核"
EMPTY_EXPORT = "请回复一条带“原文”按钮的答复，再发送 /export，就会得到这条答复的 Word 正文和《引文核对表》。"
UNKNOWN_COMMAND = "没有这个命令。直接输入问题即可提问；使用说明见 /help。"
NEAR_COMMAND = (
    "没有这个命令。是不是要发送：\n<code>{meant}</code>\n点一下即可复制；直接输入问题也可以，使用说明见 /help。"
)
ASKED = "问：{question}"

CANNOT_READ = {
    "voice": "没有听清这段语音。请把问题写成文字发送，手机输入法的语音输入可以直接转成文字。",
    "picture": "看不了图片。请把要查的文字打出来或复制发来；要核对或装入的材料，请以文件发送。" + SECRECY,
    "video": "看不了视频。请把要查的文字打出来或复制发来。" + SECRECY,
}
"""What is said to what cannot be read, by its kind."""

NO_DRAFTS_OVER_MESSENGERS = "管理员没有开放通过即时通讯发送稿件。请在网页上或本机用 ronghe check 核对。" + SECRECY
FILE_NOT_RECEIVED = (
    "没能取到这份文件：可能已过期，或超过{most}MB。请重新发送；大文件请在网页上传，或由管理员在命令行装入。"
)
EXPORTED = "已生成：{names}"
WHAT_IS_WRONG = "请选择哪里有误："
WHICH_DEPARTMENT = "请选择哪个部门可以查到这份材料："
WHAT_OF_FILE = "这份材料怎样处理？"
SEARCHING = "正在查找……"
WHOLE_ON_PAGE = "答复较长，这里只显示开头，全文请在网页上看：{link}"
WITHDRAWN = "已按您的要求停止，没有作答。"
CHOOSE = "原文与操作"
"""The title of a card of buttons under an answer."""

CHOOSE_BY_NUMBER = "也可以直接发送出处编号看原文，如 1"
NOT_TEXT = "本助手只回答文字问题。请把问题写成文字发送。" + SECRECY

CHECK_WORD, ASK_WORD = "核对", "提问"
"""In the caption of a file: it is to be checked or asked about, not stored."""
OWN_READ = """已读完，{characters}字。只用于这次对话，不入库；发送 /new、重新发文件，或者过两小时，就不再保留。
要做什么？"""
OWN_CHOICES = (("核对引文", "c"), ("就此提问", "a"))
OWN_BEING_CHECKED = "正在核对……"
OWN_ASK = "已分为{passages}段。现在直接输入的问题，都从这份文件里找答案；查资料库请用 /ask 加问题。"
OWN_LEAVE = "不再就此提问"
OWN_LEFT = "已不再保留这份文件，接下来的问题查资料库。"
OWN_GONE = "这份文件已不再保留（发过 /new、换了文件、过了两小时或程序重新启动过），请重新发送。"
OWN_NOTHING = "您发来的文件里没有找到可以据以回答的内容。查资料库请用 /ask 加问题。"
OWN_BASIS = "依据：您发来的文件｜引文{quotes}处，已逐字核对｜未与资料库核对"
FILE_BEING_READ = "正在读取……"
FILE_BEING_STORED = "正在入库……"
FILE_CHOICES = ((("入库", "y"), ("先看看", "s"), ("退回", "n")), (("入库（仅本单位）", "u"),))
"""Rows of buttons with what each sends back."""
FORMER_CHOICES = (("移除原有的一份", "y"), ("两份都保留", "n"))
FORMER_REMOVED = "原有的一份已移除。"
FORMER_STAYS = "两份都保留，作答以较新的一份为准。"
FORMER_GONE = "原有的一份已经处理，或者不在您可以处理的范围内，没有移除任何材料。"
FILE_DEPARTMENTS = (("入库（限部门）", "d"),)
"""One row more where there are departments."""
FILE_LABELS = {"y": "public", "u": "unit"}
REPORT_FILE = "质量报告.html"
NO_REPORT = "还没有在这里入库过文件。把文件直接发来，读完就有质量报告；命令行装入的，请用 ronghe ingest --report 另存。"
FILE_RETURNED = "已退回，文件已删除，没有保存任何内容。"
FILE_GONE = "这份文件已经处理，或已过24小时被删除，也可能不是您发来的。如需处理，请重新发送。"
CHECKED_FILE = "核对意见.docx"
AND_MORE = "……"

QUEUED = "已收到。前面还有问题正在回答，请稍候，会依次答复。发送 /stop 可以停止。"
QUEUE_FULL = "排队的问题已有{limit}个，从这一条起暂不受理，请等前面的答完再发。发送 /stop 可以取消排队。"
GIVEN_UP = "处理这条消息时程序几次中断，没有得到结果。请换一种问法；如仍出现，请告知管理员。"

REPLY_EXPIRED = "这条回答已过期，请重新提问。"
BUTTON_UNKNOWN = "这个按钮已不能使用，请重新提问。"
SOURCE_GONE = "这份材料已从库中移除，或不在您的查阅范围内，不能显示原文。"

STRANGER = """{secrecy}

您还不在本助手的使用名单中，暂时不能提问。{code}
您的编号是 <code>{user}</code>，也可以把编号发给本单位的管理员，由管理员列入名单。"""
STRANGER_CODE = "\n您的申请码是 <code>{code}</code>，请告诉本单位的管理员；管理员批准后即可提问，申请码24小时内有效。"
ASKS_IN = """<b>有人申请使用</b>
{name}（编号 <code>{user}</code>），申请码 <code>{code}</code>。
请核对申请码是本人告诉您的，再作决定。"""
NO_SUCH_CODE = "没有这个申请码，或者已经处理、已过期。待批的申请见 /users。"
ADMITTED = "已批准{name}（{user}），对方下一条消息起即可使用。停用见 /users。"
NOT_ADMITTED = "未批准{name}（{user}）。"
WELCOME_IN = "管理员已批准您的申请，现在可以提问了。使用说明见 /help。"
TURNED_DOWN = "管理员没有批准您的申请。如有疑问，请直接联系本单位的管理员。"
NAMED_BY_SETTINGS = "（写在设置里）"
PEOPLE = """<b>使用名单</b>
{people}

<b>待批的申请</b>（发送申请码即可处理）
{waiting}"""

THANKS_FOR_VERDICT = "已记下，谢谢。"
UNANSWERED_NOTE = "\n\n点“答1”为第1个问题写标准答复；补充材料入库后，问过的人会收到通知。"
STANDARD_WANTED = """<b>“{question}”</b>
请回复这条消息，发送 /standard 加答复文字。每一句都要有库内原文支持，程序逐句核对，自动附上出处。"""
EMPTY_STANDARD = """请回复一条答复再发送 /standard，就把它存为标准答复；需要改的，写成 /standard 加改好的文字。
每一句都与库内原文核对，核对不过的不存。
没有答上来的问题见 /unanswered，已存的见 /standards。"""
STANDARD_KEPT = "已存为标准答复。今后问“{question}”，就这样回答："
NO_STANDARDS = "还没有标准答复。回复一条答复并发送 /standard，就可以把它存为标准答复。"
STANDARD_FALLEN = "，来源已移除、失效或有改动，不再使用"
SETTINGS = {
    "brief": ("答复长短", ("简要", "完整")),
    "streaming": ("边写边显示", ("开", "关")),
    "arrivals": ("材料到库通知", ("开", "关")),
}
"""What may be chosen, and the words for chosen and not."""
SETTINGS_IN_PRIVATE = "设置只对您自己有效，请在与本助手的私聊中发送 /settings。"
WHOLE_ANSWER = "完整答复"
SHORTENED = "（已按您的设置只显示要点，点“完整答复”看全部）"
ARRIVED = (
    "您问过“{question}”，当时库内没有依据。资料库有了新材料，现在可以回答了。不想收到这类通知，请用 /settings 关闭。"
)
SEE_ANSWER = "查看答复"
NOT_OPEN = """{secrecy}

本助手尚未开放：管理员还没有设置使用人员。您的编号是 <code>{user}</code>。
请管理员设置 RONGHE_ADMINS（管理员）或 RONGHE_READERS（使用人员）：填写数字编号，多个编号用逗号隔开，重新启动后生效。"""
STRANGER_IN_GROUP = "您不在本助手的使用名单中。请给本助手发一条私聊消息，按提示向管理员申请。"

FAULT = "处理时出现故障（编号 {code}），这次没有得到结果，请稍后再试。如仍出现，请把编号告诉管理员。"
FOR_ADMIN = "\n\n管理员可见：{message}"

OWN_WORDS = ""
"""Stands in `FAULTS` for an error whose own message is meant for the person who asked."""

FAULTS: dict[type[KnowledgeError], str] = {
    KnowledgeError: "这次没有得到结果，请稍后再试；如仍出现，请告知管理员。",
    BadRequestError: OWN_WORDS,
    LibraryBusyError: "资料库正被另一项工作占用，请稍后重新提问。",
    StorageError: "资料库暂时不能读写，这次没有得到结果，请告知管理员。",
    IndexUnavailableError: "资料库的检索索引暂时不能使用，请稍后重新提问；如仍出现，请告知管理员。",
    CatalogVersionError: "资料库由更新的程序版本写成，本助手暂时不能读取，请告知管理员。",
    IndexMismatchError: "资料库的检索索引需要重建，暂时不能回答，请告知管理员。",
    ModelError: "检索所用的模型暂时不能工作，请稍后重新提问；如仍出现，请告知管理员。",
    EmbeddingModelError: "检索所用的模型没有就绪，暂时不能回答，请告知管理员。",
    RerankerError: "重排所用的模型没有就绪，暂时不能回答，请告知管理员。",
    ChatError: "模型暂时不能工作，这次没有得到结果，请稍后重新提问；如仍出现，请告知管理员。",
    ChatRefusedError: "模型没有回答这个问题，请换一种问法，或用 /find 直接查原文。",
    ChatSetupError: "模型的设置有误，暂时不能用它作答，请告知管理员。",
    ChannelUnavailableError: OWN_WORDS,
    ChannelTokenError: OWN_WORDS,
    ChannelConflictError: OWN_WORDS,
}


def stopped(running: bool, waiting: int) -> str:  # noqa: FBT001  (the two halves of one fact)
    """Say what `/stop` ended."""
    if not (running or waiting):
        return "没有正在回答的问题。"
    cancelled = f"，取消了排队的{waiting}个问题" if waiting else ""
    return f"{'已停止回答' if running else '已停止'}{cancelled}。可以继续提问。"


def fault_sentence(error: KnowledgeError) -> str:
    """Return what the person who asked is told of a fault: its nearest class in `FAULTS` decides."""
    known = next(kind for kind in type(error).__mro__ if kind in FAULTS)
    return FAULTS[known] or str(error)
