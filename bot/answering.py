"""Who answers questions over an open library."""

from __future__ import annotations

from knowledge.answerer import Answerer
from knowledge.library import Library
from knowledge.retrieval import Retriever
from knowledge.writing.looking import Looker, Shelf
from knowledge.writing.model_writer import ModelWriter


def open_answerer(library: Library, retriever: Retriever, shelf: Shelf, writer: ModelWriter | None) -> Answerer:
    """Return the answerer that finds with `retriever` and reads from `shelf`, with a chat model where there is one."""
    looker = Looker(retriever=retriever, embedder=library.embedder, lexical=library.lexical, shelf=shelf)
    return Answerer(looker=looker, writer=writer)
