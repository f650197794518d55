"""Learn what a message wants: models/intents.safetensors.

    python -m training.intents --questions evals/questions --output models/intents.safetensors

A multinomial logistic regression (natoqa.intent) on the phrases of intents.tsv, written for this,
and on all written training questions, which want something that the paper says. The dev half of the
eval questions is measured: how many of those about the body would be taken for something else.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from natoqa.corpus import load_paper
from natoqa.embeddings import bundled_model
from natoqa.intent import INTENTS, Intent, features_of, load_intents, wanted
from training.chats import messages
from training.data import gold, rows

SEED = 350
C = 10.0
# How much the vector counts beside the words.
VECTOR = 1.0
# Words and pairs that fewer phrases have are left out.
LEAST = 6
# How much a written question about the body counts beside a phrase: there are six times as many.
BODY = 0.5
# A phrase of an intent with so many counts 1; the fewer there are, the more each, by the root.
USUAL = 300


@dataclass(frozen=True)
class Phrase:
    """A message and what it wants."""

    text: str
    intent: Intent


def phrases(path: Path) -> list[Phrase]:
    """Read INTENT TAB text rows.

    Args:
        path: UTF-8.

    Raises:
        ValueError: A row has no known intent.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        intent, _, text = line.partition("\t")
        if intent not in INTENTS or not text.strip():
            raise ValueError(f"{path}:{number}: {line!r} is no intent and text")
        found.append(Phrase(text.strip(), intent))
    return found


def is_body(row: dict[str, Any]) -> bool:
    """Whether a written question wants something that the paper's body could say."""
    return "p00" not in gold(row) and row["kind"] not in {"overview", "smalltalk"}


def table(texts: Sequence[str], places: dict[int, int]) -> csr_matrix:
    """The features of n messages, shape (n, words + dimensions)."""
    model = bundled_model()
    data: list[float] = []
    row_of: list[int] = []
    column: list[int] = []
    vectors = []
    for i, text in enumerate(texts):
        words, vector = features_of(text, model)
        vectors.append(vector)
        for word in words:
            if word in places:
                data.append(1.0 / np.sqrt(len(words)))
                row_of.append(i)
                column.append(places[word])
    words_part = csr_matrix((data, (row_of, column)), shape=(len(texts), len(places)))
    return hstack([words_part, csr_matrix(VECTOR * np.stack(vectors))]).tocsr()


def fit(
    found: Sequence[Phrase], asked: int
) -> tuple[dict[int, int], LogisticRegression, npt.NDArray[Any]]:
    """Fit.

    Args:
        found: Phrases, then written questions.
        asked: Where the questions begin.

    Returns:
        The words used, the regression and cross-validated chances.
    """
    model = bundled_model()
    counts = Counter(word for p in found for word in features_of(p.text, model)[0])
    places = {word: i for i, word in enumerate(sorted(w for w, n in counts.items() if n >= LEAST))}
    features = table([p.text for p in found], places)
    truth = np.array([INTENTS.index(p.intent) for p in found])
    many = np.bincount(truth, minlength=len(INTENTS))
    weight = np.sqrt(USUAL / np.maximum(many, 1))[truth]
    weight[truth == INTENTS.index("body")] = 1.0
    weight[asked:] = BODY
    regression = LogisticRegression(C=C, max_iter=500)
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
    chance = cross_val_predict(
        regression,
        features,
        truth,
        cv=folds,
        method="predict_proba",
        params={"sample_weight": weight},
    )
    regression.fit(features, truth, sample_weight=weight)
    return places, regression, chance


def report(found: Sequence[Phrase], chance: npt.NDArray[Any]) -> None:
    """Print what is recognised in cross-validation."""
    order = [INTENTS.index(p.intent) for p in found]
    got = chance.argmax(axis=1)
    for intent in INTENTS:
        own = np.array([p.intent == intent for p in found])
        right = (got[own] == INTENTS.index(intent)).mean()
        print(f"  {intent:12} {right:.3f} of {own.sum()}")
    body = INTENTS.index("body")
    mistaken = (np.array(order) == body) & (chance[:, body] <= 0.5)
    print(f"questions about the body taken for something else: {mistaken.sum()}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    here = Path(__file__).parent
    files = [*sorted(here.glob("questions.*.jsonl")), here / "answerability.jsonl"]
    written = [row for path in files for row in rows(path)]
    for path in sorted(here.glob("chats*.jsonl")):
        written += messages(path, load_paper())
    asked = dict.fromkeys(row["question"] for row in written if is_body(row))
    told = phrases(here / "intents.tsv")
    found = [*told, *(Phrase(text, "body") for text in asked)]
    places, regression, chance = fit(found, len(told))
    report(found, chance)
    weights = regression.coef_.T.astype(np.float32)
    words, vector = weights[: len(places)], VECTOR * weights[len(places) :]
    save_file(
        {
            "ids": np.array(list(places), dtype=np.int64),
            "words": words.astype(np.float16),
            "vector": vector.astype(np.float16),
            "bias": regression.intercept_.astype(np.float32),
        },
        options.output,
        metadata={"intents": json.dumps([INTENTS[i] for i in regression.classes_])},
    )
    # Written for its owner alone, and read by all.
    options.output.chmod(0o644)
    wanted.cache_clear()
    load_intents.cache_clear()
    dev = [
        row
        for path in sorted(options.questions.glob("*.jsonl"))
        for row in rows(path)
        if row["split"] == "dev" and is_body(row)
    ]
    for row in dev:
        intent = wanted(row["question"])[0]
        if intent != "body":
            print(f"eval dev, {row['kind']}: {intent}: {row['question']}")
    print(f"of {len(dev)} eval questions (dev) about the body")


if __name__ == "__main__":
    main()
