"""The sources of training pairs, and which articles are held out for tuning."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from training.data import (
    DictionaryEntry,
    Question,
    read_dictionary,
    read_documentation,
    read_pairs,
    read_questions,
    split_sentences,
)
from training.pseudo import Lexicon, build_lexicon, pseudo_translations

Pairs = list[tuple[str, str]]

_REPEATED = frozenset({"question-sentence", "sentence-rest", "pseudo-question"})
_VERSIONS = 2
_HELD_OUT_ONE_IN = 20
_TITLE_RATE = 0.3
_SHORTEST_SENTENCE = 10
# Across languages a pair shares no words and its cosine stays lower than within one: a lower scale
# keeps the loss from giving up on it. Both were chosen by the ablations in training/README.md.
SCALE_ACROSS, _SCALE_WITHIN = 12.0, 24.0


@dataclass(frozen=True)
class Source:
    """One kind of training pair.

    Attributes:
        name: What the report calls it.
        pairs: Texts that belong together.
        share: Share of the training steps that draw from it.
        drop: Share of tokens dropped on the left and on the right.
        resplit: Whether words are also seen broken in two (names are rare and must be spelled).
        late: Whether the late-interaction loss is trained on it too.
        batch: Pairs in a batch; fewer where the texts are long.
        scale: What cosines are multiplied with in the loss: the higher, the less it minds
            negatives that are far away.
    """

    name: str
    pairs: Pairs
    share: float
    drop: tuple[float, float]
    resplit: bool = False
    late: bool = False
    batch: int = 2048
    scale: float = 20.0


def is_held_out(title: str) -> bool:
    """Whether a JaQuAD article is kept out of training, to tune the fusion weights on."""
    return crc32(title.encode()) % _HELD_OUT_ONE_IN == 0


def held_out_questions(folder: Path) -> list[Question]:
    """Read the questions on the held-out articles of JaQuAD train."""
    rows = read_questions(folder / "jaquad.train.jsonl.gz")
    return [row for row in rows if is_held_out(row.title)]


def load_sources(folder: Path, seed: int) -> list[Source]:
    """Read the data folder and make every source's pairs.

    Args:
        folder: Holds the files that training/data.py names.
        seed: Draws glosses, inflections and titles.
    """
    rng = random.Random(seed)
    entries = read_dictionary(folder / "edict.tsv.gz")
    lexicon = build_lexicon(entries)
    rows = read_questions(folder / "jaquad.train.jsonl.gz")
    questions = [row for row in rows if not is_held_out(row.title)]
    contexts = list(dict.fromkeys(row.context for row in questions))
    translated = _translated_sentences(contexts, lexicon, rng)
    asked = [(row.question, row.context) for row in questions]
    questioned = _translated_questions(asked, lexicon, rng)
    tanaka = read_pairs(folder / "tanaka.train.tsv.gz")
    documentation = read_documentation(folder / "python-docs.tsv.gz")
    across, within = SCALE_ACROSS, _SCALE_WITHIN
    return [
        Source("tanaka", tanaka, 0.14, (0.1, 0.1), True, True, scale=across),
        Source("python-docs", documentation, 0.07, (0.1, 0.1), scale=across),
        Source("edict", _glosses(entries), 0.27, (0.0, 0.1), True, scale=across),
        Source("question-context", asked, 0.16, (0.1, 0.3), late=True, batch=1024, scale=within),
        Source("question-sentence", _answers(questions, rng), 0.07, (0.1, 0.1), late=True),
        Source(
            "sentence-rest", _rests(contexts), 0.06, (0.1, 0.3), late=True, batch=1024, scale=within
        ),
        Source("pseudo-sentence", translated, 0.15, (0.1, 0.1), True, True, scale=across),
        Source("pseudo-question", questioned, 0.07, (0.1, 0.3), late=True, batch=1024),
    ]


def training_texts(sources: Sequence[Source]) -> list[str]:
    """Give the distinct texts for the vocabulary.

    Sources that only cut up or repeat the texts of others are left out, lest those count twice.
    """
    return list(
        dict.fromkeys(
            text
            for source in sources
            if source.name not in _REPEATED
            for pair in source.pairs[:: _VERSIONS if source.name == "pseudo-sentence" else 1]
            for text in pair
        )
    )


def _glosses(entries: Sequence[DictionaryEntry]) -> Pairs:
    """Pair headwords with each gloss and with all, and readings with the first."""
    pairs = [(e.headword, gloss) for e in entries for gloss in e.glosses]
    pairs += [(e.reading, e.glosses[0]) for e in entries if e.reading]
    return pairs + [(e.headword, " ".join(e.glosses)) for e in entries]


def _answers(questions: Sequence[Question], rng: random.Random) -> Pairs:
    """Pair questions with the sentence that holds the answer, some with the title before it."""
    pairs = []
    for row in questions:
        at = 0
        for sentence in split_sentences(row.context):
            at = row.context.find(sentence, at) + len(sentence)
            if row.answer_start < at:
                titled = rng.random() < _TITLE_RATE
                pairs.append((row.question, f"{row.title} {sentence}" if titled else sentence))
                break
    return pairs


def _rests(contexts: Sequence[str]) -> Pairs:
    """Pair sentences with the rest of their context (inverse cloze task, Lee et al. 2019)."""
    pairs = []
    for context in contexts:
        sentences = split_sentences(context)
        for i, sentence in enumerate(sentences):
            if len(sentences) > 1 and len(sentence) > _SHORTEST_SENTENCE:
                pairs.append((sentence, " ".join(sentences[:i] + sentences[i + 1 :])))
    return pairs


def _translated_sentences(contexts: Sequence[str], lexicon: Lexicon, rng: random.Random) -> Pairs:
    """Pair Japanese sentences with pseudo-translations, several of each."""
    return [
        (sentence, english)
        for context in contexts
        for sentence in split_sentences(context)
        for english in pseudo_translations(sentence, lexicon, rng, _VERSIONS)
    ]


def _translated_questions(asked: Pairs, lexicon: Lexicon, rng: random.Random) -> Pairs:
    """Pair pseudo-translated questions with the Japanese context."""
    return [
        (english, context)
        for question, context in asked
        for english in pseudo_translations(question, lexicon, rng, _VERSIONS)
    ]
