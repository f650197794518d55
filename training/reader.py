"""Learn how retrieval fuses its legs and how reading ranks sentences: models/weights.json.

    python -m training.reader --data FOLDER --questions evals/questions --output models/weights.json

Two linear scores, each a conditional logit (softmax over the candidates of a question, maximising
the probability of the right ones): paragraphs first, then sentences, to whose score a small hidden
layer adds what features say together (training.layer). Examples are JaQuAD train,
every article a small collection of its own, and questions.*.jsonl, chats*.jsonl and the answerable
ones of answerability.jsonl, written for this. The eval questions and JaQuAD dev are never learned
from; the dev half is measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from natoqa.coverage import match_words
from natoqa.embeddings import bundled_model
from natoqa.glossary import Glossary
from natoqa.legs import Side, weigh_apart
from natoqa.question import read_question
from natoqa.ranking import Ranking, zscores
from natoqa.sentence_features import sentence_features
from natoqa.settings import Settings, load_settings
from natoqa.source import sentence_spans
from natoqa.weights import Layer, Weights, save_weights
from training.chats import messages
from training.data import rows
from training.layer import Example, fit_ranking
from training.sentence_classifier import Learner, Unseen, understood, written_learner

FloatArray = npt.NDArray[np.float64]
SEED = 350
TRAIN_QUESTIONS = 2000
# Share of each source in the loss: of questions by themselves, and of follow-ups, which were
# written in chats that were made up or held with natoqa.
SHARES = {"jaquad": 0.25, "written": 0.45, "unread": 0.3}
FOLLOW_UP_SHARES = {"written": 0.4, "unread": 0.6}
L2 = 0.02


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


def fit(
    groups: Sequence[tuple[float, Sequence[Example]]], names: Sequence[str], l2: float = L2
) -> dict[str, float]:
    """Weights that maximise the probability of the right candidates.

    Args:
        groups: (share of the loss, examples).
        names: Features to use.
        l2: How strongly weights are kept small.
    """
    torch.manual_seed(SEED)
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    tensors = [
        (
            share / len(examples),
            [
                (
                    torch.tensor(e.table(names)),
                    list(e.right),
                )
                for e in examples
            ],
        )
        for share, examples in groups
        if examples
    ]
    optimiser = torch.optim.LBFGS([weights], max_iter=80, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = l2 * (weights**2).sum()
        for share, examples in tensors:
            for matrix, right in examples:
                scores = matrix @ weights
                total = total + share * (
                    torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
                )
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return {n: round(float(w), 3) for n, w in zip(names, weights.detach(), strict=True)}


def paragraph_examples(cases: Sequence[Case]) -> list[Example]:
    """Paragraphs as candidates."""
    return [Example(c.ranking.question.language, c.ranking.features, c.paragraphs) for c in cases]


def sentence_examples(cases: Sequence[Case], weights: Mapping[str, float]) -> list[Example]:
    """Sentences as candidates, given the paragraph weights."""
    examples = []
    for case in cases:
        fused = sum(
            (weights.get(n, 0.0) * v for n, v in case.ranking.features.items()),
            np.zeros(len(case.ranking.scores)),
        )
        ranking = replace(case.ranking, scores=fused)
        features = sentence_features(ranking, match_words(ranking, case.glossary), case.glossary)
        examples.append(Example(ranking.question.language, features, case.sentences))
    return [e for e in examples if e.right]


def first_right(
    examples: Sequence[Example], weights: Mapping[str, float], k: int, layer: Layer | None = None
) -> float:
    """Share of examples with a right candidate among the k best."""
    hits = 0
    for e in examples:
        best = np.argsort(-e.score(weights, layer), kind="stable")[:k]
        hits += bool(set(best.tolist()) & set(e.right))
    return hits / max(len(examples), 1)


def report(
    name: str,
    examples: Sequence[Example],
    weights: Mapping[str, float],
    layer: Layer | None,
    untrained: Sequence[str],
) -> None:
    """Print recall at 1, 2 and 3 of the learned and of the plain sum of legs."""
    plain = dict.fromkeys(untrained, 1.0)
    for label, group in (("ja", "ja"), ("en", "en")):
        chosen = [e for e in examples if e.language == group]
        if chosen:
            row = " ".join(
                f"@{k} {first_right(chosen, weights, k, layer):.3f} (untrained "
                f"{first_right(chosen, plain, k):.3f})"
                for k in (1, 2, 3)
            )
            print(f"{name:28} {label} n={len(chosen):5} {row}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--measure", action="store_true", help="measure on JaQuAD dev too")
    options = parser.parse_args()
    learner = written_learner()
    project = Project(learner)
    here = Path(__file__).parent
    cases = {
        "jaquad": list(jaquad_cases(options.data / "jaquad.train.jsonl.gz", TRAIN_QUESTIONS)),
        "written": list(project.written(here)),
        "unread": list(project.unread(here)),
    }
    paragraph, sentence, follow_up = learn(cases)
    less = {"translation": False, "paraphrase": False}
    bare_project = Project(learner, load_settings().model_copy(update=less))
    bare = [*bare_project.written(here), *bare_project.unread(here)]
    untranslated = fit_paragraphs([(1.0, bare)])
    legs = ["dense", "bm25", "late"]
    dev = list(project.evals(options.questions, "dev"))
    report("paragraph, eval dev", paragraph_examples(dev), paragraph, None, legs)
    alone = sentence_examples(_alone(dev), paragraph)
    report("sentence, eval dev", alone, *sentence, legs)
    within = sentence_examples(_within(dev), paragraph)
    report("follow-up sentence, eval dev", within, *follow_up, legs)
    if options.measure:
        measured = list(jaquad_cases(options.data / "jaquad.dev.jsonl.gz", None))
        report("paragraph, JaQuAD dev", paragraph_examples(measured), paragraph, None, legs)
        ranked = sentence_examples(measured, paragraph)
        report("sentence, JaQuAD dev", ranked, *sentence, legs)
    old = Weights.model_validate_json(options.output.read_bytes())
    new = old.model_copy(
        update={
            "paragraph": paragraph,
            "untranslated": untranslated,
            "sentence": sentence[0],
            "sentence_layer": sentence[1],
            "sentence_follow_up": follow_up[0],
            "sentence_follow_up_layer": follow_up[1],
        }
    )
    save_weights(new, options.output)


def fit_paragraphs(cases: Sequence[tuple[float, Sequence[Case]]]) -> dict[str, float]:
    """Paragraph weights; cases with their share of the loss."""
    groups = [(share, paragraph_examples(some)) for share, some in cases]
    return fit(groups, _names(groups))


def learn(
    cases: Mapping[str, Sequence[Case]],
) -> tuple[dict[str, float], tuple[dict[str, float], Layer], tuple[dict[str, float], Layer]]:
    """Paragraph weights, and given them those of sentences with a layer: alone, and follow-ups'."""
    paragraph = fit_paragraphs([(SHARES[name], value) for name, value in cases.items()])
    alone = [
        (SHARES[name], sentence_examples(_alone(value), paragraph)) for name, value in cases.items()
    ]
    within = [
        (share, sentence_examples(_within(cases[name]), paragraph))
        for name, share in FOLLOW_UP_SHARES.items()
    ]
    return paragraph, _fit_sentences(alone), _fit_sentences(within)


def _fit_sentences(
    groups: Sequence[tuple[float, Sequence[Example]]],
) -> tuple[dict[str, float], Layer]:
    names = _names(groups)
    return fit_ranking(groups, names, fit(groups, names), SEED)


def _alone(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.ranking.focus is None]


def _within(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.ranking.focus is not None]


def _names(groups: Sequence[tuple[float, Sequence[Example]]]) -> list[str]:
    return sorted({name for _, examples in groups for e in examples for name in e.features})


if __name__ == "__main__":
    main()
