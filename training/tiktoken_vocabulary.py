"""Make the token-counting vocabulary in tiktoken's format from the public data folder.

    python -m training.tiktoken_vocabulary --data FOLDER --output models/natoqa-16k.tiktoken

Byte-pair encoding over bytes (Sennrich et al. 2016; bytes as in GPT-2), 16,384 tokens, trained on
the Japanese and English text of Tanaka, python-docs and JaQuAD train.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from natoqa.tokens import PATTERN

SIZE = 16_384


def lines(data: Path) -> Iterator[str]:
    """The training text, a line at a time."""
    for name in ("tanaka.train.tsv.gz", "python-docs.tsv.gz"):
        with gzip.open(data / name, "rt", encoding="utf-8") as file:
            for row in file:
                yield from row.rstrip("\n").split("\t")
    seen = set()
    with gzip.open(data / "jaquad.train.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in file:
            context = json.loads(row)["context"]
            if context not in seen:
                seen.add(context)
                yield context


def train(data: Path) -> dict[bytes, int]:
    """Learn the merges and return token bytes by rank."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        special_tokens=[],
    )
    tokenizer.train_from_iterator(lines(data), trainer)
    byte_of = _byte_of()
    ranks: dict[bytes, int] = {}
    for token, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]):
        ranks.setdefault(bytes(byte_of[ch] for ch in token), len(ranks))
    return ranks


def _byte_of() -> dict[str, int]:
    """The byte that each of GPT-2's printable stand-in characters means."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    result = {chr(b): b for b in printable}
    extra = 256
    for b in range(256):
        if b not in printable:
            result[chr(extra)] = b
            extra += 1
    return result


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    ranks = train(options.data)
    rows = (f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in ranks.items())
    options.output.write_text("".join(rows), "ascii")
    print(f"{len(ranks)} tokens written to {options.output}")


if __name__ == "__main__":
    main()
