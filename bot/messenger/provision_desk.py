"""The synchronous half of `/reg` and `/find`: looks up and says what is to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from bot import wording
from bot.messenger import provision_view
from bot.messenger.markup import Run
from bot.messenger.provision_callbacks import FIRST_PAGE, ProvisionTap, WordsPage
from bot.messenger.provision_view import HITS_PER_PAGE
from bot.messenger.screens import Screen
from bot.services.assistant import Assistant
from bot.services.provisions import Words
from knowledge.callers import Visit
from knowledge.regulations.findings import Match
from knowledge.regulations.replies import named_candidates


@dataclass(frozen=True)
class ProvisionDesk:
    """Every method may block and is called in a thread."""

    assistant: Assistant

    def looked_up(self, reference: str, visit: Visit) -> Screen:
        """Show the provisions that a reference names, or say what is missing."""
        finding = self.assistant.provisions.find(reference, visit)
        return provision_view.found(finding, named_candidates(reference, finding))

    def turned(self, turn: ProvisionTap, visit: Visit) -> Screen | None:
        """Show what a button under a provision leads to, or None when it is not there for this person."""
        match = self.assistant.provisions.opened(turn.document_id, turn.position, visit)
        if match is None:
            return None
        match turn.view:
            case "a":
                return provision_view.article_screen(match)
            case "c":
                return provision_view.paged(" › ".join(match.article.path), [Run(match.chapter)], turn)
            case "w":
                return provision_view.paged(f"《{match.document.title}》全文", [Run(match.document.text)], turn)
            case "d":
                return self._compared(match, turn, visit)

    def words_found(self, words: str, visit: Visit, page: WordsPage = FIRST_PAGE) -> Screen:
        """Show where words stand literally: a page of it, of one kind of document where one was chosen."""
        findings = self.assistant.provisions.literally(
            Words(text=words, visit=visit, limit=HITS_PER_PAGE, offset=page.offset, kind=page.kind)
        )
        return provision_view.words_found(words, findings, page)

    def _compared(self, match: Match, turn: ProvisionTap, visit: Visit) -> Screen | None:
        comparison = self.assistant.provisions.compared(match.document.id, visit)
        if comparison is None:
            return None
        dates = "与".join(wording.date_words(one.date) for one in (comparison.before, comparison.after))
        title = f"《{match.document.title}》{dates}两个版本的不同（删去的写在〔删：〕里，新增的加粗）"
        return provision_view.paged(title, provision_view.changes(comparison), turn)
