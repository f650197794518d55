"""Learn which sentence answers a question: models/sentence_classifier.safetensors.

    python -m training.sentence_classifier --output models/sentence_classifier.safetensors

A multinomial logistic regression (natoqa.sentence_classifier) on questions.*.jsonl,
answerability.jsonl and chats*.jsonl, written for this, on the paper's own sentences in both
languages and their restatements, and on the names of its things, which the sentences that name
them answer. No eval question takes part.

What else is learned (training.reader, training.abstention) must not see what it says of the
questions that it was fitted on, of which it is too sure. So for each training question there is a
classifier that has not seen it (`Unseen`): the files are cut into blocks, since one block after
another was written by the same hand, and each is left out once (stacking; Wolpert 1992, "Stacked
generalization").
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch.nn.functional import embedding_bag

from natoqa.assistant import Assistant
from natoqa.conversation import check_history
from natoqa.corpus import load_paper, load_paraphrases
from natoqa.dialogue import Standalone, complete
from natoqa.embeddings import bundled_model
from natoqa.glossary import Entry, Glossary, load_glossary
from natoqa.paper import Paper
from natoqa.sentence_classifier import (
    SPOKEN,
    Leaning,
    SentenceClassifier,
    save_sentence_classifier,
)
from natoqa.settings import Settings, load_settings
from natoqa.wording import wording
from training.chats import messages
from training.data import rows

BLOCKS = 8
# How strongly weights are kept near the sentences' own vectors, where they begin.
L2 = 0.01
SHARPNESS = 10.0
# A token or pair counts if so many different questions have it.
LEAST = 3
# How much more a question counts that was asked without having read the paper, and a message of a
# chat that was held so: there are fewer of them, and most people ask so.
UNREAD, HELD = 4.0, 12.0
_UNANSWERED = frozenset({"off-topic", "near-topic", "trap", "unanswerable"})


@dataclass(frozen=True)
class Asked:
    """A question and what answers it.

    Attributes:
        question: As it was asked.
        completed: As it stands by itself.
        own: Its own words.
        spoken: What was said before it, if it leans on that.
        right: Positions of the sentences that answer it; none if the paper does not.
        block: Which block it was written in.
        leans: It leans on the turns before it.
        weight: How much it counts.
    """

    question: str
    completed: str
    own: str
    spoken: str
    right: tuple[int, ...]
    block: int
    leans: bool
    weight: float


def understood(row: Mapping[str, Any], glossary: Glossary) -> Standalone:
    """A written question, completed if it is said to lean on the turns before it."""
    asked = complete(row["question"], check_history(row.get("history")), glossary)
    leans = row.get("leans", row["kind"] == "followup" or asked.completed)
    return asked.otherwise() if leans != asked.completed and asked.other else asked


def asked_for_training(folder: Path, paper: Paper) -> list[Asked]:
    """All written questions about the body, each file in blocks.

    Args:
        folder: With the files.
        paper: Whose sentences answer.
    """
    glossary = load_glossary(paper.slug)
    sentences = [s for p in paper.body for s in p.sentences]
    places = {s.id: i for i, s in enumerate(sentences)}
    within = {p.id: tuple(places[s.id] for s in p.sentences) for p in paper.body}
    chats = sorted(folder.glob("chats*.jsonl"))
    paths = [*sorted(folder.glob("questions.*.jsonl")), folder / "answerability.jsonl", *chats]
    found = []
    block_of: dict[str, int] = {}
    for path in paths:
        weight = 1.0
        if ".unread" in path.name:
            weight = HELD if path in chats else UNREAD
        file = list(messages(path, paper) if path in chats else rows(path))
        for number, row in enumerate(file):
            ids = [*row.get("sentences", []), *row.get("also", [])]
            right = tuple(sorted({places[i] for i in ids if i in places}))
            if not right:
                right = tuple(i for g in row.get("gold", []) for i in within.get(g, ()))
            # What the front matter answers is not searched for.
            if not right and row["kind"] not in _UNANSWERED:
                continue
            question = row["question"]
            block = block_of.setdefault(question, number * BLOCKS // len(file))
            asked = understood(row, glossary)
            own = asked.own if asked.completed else asked.text
            spoken = asked.spoken if asked.completed else ""
            found.append(
                Asked(question, asked.text, own, spoken, right, block, asked.completed, weight)
            )
    return found


def named_in(paper: Paper) -> dict[str, tuple[int, ...]]:
    """The names of the paper's things, with the positions of the sentences that name them.

    Args:
        paper: Whose things they are.
    """
    glossary = load_glossary(paper.slug)
    naming: dict[Entry, list[int]] = {}
    sentences = [s for p in paper.body for s in p.sentences]
    for i, sentence in enumerate(sentences):
        for entry in {m.entry for m in glossary.find(f"{sentence.text} {sentence.translation}")}:
            naming.setdefault(entry, []).append(i)
    # What every second sentence names tells none from another.
    return {
        name: tuple(places)
        for entry, places in naming.items()
        if len(places) < len(sentences) / 2
        for name in entry.surfaces
    }


class Learner:
    """Fits classifiers on some of the questions.

    Args:
        asked: All of them, n.
        paper: Whose sentences answer.
    """

    def __init__(self, asked: Sequence[Asked], paper: Paper) -> None:
        self.asked = asked
        sentences = [s for p in paper.body for s in p.sentences]
        self._count = len(sentences)
        model = bundled_model()
        ja = model.encode([s.text for s in sentences])
        en = model.encode([s.translation for s in sentences])
        d = ja.shape[1]
        self._start = torch.zeros(3 * d, self._count + 1)
        start = np.tile((ja + en).T, (2, 1)) * (SHARPNESS / 2)
        self._start[: 2 * d, :-1] = torch.from_numpy(start)
        texts = dict.fromkeys(t for a in asked for t in (a.completed, a.own, a.spoken) if t)
        vectors = dict(zip(texts, model.encode(list(texts)), strict=True))
        vectors[""] = nothing = np.zeros(d, dtype=np.float32)
        questions = [
            np.concatenate([vectors[a.completed], vectors[a.own], SPOKEN * vectors[a.spoken]])
            for a in asked
        ]
        restated = [said for row in load_paraphrases(paper) for said in row]
        named = named_in(paper)
        # A sentence is the answer to what it says itself, in its own words and others.
        saying = [
            *(s.text for s in sentences),
            *(s.translation for s in sentences),
            *(said.ja for said in restated),
            *(said.en for said in restated),
        ]
        examples = [*saying, *named]
        own = [np.concatenate([v, v, nothing]) for v in model.encode(examples)]
        self._inputs = torch.from_numpy(np.stack([*questions, *own])).float()
        self._say([*(one.own for one in asked), *examples])
        rights = [list(one.right) if one.right else [self._count] for one in asked]
        rights += [[i % self._count] for i in range(len(saying))]
        rights += [list(places) for places in named.values()]
        self._wrong = torch.full((len(self._inputs), self._count + 1), -1e9)
        for i, right in enumerate(rights):
            self._wrong[i, right] = 0.0
        weights = [one.weight for one in asked] + [1.0] * len(examples)
        self._weight = torch.tensor(weights) * (len(weights) / sum(weights))

    def _say(self, texts: Sequence[str]) -> None:
        """Note the wording of each input, and which tokens and pairs count."""
        model = bundled_model()
        of_text = {text: wording(text, model)[0] for text in dict.fromkeys(texts)}
        counts = Counter(word for text in {one.own for one in self.asked} for word in of_text[text])
        self._ids = sorted(word for word, count in counts.items() if count >= LEAST)
        places = {word: row for row, word in enumerate(self._ids)}
        self._said = [
            torch.tensor([places[word] for word in of_text[text] if word in places])
            for text in texts
        ]
        self._share = [1.0 / np.sqrt(max(len(of_text[text]), 1)) for text in texts]

    def fit(self, without: int | None = None) -> SentenceClassifier:
        """Maximise the probability of the right sentences.

        Args:
            without: A block to leave out, or None to learn from all.
        """
        seen = [i for i, one in enumerate(self.asked) if one.block != without]
        seen += range(len(self.asked), len(self._inputs))
        inputs, wrong, weight = self._inputs[seen], self._wrong[seen], self._weight[seen]
        said = [self._said[i] for i in seen]
        lengths = torch.tensor([len(words) for words in said])
        bags = torch.cat(said).long(), torch.cumsum(lengths, 0) - lengths
        share = torch.repeat_interleave(torch.tensor([self._share[i] for i in seen]), lengths)
        change = torch.zeros_like(self._start, requires_grad=True)
        words = torch.zeros((len(self._ids), self._count + 1), requires_grad=True)
        bias = torch.zeros(self._count + 1, requires_grad=True)
        fitted = [change, words, bias]
        optimiser = torch.optim.LBFGS(fitted, max_iter=60, line_search_fn="strong_wolfe")

        def loss() -> torch.Tensor:
            optimiser.zero_grad()
            odds = inputs @ (self._start + change) + bias
            odds = odds + embedding_bag(
                bags[0], words, bags[1], per_sample_weights=share.float(), mode="sum"
            )
            missed = torch.logsumexp(odds, 1) - torch.logsumexp(odds + wrong, 1)
            total = (weight * missed).mean()
            size = (change**2).sum() + (words**2).sum() + 0.1 * (bias**2).sum()
            total = total + L2 / len(inputs) * size
            total.backward()  # type: ignore[no-untyped-call]
            return total

        optimiser.step(loss)  # type: ignore[no-untyped-call]
        weights = (self._start + change).detach().numpy()
        table = words.detach().numpy()
        scales = np.maximum(np.abs(table).max(axis=1), 1e-9) / 127.0
        return SentenceClassifier(
            weights,
            bias.detach().numpy(),
            np.array(self._ids, dtype=np.int64),
            np.round(table / scales[:, None]).astype(np.int8),
            scales.astype(np.float32),
        )

    @cached_property
    def whole(self) -> SentenceClassifier:
        """The classifier that has seen all."""
        return self.fit()

    @cached_property
    def left_out(self) -> tuple[SentenceClassifier, ...]:
        """For each block a classifier that has not seen it."""
        return tuple(self.fit(block) for block in range(BLOCKS))


def written_learner() -> Learner:
    """One that knows the questions in this folder."""
    paper = load_paper()
    return Learner(asked_for_training(Path(__file__).parent, paper), paper)


class _Taught(Assistant):
    """An assistant with a classifier of its own."""

    def __init__(self, settings: Settings | None, classifier: SentenceClassifier) -> None:
        # The encoder of the second look has seen all training questions.
        first_only = (settings or load_settings()).model_copy(update={"second_look": False})
        super().__init__(first_only)
        self._taught = classifier

    @property
    def _classifier(self) -> SentenceClassifier:
        return self._taught


class Unseen:
    """For each training question an assistant whose classifier has not seen it.

    Args:
        learner: Knows the questions.
        settings: Of the assistants.
    """

    def __init__(self, learner: Learner, settings: Settings | None = None) -> None:
        self._block_of = {one.question: one.block for one in learner.asked}
        self._assistants = [_Taught(settings, one) for one in learner.left_out]
        self._whole = _Taught(settings, learner.whole)

    def assistant(self, question: str | None = None) -> Assistant:
        """The assistant for a question; one that learned from all for any other."""
        block = self._block_of.get(question) if question is not None else None
        return self._whole if block is None else self._assistants[block]


def report(learner: Learner) -> None:
    """Print how well left-out questions are answered by the classifier alone."""
    model = bundled_model()
    for leans in (False, True):
        hits, none, truth = [], [], []
        for one in learner.asked:
            if one.leans != leans:
                continue
            completed, own, spoken = model.encode([one.completed, one.own, one.spoken])
            said = wording(one.own, model)[0]
            leaning = Leaning(own, spoken) if leans else None
            chances = learner.left_out[one.block].chances(completed, said, leaning)
            none.append(chances.none)
            truth.append(not one.right)
            if one.right:
                hits.append(int(chances.sentences.argmax()) in one.right)
        print(
            f"{'follow-ups' if leans else 'by themselves'}: right sentence first "
            f"{np.mean(hits):.3f} of {len(hits)}; AUC of none {roc_auc_score(truth, none):.3f}"
        )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--measure", action="store_true", help="measure on left-out blocks too")
    options = parser.parse_args()
    learner = written_learner()
    save_sentence_classifier(learner.whole, load_paper(), options.output)
    if options.measure:
        report(learner)


if __name__ == "__main__":
    main()
