"""What retrieval and reading learn from: questions ranked as natoqa ranks them, with what is right.

JaQuAD's, each within its article, and those about the project's own paper (training.reader).
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from natoqa.embeddings import bundled_model
from natoqa.glossary import Glossary
from natoqa.legs import Side, weigh_apart
from natoqa.question import read_question
from natoqa.ranking import Ranking, zscores
from natoqa.settings import Settings
from natoqa.source import sentence_spans
from training.chats import messages
from training.data import rows
from training.sentence_classifier import Learner, Unseen, understood

FloatArray = npt.NDArray[np.float64]
SEED = 350


class Article:
    """The contexts of one JaQuAD article, scored like the paragraphs of a paper."""

    def __init__(self, contexts: Sequence[str]) -> None:
        self.contexts = list(contexts)
        self.spans = [list(sentence_spans(context)) for context in contexts]
        texts = [[c[a:b] for a, b in spans] for c, spans in zip(contexts, self.spans, strict=True)]
        self.sentences = [text for row in texts for text in row]
        lengths = [len(row) for row in texts]
        self.paragraph_of = np.repeat(np.arange(len(lengths)), lengths)
        self.first = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        self._model = bundled_model()
        self._side = Side(texts, self._model)
        self._chunks = self._model.encode(self.contexts)
        self._vectors = self._model.encode(self.sentences)

    def rank(self, text: str) -> Ranking:
        """The same features as natoqa.retrieval.Retriever.rank; one language, no names."""
        question = read_question(text, "ja", Glossary(()))
        tokens = self._model.token_vectors(text)
        scores = self._side.score(question.terms, (), tokens)
        vector = self._model.encode([text])[0]
        dense = (self._vectors @ vector).astype(np.float64)
        late_apart = weigh_apart(tokens, scores.matches, self.first)

        def best(values: FloatArray) -> FloatArray:
            return np.asarray(np.maximum.reduceat(values, self.first))

        paragraph = {
            "dense": (self._chunks @ vector).astype(np.float64),
            "bm25": scores.bm25_paragraph,
            "late": scores.late_paragraph,
            "dense_sentence": best(dense),
            "bm25_sentence": best(scores.bm25_sentence),
            "late_sentence": best(scores.late_sentence),
            "late_apart": best(late_apart),
            "late_length": self._side.length,
            "bm25_words": self._side.bm25_words.scores(text),
        }
        for name in ("bm25", "late", "bm25_sentence", "late_sentence"):
            paragraph[f"{name}_all"] = paragraph[name]
        sentence = {
            "dense": dense,
            "bm25": scores.bm25_sentence,
            "late": scores.late_sentence,
            "bm25_all": scores.bm25_sentence,
            "late_all": scores.late_sentence,
            "late_apart": late_apart,
        }
        return Ranking(
            question=question,
            paragraphs=(),
            features=zscores(paragraph),
            raw=paragraph,
            scores=np.zeros(len(self.contexts)),
            sentences=(),
            texts=tuple(self.sentences),
            paragraph_of=self.paragraph_of,
            sentence_features=sentence,
            tokens=tokens,
            matches=scores.matches,
            named={},
            terms=(),
            term_idf=np.zeros(0),
            term_hits=np.zeros((0, len(self.sentences)), dtype=np.bool_),
            strangers=frozenset(),
            apart=frozenset(),
        )


@dataclass(frozen=True)
class Case:
    """A ranking with what is right in it."""

    ranking: Ranking
    paragraphs: tuple[int, ...]
    sentences: tuple[int, ...]
    glossary: Glossary | None


def jaquad_cases(path: Path, count: int | None) -> Iterator[Case]:
    """Questions of JaQuAD, each within its article."""
    articles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            articles[row["title"]].append(row)
    titles = sorted(articles)
    random.Random(SEED).shuffle(titles)
    made = 0
    for title in titles:
        contexts = list(dict.fromkeys(row["context"] for row in articles[title]))
        if len(contexts) < 3:
            continue
        article = Article(contexts)
        for row in articles[title]:
            paragraph = contexts.index(row["context"])
            at = int(row["answers"][0]["answer_start"])
            inside = next(
                (i for i, (a, b) in enumerate(article.spans[paragraph]) if a <= at < b), None
            )
            if inside is None:
                continue
            sentence = int(article.first[paragraph]) + inside
            yield Case(article.rank(row["question"]), (paragraph,), (sentence,), None)
            made += 1
            if count is not None and made >= count:
                return


class Project:
    """The project's own paper, for questions about it.

    Args:
        learner: Knows the training questions.
        settings: Of the assistants that are asked.
    """

    def __init__(self, learner: Learner, settings: Settings | None = None) -> None:
        self._unseen = Unseen(learner, settings)
        self.paper = self._unseen.assistant().paper
        self.sentences = [s for p in self.paper.body for s in p.sentences]
        self.places = {s.id: i for i, s in enumerate(self.sentences)}
        self.paragraphs = {p.id: i for i, p in enumerate(self.paper.body)}

    def case(self, row: Mapping[str, Any], paragraphs: set[str], sentences: set[int]) -> Case:
        """A question with its gold paragraphs (ids) and sentences (positions)."""
        retriever = self._unseen.assistant(row["question"])._retriever
        asked = understood(row, retriever.glossary)
        return Case(
            retriever.rank(asked.text, row["language"], focus=retriever.focus(asked)),
            tuple(sorted(self.paragraphs[p] for p in paragraphs)),
            tuple(sorted(sentences)),
            retriever.glossary,
        )

    def written(self, folder: Path) -> Iterator[Case]:
        """Questions written with the paper in view, with the sentences of the body that answer."""
        for name in ("questions.en.jsonl", "questions.ja.jsonl"):
            yield from self._answered(rows(folder / name))
        yield from self._answered(messages(folder / "chats.jsonl", self.paper))
        for row in rows(folder / "answerability.jsonl"):
            if row["gold"]:
                yield self.case(row, set(row["gold"]), set())

    def unread(self, folder: Path) -> Iterator[Case]:
        """The same by people who had not read the paper."""
        yield from self._answered(rows(folder / "questions.unread.jsonl"))
        yield from self._answered(messages(folder / "chats.unread.jsonl", self.paper))

    def _answered(self, asked: Iterable[Mapping[str, Any]]) -> Iterator[Case]:
        for row in asked:
            ids = [i for i in [*row["sentences"], *row["also"]] if i in self.places]
            # What the front matter answers is not searched for.
            if ids:
                yield self.case(row, {i[:3] for i in ids}, {self.places[i] for i in ids})

    def evals(self, folder: Path, split: str) -> Iterator[Case]:
        """Eval questions about the body; their evidence gives the sentences."""
        for path in sorted(folder.glob("*.jsonl")):
            for row in rows(path):
                gold = {p for one in row["gold"] for p in one} - {"p00"}
                if row["split"] != split or not gold or row["kind"] == "overview":
                    continue
                right: set[int] = set()
                for evidence in row["evidence"]:
                    paragraph = self.paper.paragraph(evidence["paragraph"])
                    start = paragraph.text.find(evidence["quote"])
                    end = start + len(evidence["quote"])
                    right |= {
                        self.places[s.id]
                        for s in paragraph.sentences
                        if s.id in self.places and s.start < end and s.end > start
                    }
                yield self.case(row, gold, right)
