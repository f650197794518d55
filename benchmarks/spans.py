"""Whether the words marked as the answer hold it, on public data.

    python -m benchmarks.spans --data FOLDER

JaQuAD dev: the sentence that holds the answer is given, and the words that natoqa would mark in it
are held against the gold answer. They are right when one holds the other. (The same figure for
the project's own questions is in `natoqa eval`: "marked words hold the answer".)
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from natoqa.embeddings import bundled_model
from natoqa.glossary import Glossary
from natoqa.question import read_question
from natoqa.source import sentence_spans
from natoqa.spans import SpanFinder
from natoqa.text import normalise
from training.data import Question, read_questions


def holding(row: Question) -> str | None:
    """The sentence of a context that holds the whole answer."""
    for start, end in sentence_spans(row.context):
        if start <= row.answer_start and row.answer_start + len(row.answer) <= end:
            return row.context[start:end]
    return None


def main() -> None:
    """Print how many are marked, and how many of the marks are right, by type of question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of public data")
    options = parser.parse_args()
    model = bundled_model()
    finder = SpanFinder(model, None)
    asked: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in read_questions(options.data / "jaquad.dev.jsonl.gz"):
        sentence = holding(row)
        if sentence is None:
            continue
        question = read_question(row.question, "ja", Glossary(()))
        span = finder.find(sentence, question, model.token_vectors(row.question))
        for name in (question.expects, "all"):
            asked[name] += 1
            if span is not None:
                words = normalise(sentence[span.start : span.end])
                gold = normalise(row.answer)
                marked[name] += 1
                right[name] += words in gold or gold in words
    for name in sorted(marked, key=lambda name: -marked[name]):
        share = right[name] / marked[name]
        print(f"{name:14} asked {asked[name]:5}  marked {marked[name]:5}  right {share:.3f}")


if __name__ == "__main__":
    main()
