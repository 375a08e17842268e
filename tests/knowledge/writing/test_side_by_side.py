"""Tests of showing what differs side by side."""

from __future__ import annotations

from pathlib import Path

from knowledge.answers import Answer
from knowledge.writing import wording
from tests.builders import source_file
from tests.knowledge.answering import answerer_over, asked, library_of

FIRST = source_file(
    "/m/a.txt", "青澜市机关党支部委员会每届任期三年，由党员大会选举产生。", title="青澜市机关办法", kind="regulation"
)
SECOND = source_file(
    "/m/b.txt", "云溪市机关党支部委员会每届任期五年，由党员大会选举产生。", title="云溪市机关办法", kind="regulation"
)
NAMES = source_file(
    "/m/c.txt",
    "青澜市推行“双联”机制，支部联系车间、党员联系班组。",
    "云溪市推行“三联”机制，支部联系项目、联系企业、联系农户。",
)


def test_different_figures_are_listed_and_said_to_differ(tmp_path: Path) -> None:
    """Two rules with different periods give two statements, each with its title, and one honest line."""
    with library_of(tmp_path, FIRST, SECOND) as library:
        reply = asked(answerer_over(library), "机关党支部委员会每届任期几年")[1]
    assert isinstance(reply, Answer)
    assert "《青澜市机关办法》：" in reply.text
    assert "《云溪市机关办法》：" in reply.text
    assert reply.notice == wording.DIFFERENT_FIGURES


def test_one_figure_is_no_difference(tmp_path: Path) -> None:
    """A single rule has nothing beside it."""
    with library_of(tmp_path, FIRST) as library:
        reply = asked(answerer_over(library), "机关党支部委员会每届任期几年")[1]
    assert reply.notice is None  # type: ignore[union-attr]  # an answer


def test_what_is_compared_stands_under_its_own_name(tmp_path: Path) -> None:
    """Each side quotes its own source; a side that the sources lack says so."""
    with library_of(tmp_path, NAMES) as library:
        both = asked(answerer_over(library), "“双联”和“三联”有什么区别")[1]
        half = asked(answerer_over(library), "“双联”和“五联”有什么区别")[1]
    assert isinstance(both, Answer)
    assert both.text.index("“双联”\n") < both.text.index("联系班组") < both.text.index("“三联”\n")
    assert both.notice == wording.SIDE_BY_SIDE
    assert isinstance(half, Answer)
    assert f"“五联”\n{wording.NOT_STATED}" in half.text
