"""Retrieval: four legs over both languages, fused into one ranking.

Dense vectors, BM25 and late interaction compare texts; the fourth was learned from questions.
"""

from __future__ import annotations

from itertools import chain
from typing import get_args

import numpy as np
import numpy.typing as npt

from natoqa.answer import LegScore, Passage, as_quoted, marks
from natoqa.corpus import load_paraphrases
from natoqa.dialogue import Standalone
from natoqa.embeddings import bundled_model
from natoqa.focus import Focus, find_focus
from natoqa.glossary import Entry, Glossary, load_glossary
from natoqa.index import Index
from natoqa.legs import Side, expanded, weigh, weigh_apart
from natoqa.lexical import BM25
from natoqa.naming import NameMatch
from natoqa.paper import Paper
from natoqa.question import read_question
from natoqa.ranking import Ranking, zscores
from natoqa.sentence_classifier import Leaning, SentenceChances, SentenceClassifier
from natoqa.settings import Settings
from natoqa.spelling import Speller
from natoqa.static_model import TokenVectors
from natoqa.strangers import Strangers
from natoqa.text import has_hiragana, has_japanese, terms
from natoqa.token_matches import token_matches
from natoqa.units import Language
from natoqa.weights import Weights
from natoqa.wording import wording
from natoqa.words import content_words, without_asking

FloatArray = npt.NDArray[np.float64]
# A follow-up has hardly a word of its own with this many.
_BARE = 1


def _texts(paper: Paper, settings: Settings) -> dict[Language, list[list[str]]]:
    """The text to search of each sentence, by language and paragraph.

    A sentence's own text and, beside it, its restatement in everyday words: document expansion
    (Nogueira et al. 2019, "Document Expansion by Query Prediction"), here written by hand.
    """
    texts: dict[Language, list[list[str]]] = {
        "ja": [[s.text for s in p.sentences] for p in paper.body]
    }
    if settings.translation:
        texts["en"] = [[s.translation for s in p.sentences] for p in paper.body]
    if settings.paraphrase:
        for ours, theirs in zip(_restated(paper, "ja"), texts["ja"], strict=True):
            theirs[:] = [f"{own} {said}" for own, said in zip(theirs, ours, strict=True)]
        if settings.translation:
            for ours, theirs in zip(_restated(paper, "en"), texts["en"], strict=True):
                theirs[:] = [f"{own} {said}" for own, said in zip(theirs, ours, strict=True)]
    return texts


def _restated(paper: Paper, language: Language) -> list[list[str]]:
    return [[getattr(said, language) for said in row] for row in load_paraphrases(paper)]


class Retriever:
    """Ranks the paragraphs of one paper for a question.

    Args:
        paper: The paper.
        index: Its open index, for the dense leg.
        settings: Which legs to use, and whether to use the translation.
        weights: How the legs are fused.
        classifier: What was learned of which sentence answers.
    """

    def __init__(
        self,
        paper: Paper,
        index: Index,
        settings: Settings,
        weights: Weights,
        classifier: SentenceClassifier,
    ) -> None:
        self.paper = paper
        self.index = index
        self.glossary: Glossary = load_glossary(paper.slug)
        self._weights = weights.paragraph if settings.translation else weights.untranslated
        self._legs = settings.legs
        self._translation = settings.translation
        self._model = bundled_model()
        self._classifier = classifier
        self._paragraphs = paper.body
        self._sentences = tuple(s for p in paper.body for s in p.sentences)
        self._shown: dict[Language, tuple[str, ...]] = {
            language: tuple(s.shown(language) for s in self._sentences)
            for language in get_args(Language)
        }
        lengths = [len(p.sentences) for p in paper.body]
        self._paragraph_of = np.repeat(np.arange(len(lengths)), lengths)
        self._first = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        texts = _texts(paper, settings)
        self._own: dict[Language, Side] = {
            language: Side(texts[language], self._model)
            for language in (("ja", "en") if self._translation else ("ja",))
        }
        # The tokens of the paper and those that questions are made of.
        known = np.unique(
            np.concatenate([classifier.tokens, *(side.packed.ids for side in self._own.values())])
        )
        for side in self._own.values():
            side.remember(known, token_matches(index.path, known, side.packed, self._model))
        joined = [
            [" ".join(forms) for forms in zip(*paragraph, strict=True)]
            for paragraph in zip(*texts.values(), strict=True)
        ]
        # A word may find its match in any form of a sentence.
        words = [
            [list(chain(*forms)) for forms in zip(*paragraph, strict=True)]
            for paragraph in zip(*(side.terms for side in self._own.values()), strict=True)
        ]
        self._bm25_paragraphs = BM25([list(chain(*paragraph)) for paragraph in words])
        self._bm25_sentences = BM25(list(chain(*words)))
        self._names = NameMatch(self.glossary, joined)
        surfaces = [name for entry in self.glossary.entries for name in entry.surfaces]
        spoken = [text for paragraph in joined for text in paragraph]
        self._speller = Speller(spoken, surfaces, self._is_word)
        self._strangers = Strangers(spoken, self.glossary, self._is_word)
        positions = {s.id: i for i, s in enumerate(self._sentences)}
        paragraphs = {p.id: i for i, p in enumerate(paper.body)}
        # All similarities stand in one row: where each kind and language begins, and each unit's.
        self._dense_parts: dict[tuple[str, Language], slice] = {}
        self._dense_size = 0
        for language in self._own:
            for kind, size in (("chunk", len(paragraphs)), ("sentence", len(positions))):
                part = slice(self._dense_size, self._dense_size + size)
                self._dense_parts[kind, language] = part
                self._dense_size = part.stop
        self._dense_at = {
            unit.id: self._dense_parts[unit.kind, unit.language].start
            + (
                positions[unit.sentences[0]]
                if unit.kind == "sentence"
                else paragraphs[unit.paragraph]
            )
            for unit in index.units
        }

    def rank(self, text: str, language: Language, *, focus: Focus | None = None) -> Ranking:
        """Score every paragraph and sentence for a question.

        Args:
            text: A question that stands by itself.
            language: Of the answer wanted.
            focus: Of a follow-up, where the conversation is.
        """
        text = self._speller.correct(text)
        question = read_question(text, language, self.glossary)
        tokens = self._model.token_vectors(text)
        main, other = self._sides(language)
        dense = self._dense(text)
        own = self._own[main].score(question.terms, question.expansion, tokens)
        matches = own.matches
        if other in self._own:
            matches = np.maximum(matches, self._own[other].matches(tokens))
        late_all = weigh(tokens, matches)
        late_apart = weigh_apart(tokens, matches, self._first)
        bm25_all = expanded(self._bm25_sentences, question.terms, question.expansion)
        names = self._names.scores(question.entries)
        about = without_asking(text, question.spoken)
        strangers, apart = self._strangers.find(text, question.spoken)
        content = [t for t in dict.fromkeys(terms(about)) if not has_hiragana(t)]
        sentence = {
            "dense": dense["sentence", main],
            "bm25": own.bm25_sentence,
            "late": own.late_sentence,
            "bm25_all": bm25_all,
            "late_all": late_all,
            "late_apart": late_apart,
            "bm25_names": names,
        }
        paragraph = {
            "dense": dense["chunk", main],
            "bm25": own.bm25_paragraph,
            "late": own.late_paragraph,
            "bm25_all": expanded(self._bm25_paragraphs, question.terms, question.expansion),
            "late_all": weigh(tokens, np.maximum.reduceat(matches, self._first, axis=1)),
            "dense_sentence": self._best(dense["sentence", main]),
            "bm25_sentence": self._best(own.bm25_sentence),
            "late_sentence": self._best(own.late_sentence),
            "bm25_sentence_all": self._best(bm25_all),
            "late_sentence_all": self._best(late_all),
            "late_apart": self._best(late_apart),
            "late_length": self._own[main].length,
            "bm25_words": self._own[main].bm25_words.scores(text),
            "bm25_names": self._names.paragraph_scores(question.entries),
        }
        if other in self._own:
            sentence["dense_cross"] = dense["sentence", other]
            paragraph["dense_sentence_cross"] = self._best(dense["sentence", other])
        used = {n: v for n, v in paragraph.items() if n.split("_")[0] in self._legs}
        features = zscores(used)
        if focus is not None:
            features |= focus.paragraph_features()
        learned = self._learned(tokens, text, focus) if "learned" in self._legs else None
        if learned is not None:
            used["learned"] = features["learned"] = learned.paragraphs(self._first)
            sentence["learned"] = learned.scaled
        fused = np.zeros(len(self._paragraphs))
        for name, values in features.items():
            fused += self._weights.get(name, 0.0) * values
        return Ranking(
            question=question,
            paragraphs=self._paragraphs,
            features=features,
            raw=used,
            scores=fused,
            sentences=self._sentences,
            texts=self._shown[language],
            paragraph_of=self._paragraph_of,
            sentence_features={n: v for n, v in sentence.items() if n.split("_")[0] in self._legs},
            tokens=tokens,
            matches=matches,
            named=self._names.by_sentence,
            terms=tuple(content),
            term_idf=np.array([self._bm25_sentences.idf(term) for term in content]),
            term_hits=self._bm25_sentences.hits(content),
            strangers=strangers,
            apart=apart,
            focus=focus,
            learned=learned,
        )

    def focus(self, standalone: Standalone) -> Focus | None:
        """Where the conversation of a follow-up is, or None for another question."""
        if not standalone.completed or not standalone.spoken.strip():
            return None
        cited = np.array([p.id in standalone.paragraphs for p in self._paragraphs])
        language: Language = "ja" if has_japanese(standalone.own) else "en"
        spoken: Language = "ja" if has_japanese(standalone.spoken) else "en"
        return find_focus(
            standalone.spoken,
            self._shown[spoken],
            self._own.get(spoken, self._own["ja"]),
            self._model,
            self._paragraph_of,
            cited[self._paragraph_of],
            earlier=[as_quoted(answer) for answer in standalone.earlier],
            cited=[self._cited(answer) for answer in standalone.earlier],
            bare=len(content_words(standalone.own, language, self.glossary)) <= _BARE,
            asked=standalone.own,
            own=self._own_words(standalone.own, language),
        )

    def _learned(self, tokens: TokenVectors, text: str, focus: Focus | None) -> SentenceChances:
        completed, leaning = self._model.text_vector(tokens.ids), None
        if focus is not None:
            text = self._speller.correct(focus.asked)
            own, spoken = self._model.encode([text, focus.spoken])
            leaning = Leaning(own, spoken)
        return self._classifier.chances(completed, wording(text, self._model)[0], leaning)

    def _cited(self, answer: str) -> list[int]:
        """Positions of the paragraphs that an answer marks."""
        numbers = set(marks(answer))
        return [i for i, p in enumerate(self._paragraphs) if p.number in numbers]

    def _own_words(self, text: str, language: Language) -> dict[str, FloatArray]:
        """The sentence legs for a follow-up's own words, as z-scores."""
        question = read_question(self._speller.correct(text), language, self.glossary)
        tokens = self._model.token_vectors(question.text)
        main, other = self._sides(language)
        side = self._own[main].score(question.terms, question.expansion, tokens)
        matches = side.matches
        if other in self._own:
            matches = np.maximum(matches, self._own[other].matches(tokens))
        dense = self._dense(question.text)
        return zscores(
            {
                "own_dense": dense["sentence", main],
                "own_bm25": side.bm25_sentence,
                "own_late": side.late_sentence,
                "own_late_all": weigh(tokens, matches),
            }
        )

    def _sides(self, language: Language) -> tuple[Language, Language]:
        """The language to search first, and the other, which may be switched off."""
        main: Language = language if language in self._own else "ja"
        return main, "ja" if main == "en" else "en"

    def is_subject(self, entry: Entry) -> bool:
        """Whether more than half of the sentences name it."""
        return bool(self._names.by_sentence[entry].mean() > 0.5)

    def _is_word(self, word: str) -> bool:
        """A word that the model knows whole is none of the paper's names misspelt."""
        return len(self._model.tokenize([word])[0]) == 1

    def has_word(self, text: str) -> bool:
        """Whether a text has a word at all: "asdf" has none that anybody knows."""
        return has_japanese(text) or any(
            self._speller.knows(word) for word in self._speller.correct(text).split()
        )

    def _best(self, by_sentence: FloatArray) -> FloatArray:
        return np.asarray(np.maximum.reduceat(by_sentence, self._first))

    def _dense(self, text: str) -> dict[tuple[str, Language], FloatArray]:
        """Cosine of every chunk (best of a paragraph) and sentence; the lowest where unreturned."""
        found = self.index.nearest(self.index.embeddings.embed_query(text))
        floor = min((score for _, score in found), default=0.0)
        row = np.full(self._dense_size, floor)
        # The last one written stays: the best of several units in one place.
        found.reverse()
        row[[self._dense_at[unit_id] for unit_id, _ in found]] = [score for _, score in found]
        return {name: row[part] for name, part in self._dense_parts.items()}

    def passages(self, ranking: Ranking, k: int) -> tuple[Passage, ...]:
        """The k best paragraphs, with what each leg gave them.

        Args:
            ranking: From `rank`.
            k: How many.
        """
        of_leg = {
            leg: [n for n in ranking.features if n.split("_")[0] == leg] for leg in self._legs
        }
        given = np.zeros((len(of_leg), len(ranking.paragraphs)))
        for row, names in enumerate(of_leg.values()):
            for name in names:
                given[row] += self._weights.get(name, 0.0) * ranking.features[name]
        places = np.argsort(np.argsort(-given, axis=1, kind="stable"), axis=1) + 1
        raw = np.stack(
            [ranking.raw[leg if leg in ranking.raw else n[0]] for leg, n in of_leg.items()]
        )
        best = ranking.order[:k]
        # Rounded all at once and by passage, which is quicker than one number at a time.
        by_passage = zip(
            ranking.scores[best].round(4).tolist(),
            raw[:, best].round(4).T.tolist(),
            places[:, best].T.tolist(),
            given[:, best].round(4).T.tolist(),
            strict=True,
        )
        return tuple(
            Passage(
                paragraph=ranking.paragraphs[i],
                score=score,
                rank=rank,
                legs=tuple(
                    LegScore(name=leg, score=of_its_own, rank=place, contribution=contribution)
                    for leg, of_its_own, place, contribution in zip(
                        of_leg, own, rank_of, parts, strict=True
                    )
                ),
            )
            for rank, (i, (score, own, rank_of, parts)) in enumerate(
                zip(best, by_passage, strict=True), 1
            )
        )
