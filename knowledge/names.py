"""What kinds and source classes are called in Chinese, and what a file within a file is called."""

from __future__ import annotations

from pathlib import PureWindowsPath

from knowledge.documents import Kind, SourceClass

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

RECOGNISED = frozenset({"scan", "image"})
"""Encodings of documents whose text, or part of it, was read from pictures by optical character recognition."""

WITHIN = " › "
"""Parts the path of an archive or a mail from that of a file in it."""


def own_name(path: str) -> str:
    """Return what a file is called, without its folders and without the archive that it lies in."""
    return PureWindowsPath(path.rpartition(WITHIN)[2]).name


def container_of(path: str) -> str:
    """Return the path of the file on disk in which a file lies, or is."""
    return path.partition(WITHIN)[0]
