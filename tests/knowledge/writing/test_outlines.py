"""Tests of answering with the subheadings of the heading that names what is asked."""

from __future__ import annotations

from knowledge.grounding.evidence import weigh
from knowledge.writing.outlines import children, listed_headings

from knowledge.documents import Document, Heading
from knowledge.questions.queries import parse_query
from tests.builders import document

LINES = ["二、采购降本的主要措施", "（一）合并需求", "1.按月汇总", "（二）公开流程", "三、成效", "（一）成本下降"]
LEVELS = [1, 2, 3, 2, 1, 2]


def outlined() -> Document:
    text = "\n".join(LINES)
    outline = tuple(
        Heading(level=level, heading=line, start=text.index(line), end=text.index(line) + len(line))
        for level, line in zip(LEVELS, LINES, strict=True)
    )
    return document(text, outline=outline)


def listed(question: str) -> list[str]:
    query = parse_query(question)
    return [
        heading.heading
        for heading in listed_headings(query.text, outlined(), weigh(dict.fromkeys(query.content, 0), 10))
    ]


def test_a_list_that_is_asked_for_is_given_whole() -> None:
    """有哪些 is answered by what stands directly under the heading that names it, and nothing of the next section."""
    assert listed("采购降本有哪些措施") == ["（一）合并需求", "（二）公开流程"]


def test_a_heading_on_something_else_is_no_answer() -> None:
    """Every word of the question must be in the heading."""
    assert listed("安全生产有哪些措施") == []


def test_a_question_for_one_thing_gets_no_list() -> None:
    """怎么 asks for sentences, not for a table of contents."""
    assert listed("采购怎么降本") == []


def test_one_subheading_is_no_list() -> None:
    """A section with a single subheading is left to its sentences."""
    assert listed("降本成效有哪些") == []


def test_only_the_nearest_level_counts() -> None:
    """Points under a point are not points of the list."""
    assert [heading.heading for heading in children(outlined().outline, 0)] == ["（一）合并需求", "（二）公开流程"]
