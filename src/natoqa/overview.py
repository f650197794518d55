"""The project's own summary of the paper, by section or whole."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from natoqa.errors import NatoqaError
from natoqa.resources import corpus_folder
from natoqa.text import normalise
from natoqa.units import Language


@dataclass(frozen=True)
class SummarySentence:
    """A sentence of the summary and the sentences of the paper it rests on."""

    ja: str
    en: str
    paragraphs: tuple[str, ...]
    evidence: tuple[str, ...]

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.ja if language == "ja" else self.en


@cache
def load_summary(slug: str) -> dict[str, tuple[SummarySentence, ...]]:
    """Read corpus/<slug>/summary.toml: sentences by part (whole, s1 to s5, conclusion).

    Raises:
        NatoqaError: The file is missing or damaged.
    """
    path = corpus_folder(slug) / "summary.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise NatoqaError(f"cannot read {path} ({error}): install natoqa again") from None
    return {
        part: tuple(
            SummarySentence(s["ja"], s["en"], tuple(s["paragraphs"]), tuple(s["evidence"]))
            for s in body["sentence"]
        )
        for part, body in table.items()
    }


_SUMMARY = re.compile(
    r"要約|まとめ|概要|要旨|あらまし|要点|論点|ポイントは|ざっくり|全体像|"
    r"(?<!について)(?<!については)(?<!に関して)(?<!に関しては)何が書(いて|かれ)|何について(の|書)|どんな(内容|論文)|どういう(内容|論文)|主(張|旨)|"
    r"summar|overview|main (points?|arguments?|ideas?|findings?|message|takeaways?)|"
    r"key (points?|takeaways?|findings?|messages?)|takeaways|in a nutshell|\bgist\b|"
    r"tl;?dr|what (is|does) (the|this) (paper|article|commentary|text)( is)? (about|say|argue)"
    # "What does the paper say about X" asks for a part only where X is its subject.
    r"(?= (?:about )?(?:the )?(?:deterrence(?: and defen[cs]e)?|(?:support for )?ukraine|"
    r"partnerships?)\W*$|\W*$)|what's (the|this) (paper|article|commentary) about|outline"
)
_CONCLUSION = re.compile(
    r"結論|結び|おわりに|締めくくり|conclu(de|sion)|bottom line|final (section|part)"
)
# A part is asked for only together with a word for part or paper, or with nothing else.
_WHOLE = re.compile(
    r"論文|本稿|全体|この(文書|文章|資料|コメンタリー|レポート)|コメンタリー|著者|"
    r"筆者|paper|article|commentary|document|author|whole|report|text"
)
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("s1", re.compile(r"はじめに|序論|導入|introduct")),
    ("s2", re.compile(r"抑止|deterrence")),
    (
        "s3",
        re.compile(
            r"ウクライナ支援|ウクライナへの支援|support for ukraine|ukraine (section|part)|ukraine"
        ),
    ),
    ("s4", re.compile(r"パートナーシップ|partnership")),
    ("s5", re.compile(r"おわりに|結論の節|final section|closing section|concluding section")),
)


def asked_part(question: str) -> str | None:
    """Which part's summary a question asks for, or None when it asks for none.

    Args:
        question: In Japanese or English.

    Returns:
        "whole", "s1" to "s5", "conclusion", or None.
    """
    text = normalise(question)
    words = len(re.findall(r"[a-z0-9']+", text)) + len(re.findall(r"[ぁ-ゖァ-ヺー一-龯]", text)) / 2
    if words > 24:
        return None
    if _CONCLUSION.search(text) and (_WHOLE.search(text) or words <= 9) and not _NAMED.search(text):
        return "conclusion"
    if not _SUMMARY.search(text):
        return None
    for part, pattern in _PARTS:
        if pattern.search(text):
            return part
    return "whole" if _WHOLE.search(text) or words <= 9 else None


# "The conclusion of an agreement" is no conclusion of the paper.
_NAMED = re.compile(r"協定|締結|agreement|treaty|pact|concluded")
