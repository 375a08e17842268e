"""The parts of a web page: blocks, cells, and what HTML itself calls navigation."""

from __future__ import annotations

from lxml.html import HtmlElement

_FURNITURE = {"nav", "aside", "footer", "menu"}
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary"}
BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "aside",
}  # fmt: skip
CELLS = {"td", "th"}
_MENU_LINKS, _MENU_LINK, _MENU_SHARE = 3, 12, 0.8
"""A menu has three links or more, of 12 characters on average at most, which make up 80% of its words."""


def furniture(element: HtmlElement) -> str | None:
    """Return how an element is marked that belongs to the page around an article; None for one of the article."""
    inside_article = element.tag == "footer" and any(above.tag == "article" for above in element.iterancestors())
    if inside_article:
        return None
    is_one = element.tag in _FURNITURE or element.get("role") in _FURNITURE_ROLES or _is_link_list(element)
    return "site_furniture" if is_one else None


def _is_link_list(element: HtmlElement) -> bool:
    """Tell a menu: three or more short links and hardly a word beside them."""
    if element.tag not in BLOCKS and element.tag not in CELLS:
        return False
    links = [link.text_content().strip() for link in element.iter("a")]
    if len(links) < _MENU_LINKS or sum(map(len, links)) > _MENU_LINK * len(links):
        return False
    written = len("".join(element.text_content().split()))
    return sum(len("".join(link.split())) for link in links) >= _MENU_SHARE * written
