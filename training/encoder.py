"""Fine-tune the encoder of the second look: models/natoqa-read-ja-en.

    python -m training.encoder --base e5-small-q4.bin --output models/natoqa-read-ja-en

A pretrained encoder (training.encoder_base) learns which sentence of the paper answers a question,
if any does: one class for each sentence, and one for "none of them". It learns from the same
questions as training.sentence_classifier, in five epochs: the first has the questions that stand
by themselves and the sentences in both languages, the others follow-ups too, each read together
with what was said before it. calibration.questions*.jsonl are only measured on. No eval question
takes part.

About 90 minutes on two CPU cores that multiply in bfloat16.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import save_file
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from torch.nn.functional import normalize
from tqdm import tqdm  # type: ignore[import-untyped]
from transformers import BertModel

from natoqa.corpus import load_paper
from natoqa.encoder import BLOCK
from natoqa.paper import Paper
from natoqa.second_look import SecondLook, load_second_look, read_as
from natoqa.sentence_classifier import fingerprint
from training.data import rows
from training.encoder_base import read_base
from training.export import quantise
from training.sentence_classifier import asked_for_training

SEED = 0
EPOCHS, BATCH = 5, 48
RATE, CLASS_RATE, WARM_UP = 2e-4, 4e-3, 200
DECAY = 0.01
# The classes begin near the sentences' own vectors.
SHARPNESS = 4.0
# Questions asked without having read the paper, and messages of chats held so, count double.
UNREAD = 2.0
# Messages of such chats, of which there are few, come twice an epoch.
HELD = 2
POSITIONS = 160
Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Item:
    """A question as token ids, and what answers it.

    Attributes:
        ids: What is read.
        right: Positions of the sentences that answer it; the number of sentences if none does.
        weight: How much it counts.
    """

    ids: tuple[int, ...]
    right: tuple[int, ...]
    weight: float


class Classifier(torch.nn.Module):
    """The encoder, the mean of its vectors, and a linear layer.

    Args:
        encoder: Pretrained.
        classes: How many there are.
    """

    def __init__(self, encoder: BertModel, classes: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.classes = torch.nn.Linear(encoder.config.hidden_size, classes)

    def vectors(self, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        """The vectors of n texts, shape (n, d)."""
        longest = max(map(len, texts))
        ids = torch.tensor([[*text, *[1] * (longest - len(text))] for text in texts])
        seen = torch.tensor([[i < len(text) for i in range(longest)] for text in texts]).float()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            hidden = self.encoder(ids, attention_mask=seen).last_hidden_state
        total = (hidden.float() * seen[:, :, None]).sum(1)
        mean: torch.Tensor = total / seen.sum(1, keepdim=True)
        return mean

    def forward(self, texts: Sequence[Sequence[int]]) -> torch.Tensor:
        """Log-odds of the classes, shape (n, classes)."""
        odds: torch.Tensor = self.classes(self.vectors(texts))
        return odds

    @torch.no_grad()
    def begin_at(self, sentences: Sequence[tuple[Sequence[int], Sequence[int]]]) -> None:
        """Let each class begin near its sentence, given in both languages."""
        self.eval()
        both = [
            normalize(torch.cat([self.vectors([text]) for text in texts]))
            for texts in zip(*sentences, strict=True)
        ]
        start = normalize(both[0] + both[1])
        self.classes.weight.zero_()
        self.classes.bias.zero_()
        self.classes.weight[: len(start)] = (start - start.mean(0)) * SHARPNESS


class Items:
    """What is learned from.

    Args:
        paper: Whose sentences answer.
        tokenizer: Of the encoder.
    """

    def __init__(self, paper: Paper, tokenizer: Tokenizer) -> None:
        sentences = [s for p in paper.body for s in p.sentences]
        none = (len(sentences),)

        def ids(asked: str, spoken: str = "") -> tuple[int, ...]:
            return tuple(read_as(tokenizer, asked, spoken))

        self.sentences = [(ids(s.text), ids(s.translation)) for s in sentences]
        self.alone = [
            Item(text, (i,), 1.0) for i, texts in enumerate(self.sentences) for text in texts
        ]
        groups = defaultdict(list)
        for one in asked_for_training(Path(__file__).parent, paper):
            weight = UNREAD if one.weight > 1.0 else 1.0
            item = Item(ids(one.own, one.spoken), one.right or none, weight)
            if one.leans:
                groups[one.own, one.right].append(item)
            else:
                self.alone.append(item)
        self.leaning = list(groups.values())

    def epoch(self, number: int, rng: np.random.Generator) -> list[list[Item]]:
        """Batches of items of about the same length, in random order."""
        items = list(self.alone)
        for group in self.leaning if number else []:
            # A chat is in the files with several answers before the same message.
            live = [item for item in group if item.weight > 1.0]
            for _ in range(HELD if live else 1):
                some = live or group
                items.append(some[int(rng.integers(len(some)))])
        order = rng.permutation(len(items))
        batches = []
        for start in range(0, len(order), 40 * BATCH):
            near = sorted(order[start : start + 40 * BATCH], key=lambda i: len(items[i].ids))
            cut = [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
            batches += [[items[i] for i in some] for some in cut]
        return [batches[i] for i in rng.permutation(len(batches))]


def train(model: Classifier, items: Items) -> None:
    """Maximise the probability of the right classes."""
    rng = np.random.default_rng(SEED)
    groups = [
        {"params": list(model.encoder.parameters()), "lr": RATE},
        {"params": list(model.classes.parameters()), "lr": CLASS_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    model.train()
    step = 0
    for number in range(EPOCHS):
        batches = items.epoch(number, rng)
        progress = tqdm(batches, desc=f"epoch {number + 1} of {EPOCHS}", mininterval=5)
        for done, batch in enumerate(progress):
            left = 1.0 - (number + done / len(batches)) / EPOCHS
            for group, rate in zip(optimiser.param_groups, (RATE, CLASS_RATE), strict=True):
                group["lr"] = rate * left * min(1.0, (step + 1) / WARM_UP)
            odds = model([item.ids for item in batch])
            wrong = torch.full_like(odds, -1e9)
            for i, item in enumerate(batch):
                wrong[i, list(item.right)] = 0.0
            missed = torch.logsumexp(odds, 1) - torch.logsumexp(odds + wrong, 1)
            loss = (missed * torch.tensor([item.weight for item in batch])).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
            progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    model.eval()


def pack(table: Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float16]]:
    """Token vectors in 4 bits a number, as natoqa.encoder.unpacked reads them.

    Args:
        table: Shape (v, d).

    Returns:
        Two numbers a byte, shape (v, d / 2), and the scale of each block, shape (v, d / 32).
    """
    blocks = table.reshape(len(table), -1, BLOCK)
    furthest = np.abs(blocks).argmax(axis=2)[:, :, None]
    steps = (np.take_along_axis(blocks, furthest, axis=2) / -8.0).astype(np.float16)
    steps[steps == 0] = 1e-7
    numbers = np.clip(np.rint(blocks / steps.astype(np.float32)), -8, 7) + 8.0
    halves = numbers.astype(np.uint8).reshape(len(table), -1)
    low, high = halves[:, 0::2], halves[:, 1::2]
    return (low + 16 * high).astype(np.uint8), steps[:, :, 0]


def write(model: Classifier, paper: Paper, folder: Path) -> None:
    """Write model.safetensors."""
    state = {
        name: value.detach().numpy().astype(np.float32)
        for name, value in model.encoder.state_dict().items()
    }
    tensors: dict[str, npt.NDArray[np.generic]] = {}

    def keep(name: str, values: Array) -> None:
        tensors[name] = np.ascontiguousarray(values.astype(np.float16))

    def keep_matrix(name: str, weight: Array, bias: Array) -> None:
        tensors[name], scales = quantise(weight)
        keep(f"{name}.scales", scales)
        keep(f"{name}.bias", bias)

    tensors["tokens"], tensors["tokens.scales"] = pack(state["embeddings.word_embeddings.weight"])
    positions = state["embeddings.position_embeddings.weight"][:POSITIONS]
    keep("positions", positions + state["embeddings.token_type_embeddings.weight"][0])
    keep("norm.gain", state["embeddings.LayerNorm.weight"])
    keep("norm.shift", state["embeddings.LayerNorm.bias"])
    layers = model.encoder.config.num_hidden_layers
    tensors["layers"] = np.array([layers], dtype=np.int32)
    for i in range(layers):
        at = f"encoder.layer.{i}."
        three = [f"{at}attention.self.{name}" for name in ("query", "key", "value")]
        keep_matrix(
            f"{i}.attend",
            np.concatenate([state[f"{name}.weight"] for name in three]),
            np.concatenate([state[f"{name}.bias"] for name in three]),
        )
        for name, part in (
            ("attended", "attention.output.dense"),
            ("widen", "intermediate.dense"),
            ("narrowed", "output.dense"),
        ):
            keep_matrix(f"{i}.{name}", state[f"{at}{part}.weight"], state[f"{at}{part}.bias"])
        for name, part in (("attended", "attention.output"), ("narrowed", "output")):
            keep(f"{i}.{name}.gain", state[f"{at}{part}.LayerNorm.weight"])
            keep(f"{i}.{name}.shift", state[f"{at}{part}.LayerNorm.bias"])
    keep("classes.weight", model.classes.weight.detach().numpy())
    keep("classes.bias", model.classes.bias.detach().numpy())
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / "model.safetensors", metadata={"paper": fingerprint(paper)})


def report(look: SecondLook, paper: Paper) -> None:
    """Print how well questions are answered that were not learned from."""
    sentences = [s.id for p in paper.body for s in p.sentences]
    hits, none, truth = [], [], []
    paths = sorted(Path(__file__).parent.glob("calibration.questions*.jsonl"))
    for row in (row for path in paths for row in rows(path)):
        right = {*row["sentences"], *row["also"]}
        chances = look.chances(row["question"])
        none.append(chances.none)
        truth.append(not right)
        if right:
            hits.append(sentences[int(chances.sentences.argmax())] in right)
    print(
        f"right sentence first {np.mean(hits):.3f} of {len(hits)}; "
        f"AUC of none {roc_auc_score(truth, none):.3f} of {len(truth)}"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, help="e5-small-q4.bin; to measure alone if missing")
    parser.add_argument("--output", type=Path, required=True, help="has tokenizer.json")
    options = parser.parse_args()
    paper = load_paper()
    if options.base is not None:
        torch.manual_seed(SEED)
        tokenizer = Tokenizer.from_file(str(options.output / "tokenizer.json"))
        items = Items(paper, tokenizer)
        model = Classifier(read_base(options.base, tokenizer), len(items.sentences) + 1)
        model.begin_at(items.sentences)
        train(model, items)
        write(model, paper, options.output)
    report(load_second_look(paper, options.output), paper)


if __name__ == "__main__":
    main()
