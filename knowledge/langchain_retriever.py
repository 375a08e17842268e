"""Our retriever as one of LangChain's, for programs that are built with it. Only this module imports langchain_core.

It is not part of our own way from question to answer: nothing here imports it.
"""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.documents import Hit
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.retrieval import Retriever


class KnowledgeRetriever(BaseRetriever):
    """Finds passages as `ronghe search` does; each carries what is needed to cite it."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    retriever: Retriever
    labels: frozenset[str] = frozenset({"public"})
    """What may be seen by those for whom the program asks."""

    filters: Filters = EVERYTHING
    limit: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager  # there are no steps below that could report
        hits = self.retriever.retrieve(query, labels=self.labels, limit=self.limit, filters=self.filters)
        return [_document(hit) for hit in hits]


def _document(hit: Hit) -> Document:
    """Return a passage with the names that the contract gives to the parts of a hit."""
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "score": hit.score,
            "document_id": hit.document.id,
            "title": hit.document.title,
            "kind": hit.document.kind.value,
            "issuer": hit.document.issuer,
            "date": hit.document.date,
            "locator": hit.passage.locator,
            "label": hit.document.label,
            "source": hit.source.model_dump(),
        },
    )
