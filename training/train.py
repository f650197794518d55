"""Train the bundled embedding model.

    python -m training.train --data FOLDER --output models/natoqa-embed-ja-en

sentence-transformers' own trainer would tokenise every text again in every epoch, has no token
dropout, and cannot train the late interaction of the same vectors; this loop does, in a few
lines. What it writes is a plain sentence-transformers StaticEmbedding.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from tqdm import tqdm  # type: ignore[import-untyped]

from natoqa.static_model import StaticModel
from training.adam import RowAdam
from training.adapt import Adaptation, paper_sources, with_share
from training.card import write_card
from training.export import write_model
from training.losses import dense_scores, in_batch_loss, late_scores
from training.pseudo import split_words
from training.sources import Pairs, Source, load_sources, training_texts
from training.texts import IntArray, TokenisedTexts, distinct_tokens
from training.vocabulary import train_tokenizer

FloatTable = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out, beside the data.

    Attributes:
        seed: For every random draw.
        pieces: Unigram pieces in the vocabulary.
        words: Whole words added to them.
        dimensions: Length of a vector.
        steps: Training steps; the learning rate falls linearly to zero over them.
        late_batch: How many pairs of a batch the late-interaction loss takes.
        late_weight: Weight of that loss beside the dense one.
        rate: Highest learning rate (Adam).
        warm_up: Steps until it is reached.
        spread: Standard deviation of the first vectors.
        split_rate: Share of long words broken in two in the second version of a source.
        split_share: Share of batches that see that version.
        late_tokens: Most distinct tokens on each side there.
    """

    seed: int = 1
    pieces: int = 26_000
    words: int = 11_000
    dimensions: int = 620
    steps: int = 5_000
    late_batch: int = 128
    late_weight: float = 0.5
    rate: float = 0.01
    warm_up: int = 50
    spread: float = 0.05
    split_rate: float = 0.5
    split_share: float = 0.4
    late_tokens: tuple[int, int] = (60, 160)


@dataclass(frozen=True, eq=False)
class TokenisedSource:
    """A source ready to draw batches from: one or two versions of each side."""

    source: Source
    usable: IntArray
    left: tuple[TokenisedTexts, ...]
    right: tuple[TokenisedTexts, ...]


def tokenise(
    source: Source, tokenizer: Tokenizer, rng: random.Random, rate: float
) -> TokenisedSource:
    """Tokenise a source, and once more with long words broken in two if it asks for that."""
    versions: list[Pairs] = [source.pairs]
    if source.resplit:
        split = [(split_words(a, rng, rate), split_words(b, rng, rate)) for a, b in source.pairs]
        versions.append(split)
    left = tuple(TokenisedTexts.of([a for a, _ in pairs], tokenizer) for pairs in versions)
    right = tuple(TokenisedTexts.of([b for _, b in pairs], tokenizer) for pairs in versions)
    filled = np.all([texts.lengths > 0 for texts in (*left, *right)], axis=0)
    return TokenisedSource(source, np.flatnonzero(filled), left, right)


def train_step(
    optimizer: RowAdam,
    drawn: TokenisedSource,
    recipe: Recipe,
    rate: float,
    rng: np.random.Generator,
) -> float:
    """Draw a batch from a source, train on it, and give its loss."""
    source = drawn.source
    rows = drawn.usable[rng.integers(0, len(drawn.usable), source.batch)]
    left, right = (
        side[1] if len(side) > 1 and rng.random() < recipe.split_share else side[0]
        for side in (drawn.left, drawn.right)
    )
    same = _shared(drawn.left[0].groups[rows]) | _shared(drawn.right[0].groups[rows])
    bags = left.bags(rows, rng, source.drop[0]), right.bags(rows, rng, source.drop[1])
    # Only the rows in the batch take part; ids become places among them.
    used = np.zeros(len(optimizer.table), dtype=np.bool_)
    used[bags[0][0]] = used[bags[1][0]] = True
    types = torch.from_numpy(np.flatnonzero(used))
    place = np.cumsum(used) - 1
    table = optimizer.table[types].requires_grad_()
    dense = dense_scores(
        table, *((torch.from_numpy(place[ids]), torch.from_numpy(at)) for ids, at in bags)
    )
    loss = in_batch_loss(dense * source.scale, same)
    if source.late and recipe.late_weight > 0:
        some = recipe.late_batch
        tokens = [
            distinct_tokens(place[ids], at[: some + 1], rng, limit)
            for (ids, at), limit in zip(bags, recipe.late_tokens, strict=True)
        ]
        late = late_scores(table, tokens[0], tokens[1]) * source.scale
        loss = loss + recipe.late_weight * in_batch_loss(late, same[:some, :some], backward=0.5)
    loss.backward()  # type: ignore[no-untyped-call]
    assert table.grad is not None
    optimizer.step(types, table.grad, rate)
    return loss.item()


def _shared(groups: IntArray) -> torch.Tensor:
    """Which pairs of rows have equal texts, shape (b, b)."""
    numbers = torch.from_numpy(groups)
    return numbers[:, None] == numbers[None, :]


def fit(
    sources: list[TokenisedSource], table: torch.Tensor, recipe: Recipe
) -> tuple[FloatTable, dict[str, float]]:
    """Train a table, in place.

    Args:
        sources: What to draw batches from.
        table: Where to begin, shape (tokens, d).
        recipe: Its seed, steps, rates and losses.

    Returns:
        The table, shape (tokens, d), row 0 (unknown) zero; and each source's mean loss over its
        last steps.
    """
    rng = np.random.default_rng(recipe.seed)
    optimizer = RowAdam(table)
    shares = np.array([s.source.share for s in sources])
    order = rng.choice(len(sources), recipe.steps, p=shares / shares.sum())
    losses: dict[str, list[float]] = defaultdict(list)
    progress = tqdm(order.tolist(), desc="training", mininterval=5)
    for step, number in enumerate(progress):
        left = 1.0 - step / recipe.steps
        rate = recipe.rate * min(left, (step + 1) / recipe.warm_up)
        loss = train_step(optimizer, sources[number], recipe, rate, rng)
        losses[sources[number].source.name].append(loss)
        progress.set_postfix(loss=f"{loss:.3f}", refresh=False)
    result: FloatTable = table.numpy()
    result[0] = 0.0
    return result, {name: float(np.mean(values[-20:])) for name, values in sorted(losses.items())}


def train(
    sources: Sequence[Source], ready: list[TokenisedSource], tokenizer: Tokenizer, recipe: Recipe
) -> tuple[FloatTable, dict[str, object]]:
    """Train the general model.

    Returns:
        The table, and what the report says of it.
    """
    begin = time.perf_counter()
    torch.manual_seed(recipe.seed)
    start = torch.randn(tokenizer.get_vocab_size(), recipe.dimensions) * recipe.spread
    table, losses = fit(ready, start, recipe)
    return table, {
        "recipe": asdict(recipe),
        "pairs": {s.source.name: len(s.usable) for s in ready},
        "shares": {s.name: s.share for s in sources},
        "scales": {s.name: s.scale for s in sources},
        "last_losses": losses,
        "fit_seconds": round(time.perf_counter() - begin),
    }


def adapt(
    model: StaticModel, general: list[TokenisedSource], recipe: Recipe, adaptation: Adaptation
) -> tuple[FloatTable, dict[str, object]]:
    """Go on training a model on the paper's own pairs and a replay of the general ones.

    Returns:
        The table, and what the report says of it.
    """
    begin = time.perf_counter()
    rng = random.Random(recipe.seed)
    own = [tokenise(s, model.tokenizer, rng, recipe.split_rate) for s in paper_sources()]
    shares = [
        *with_share([s.source for s in general], 1.0 - adaptation.share),
        *with_share([s.source for s in own], adaptation.share),
    ]
    ready = [
        replace(tokenised, source=source)
        for tokenised, source in zip([*general, *own], shares, strict=True)
    ]
    table = torch.from_numpy(model.table.astype(np.float32) * model.scales[:, None])
    short = replace(
        recipe, steps=adaptation.steps, rate=adaptation.rate, warm_up=adaptation.warm_up
    )
    adapted, losses = fit(ready, table, short)
    return adapted, {
        **asdict(adaptation),
        "pairs": {s.source.name: len(s.usable) for s in own},
        "last_losses": losses,
        "fit_seconds": round(time.perf_counter() - begin),
    }


def main() -> None:
    """Read the arguments, train, adapt, and write the model folder with its report."""
    parser = argparse.ArgumentParser(description="Train the bundled embedding model.")
    parser.add_argument("--data", type=Path, required=True, help="folder of public training data")
    parser.add_argument("--output", type=Path, required=True, help="model folder to write")
    parser.add_argument("--steps", type=int, default=Recipe.steps, help="training steps")
    parser.add_argument("--threads", type=int, default=2, help="CPU cores to use")
    parser.add_argument(
        "--adapt-only", action="store_true", help="adapt the general model that is in the folder"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    recipe, adaptation = Recipe(steps=arguments.steps), Adaptation()
    folder: Path = arguments.output

    begin = time.perf_counter()
    sources = load_sources(arguments.data, recipe.seed)
    tokenizer = (
        StaticModel.load(folder).tokenizer
        if arguments.adapt_only
        else train_tokenizer(training_texts(sources), recipe.pieces, recipe.words)
    )
    rng = random.Random(recipe.seed)
    ready = [
        tokenise(source, tokenizer, rng, recipe.split_rate)
        for source in tqdm(sources, desc="tokenising")
    ]
    path = folder / "training.json"
    if arguments.adapt_only:
        report = json.loads(path.read_text(encoding="utf-8"))
    else:
        table, report = train(sources, ready, tokenizer, recipe)
        write_model(folder, tokenizer, table)
    # From the rounded table, so that `--adapt-only` gives the same.
    adapted, report["adaptation"] = adapt(StaticModel.load(folder), ready, recipe, adaptation)
    write_model(folder, tokenizer, adapted)
    card = {
        **asdict(recipe),
        "tokens": len(adapted),
        "adaptation_steps": adaptation.steps,
        "adaptation_replay": f"{1.0 - adaptation.share:.0%}",
    }
    write_card(folder, card)
    if not arguments.adapt_only:
        report["seconds"] = round(time.perf_counter() - begin)
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
