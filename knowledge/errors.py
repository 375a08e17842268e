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
    + ChatError                 the chat model gave no answer
      - ChatRefusedError        the provider does not accept the words that were sent
      - ChatSetupError          the settings of the chat model are wrong
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


class ChatError(ModelError):
    """The chat model gave no answer: it cannot be reached, is busy, broke off, or answered with nothing of use."""

    code = "chat"

    def __init__(self, message: str, *, again_after: float | None = None) -> None:
        """Say what happened; `again_after` is in how many seconds it is worth trying again, None when it is not."""
        super().__init__(message)
        self.again_after = again_after


class ChatRefusedError(ChatError):
    """The provider does not accept the words that were sent; sending them again would change nothing."""

    code = "chat_refused"


class ChatSetupError(ChatError):
    """The key, the name or the address of the chat model is wrong."""

    code = "chat_setup"


class ChannelUnavailableError(KnowledgeError):
    """The messenger cannot be reached."""

    code = "telegram_unreachable"


class ChannelTokenError(BadRequestError):
    """The messenger's token is missing or is not accepted."""

    code = "telegram_token"


class ChannelConflictError(ChannelUnavailableError):
    """Another program answers with the same token."""

    code = "telegram_conflict"
