"""Whether questions can be answered at this moment, in words that may be heard by anybody."""

from __future__ import annotations

import logging
from typing import Literal

from knowledge.catalog import migrations
from knowledge.documents import Frozen
from knowledge.errors import CatalogVersionError, IndexMismatchError, KnowledgeError, ModelError
from knowledge.library import Library

READY = "可以作答。"
DEGRADED = "已降级：向量索引暂不可用，检索由逐条比对完成，答复照常，速度较慢；详情请运行 ronghe doctor。"
NO_CATALOG = "不能作答：资料库读不出来，请在服务器上运行 ronghe doctor。"
NEWER_CATALOG = "不能作答：资料库已由较新的版本升级，请更新本程序后重新启动。"
NO_MODEL = "不能作答：向量模型不能使用，请在服务器上运行 ronghe doctor。"

_log = logging.getLogger(__name__)


class Readiness:
    """Looks at what an answer needs: catalog, its schema, the model; and at the index, without which it is slower."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._has_embedded = False

    def look(self) -> Answerable:
        """Return how things stand; waits for a model that is being loaded."""
        try:
            with self._library.catalog.database.reading(anew=True) as connection:
                migrations.check_version(connection)
            self._try_model()
            fault = self._library.index_fault
        except CatalogVersionError:
            return Answerable(state="not_ready", text=NEWER_CATALOG)
        except (ModelError, IndexMismatchError) as error:
            return _cannot(NO_MODEL, error)
        except KnowledgeError as error:
            return _cannot(NO_CATALOG, error)
        return Answerable(state="degraded", text=DEGRADED) if fault else Answerable(state="ready", text=READY)

    def _try_model(self) -> None:
        """Embed something once: a model that was loaded stays."""
        if not self._has_embedded:
            self._library.embedder.embed_query("就绪")
            self._has_embedded = True


class Answerable(Frozen):
    """How things stand."""

    state: Literal["ready", "degraded", "not_ready"]
    text: str
    """One sentence, without a place of this machine."""

    @property
    def can_answer(self) -> bool:
        """Whether questions may be sent here."""
        return self.state != "not_ready"


def _cannot(text: str, error: KnowledgeError) -> Answerable:
    _log.warning("not ready", exc_info=error)
    return Answerable(state="not_ready", text=text)
