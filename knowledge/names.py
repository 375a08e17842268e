"""What kinds, source classes and statuses are called in Chinese, and what a file within a file is called."""

from __future__ import annotations

from pathlib import PureWindowsPath

from knowledge.documents import Kind, SourceClass, Status

KINDS = {
    Kind.REGULATION: "党内法规",
    Kind.LAW: "法律法规",
    Kind.NORMATIVE: "规范性文件",
    Kind.SPEECH: "讲话",
    Kind.CASE: "案例",
    Kind.ARTICLE: "文章",
}

SOURCE_CLASSES = {
    SourceClass.OFFICIAL: "正式文本",
    SourceClass.MEDIA: "权威媒体",
    SourceClass.SITE: "单位网站",
    SourceClass.JOURNAL: "期刊",
    SourceClass.TEMPLATE: "网络范文",
}

STATUSES = {
    Status.IN_FORCE: "现行有效",
    Status.SUPERSEDED: "已修订（旧版）",
    Status.REPEALED: "已废止",
    Status.EXPIRED: "已失效",
    Status.NOT_YET_IN_FORCE: "尚未施行",
    Status.UNKNOWN: "效力待核",
}
STATUS_WORDS = {name.partition("（")[0]: status for status, name in STATUSES.items()}
"""The same by what texts and front matter call them."""


def place_words(locator: str, page: int | None) -> str:
    """Return where words stand as a person finds them in print: 第二章 › 第七条，第3页."""
    return "，".join(filter(None, (locator, f"第{page}页" if page else "")))


WITHIN = " › "
"""Parts the path of an archive or a mail from that of a file in it."""


def own_name(path: str) -> str:
    """Return what a file is called, without its folders and without the archive that it lies in."""
    return PureWindowsPath(path.rpartition(WITHIN)[2]).name


def place_of_file(path: str) -> str:
    """Return which file is meant, and within which archive or mail: 附件.zip › 通知.doc; not in which folder that lies."""
    container, within, member = path.partition(WITHIN)
    return f"{own_name(container)}{within}{member}"


def container_of(path: str) -> str:
    """Return the path of the file on disk in which a file lies, or is."""
    return path.partition(WITHIN)[0]
