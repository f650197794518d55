"""The tokenizer: script-aware pre-tokenisation, a unigram vocabulary, and frequent whole words."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"

# One run of one script is one word: kanji, hiragana, katakana, digits; the rest (Latin and other
# alphabets) is what stands between blanks.
_SCRIPT_RUN = r"[\p{Han}々〆]+|\p{Hiragana}+|[\p{Katakana}ー]+|\p{N}+"
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_LONGEST_PIECE = 16
# Slurs that old book titles in the training text bring in are spelt, not stored whole.
_LEFT_OUT = re.compile(r"nigg[ae]r")


def build_tokenizer() -> Tokenizer:
    """Make a tokenizer with an empty vocabulary: NFKC, lower case, no punctuation, script runs."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"(?<=\p{N}),(?=\p{N})"), ""),
            normalizers.Replace(Regex(r"[^\p{L}\p{M}\p{N}%$€£]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(_SCRIPT_RUN), behavior="isolated"),
        ]
    )
    return tokenizer


def train_tokenizer(texts: Sequence[str], pieces: int, words: int) -> Tokenizer:
    """Train the vocabulary.

    Args:
        texts: What to train on.
        pieces: Size of the unigram vocabulary (Kudo 2018), which can spell anything.
        words: How many frequent whole words to add that unigram would cut up: it favours pieces
            that save the most text and so cuts acronyms (NATO) and names.
    """
    tokenizer = build_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=pieces,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        show_progress=True,
        max_piece_length=_LONGEST_PIECE,
    )
    tokenizer.train_from_iterator(texts, trainer)
    counts: Counter[str] = Counter()
    for text in texts:
        normalised = tokenizer.normalizer.normalize_str(text)
        counts.update(word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(normalised))
    known, total = tokenizer.get_vocab(), counts.total()
    added = [
        [word, math.log(count / total)]
        for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if word not in known
        and len(word) > 1
        and not _HIRAGANA.match(word)
        and not _LEFT_OUT.search(word)
    ]
    content = json.loads(tokenizer.to_str())
    pieces_made = content["model"]["vocab"]
    for i, (piece, score) in enumerate(pieces_made):
        if _LEFT_OUT.search(piece):
            pieces_made[i] = [f"[unused{i}]", score]
    content["model"]["vocab"] += added[:words]
    return Tokenizer.from_str(json.dumps(content))
