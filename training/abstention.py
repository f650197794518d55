"""Fit when to say that the paper does not answer: the "answerable" part of models/weights.json.

    python -m training.abstention --questions evals/questions --output models/weights.json

Logistic regression over natoqa.abstention.evidence. Examples: training/answerability.jsonl and
questions.*.jsonl (written for this) and the dev half of the eval questions; those that the paper
does not answer also after another question, where they are taken for follow-ups. The threshold is
the highest at which at most 2.5% of the dev and training questions that the paper answers are
refused (4% of follow-ups), each scored by a model that did not see it (10-fold cross-validation).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from natoqa.assistant import Assistant
from natoqa.conversation import check_history
from natoqa.steps import Request
from natoqa.weights import Weights

SEED = 350
# Questions that were not seen are refused about half as often again as in cross-validation.
# Follow-ups have few words of their own: with as few refused, hardly any would be refused rightly.
MOST_REFUSED = 0.025
MOST_FOLLOW_UPS_REFUSED = 0.04
C = 0.3


@dataclass(frozen=True)
class Example:
    """A question's evidence, and whether the paper answers it."""

    source: str
    language: str
    kind: str
    question: str
    signs: dict[str, float]
    answered: bool
    after_turns: bool


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def examples(assistant: Assistant, source: str, items: Iterable[dict[str, Any]]) -> list[Example]:
    """Questions that reach retrieval, with their evidence."""
    pipeline = assistant._pipeline
    found = []
    for row in items:
        request = Request(row["question"], check_history(row.get("history")))
        completed = pipeline.complete(request)
        if pipeline.direct(completed) is not None:
            continue
        retrieved = pipeline.retrieve(completed)
        kind = row.get("subkind") or row["kind"]
        found.append(
            Example(
                source,
                completed.language,
                kind,
                row["question"],
                dict(retrieved.signs),
                answered(row),
                bool(row.get("history")),
            )
        )
    return found


def answered(row: dict[str, Any]) -> bool:
    """Whether the paper answers the question of a row."""
    return row["kind"] not in {"unanswerable", "off-topic", "near-topic", "trap"}


def after_another(
    assistant: Assistant, source: str, items: Sequence[dict[str, Any]]
) -> list[Example]:
    """The unanswerable questions that are taken for follow-ups after an answerable one."""
    rng = random.Random(SEED)
    before = [row for row in items if answered(row) and not row.get("history")]
    followers = []
    for row in items:
        if not answered(row) and not row.get("history"):
            first = rng.choice(before)["question"]
            history = [
                {"role": "user", "content": first},
                {"role": "assistant", "content": assistant.ask(first).text},
            ]
            followers.append({**row, "history": history})
    return [e for e in examples(assistant, source, followers) if e.signs["follow_up"]]


def log_odds(chance: float) -> float:
    """The logarithm of the odds of a probability."""
    return float(np.log(chance / (1.0 - chance)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--errors", action="store_true", help="list what is decided wrongly")
    options = parser.parse_args()
    assistant = Assistant()
    here = Path(__file__).parent
    own = list(rows(here / "answerability.jsonl"))
    written = examples(assistant, "written", own) + after_another(assistant, "after", own)
    for path in sorted(here.glob("questions.*.jsonl")):
        written += examples(assistant, "reader", rows(path))
    dev = [
        e
        for path in sorted(options.questions.glob("*.jsonl"))
        for e in examples(assistant, "dev", (r for r in rows(path) if r["split"] == "dev"))
    ]
    everything = [*written, *dev]
    names = [n for n in everything[0].signs if n != "bias"]
    table = np.array([[e.signs[n] for n in names] for e in everything])
    truth = np.array([e.answered for e in everything])
    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=C, class_weight="balanced", max_iter=2000)
    )
    folds = StratifiedKFold(10, shuffle=True, random_state=SEED)
    chance = cross_val_predict(model, table, truth, cv=folds, method="predict_proba")[:, 1]
    follow_up = np.array([e.signs["follow_up"] > 0.0 for e in everything])
    alone = np.array([not e.after_turns for e in everything])
    threshold = float(np.quantile(chance[truth & alone], MOST_REFUSED))
    # One threshold for all: the odds of follow-ups are moved to where theirs would be.
    lowest = float(np.quantile(chance[truth & follow_up], MOST_FOLLOW_UPS_REFUSED))
    moved = log_odds(threshold) - log_odds(lowest)
    odds = np.log(chance / (1.0 - chance)) + moved * follow_up
    chance = 1.0 / (1.0 + np.exp(-odds))
    print(f"cross-validated AUC {roc_auc_score(truth, chance):.3f}, threshold {threshold:.3f}")
    source = np.array([e.source for e in everything])
    for name, chosen in (
        ("written", source == "written"),
        ("after", source == "after"),
        ("reader", source == "reader"),
        ("dev", source == "dev"),
    ):
        for language in ("ja", "en"):
            mask = chosen & np.array([e.language == language for e in everything])
            refused = chance < threshold
            no, yes = mask & ~truth, mask & truth
            parts = [
                f"{word} refused {refused[those].mean():.3f} of {those.sum()}"
                for word, those in (("unanswerable", no), ("answerable", yes))
                if those.any()
            ]
            print(f"{name:8} {language}: {', '.join(parts)}")
    if options.errors:
        for e, p in sorted(zip(everything, chance, strict=True), key=lambda pair: pair[1]):
            if e.answered != (p >= threshold):
                print(f"{p:.2f} {e.source} {e.kind} {e.question}")
    model.fit(table, truth)
    scaler, regression = model[0], model[1]
    slopes = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (slopes * scaler.mean_).sum())
    fitted = {"bias": round(bias, 3)} | {
        n: round(float(w), 3) for n, w in zip(names, slopes, strict=True)
    }
    fitted["follow_up"] = round(fitted["follow_up"] + moved, 3)
    old = Weights.model_validate_json(options.output.read_bytes())
    new = old.model_copy(update={"answerable": fitted, "threshold": round(threshold, 3)})
    options.output.write_text(new.model_dump_json(indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
