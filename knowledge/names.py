"""What kinds and source classes are called in Chinese."""

from __future__ import annotations

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
