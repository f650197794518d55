"""The project's retrieval as a LangChain retriever."""

from __future__ import annotations

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from natoqa.answer import Passage


class PaperRetriever(BaseRetriever):
    """The same retrieval as a LangChain retriever: paragraphs as Documents, best first.

    Attributes:
        search: Gives the k paragraphs nearest to a question, best first; refuses what is none.
        k: How many paragraphs to return.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Callable[[str, int], list[Passage]]
    k: int = 5

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        return [
            Document(
                page_content=passage.paragraph.text,
                id=passage.paragraph.id,
                metadata={
                    "paragraph": passage.paragraph.id,
                    "section": passage.paragraph.section,
                    "pages": list(passage.paragraph.pages),
                    "translation": passage.paragraph.translation,
                    "score": passage.score,
                    "legs": {leg.name: leg.score for leg in passage.legs},
                },
            )
            for passage in self.search(query, self.k)
        ]
