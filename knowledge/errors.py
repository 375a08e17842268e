"""What can go wrong, as a tree. Not knowing is no error: that is the reply `NoAnswer`.

* KnowledgeError
  x BadRequestError             the question or argument cannot be used as it is
    + ChannelTokenError         the messenger does not accept the token that was set
  x LibraryBusyError            another process holds what this one needs
  x StorageError                the disk or the catalog refused
    + CatalogVersionError       the catalog was written by a newer program
    + IndexUnavailableError     the vector index cannot be opened or read; the catalog has all it held
  x IndexMismatchError          the vectors were made by another embedding model
  x ModelError
    + EmbeddingModelError       the embedding model cannot be loaded
    + RerankerError             the reranker cannot be loaded
  x ChannelUnavailableError     the messenger cannot be reached
    + ChannelConflictError      another program answers with the same token

The message of each is one Chinese sentence for the person at the keyboard: what happened, to what, what to do.
`code` names the class of fault for scripts.
"""


class KnowledgeError(Exception):
    """Base of every fault that a person can do something about."""

    code = "error"


class BadRequestError(KnowledgeError):
    """The question, path or argument cannot be used as it is."""

    code = "bad_request"


class LibraryBusyError(KnowledgeError):
    """Another process holds what this one needs."""

    code = "busy"


class StorageError(KnowledgeError):
    """The disk or the catalog refused to read or write."""

    code = "storage"


class CatalogVersionError(StorageError):
    """The catalog was written by a newer program; nothing was changed."""

    code = "newer_catalog"


class IndexUnavailableError(StorageError):
    """The vector index cannot be opened or read; the catalog has all that it held."""

    code = "index_unavailable"


class IndexMismatchError(KnowledgeError):
    """The vectors in the catalog were made by another embedding model."""

    code = "index_mismatch"


class ModelError(KnowledgeError):
    """A model cannot do its work."""

    code = "model"


class EmbeddingModelError(ModelError):
    """The embedding model is missing or cannot be loaded."""

    code = "embedding_model"


class RerankerError(ModelError):
    """The reranker is missing or cannot be loaded."""

    code = "reranker"


class ChannelUnavailableError(KnowledgeError):
    """The messenger cannot be reached."""

    code = "telegram_unreachable"


class ChannelTokenError(BadRequestError):
    """The messenger's token is missing or is not accepted."""

    code = "telegram_token"


class ChannelConflictError(ChannelUnavailableError):
    """Another program answers with the same token."""

    code = "telegram_conflict"
