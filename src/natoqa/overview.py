"""The project's own summary of the paper, by section or whole."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from natoqa.errors import NatoqaError
from natoqa.glossary import Glossary
from natoqa.resources import corpus_folder
from natoqa.text import has_japanese, normalise
from natoqa.units import Language
from natoqa.words import content_words


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
    r"要するに|言いたい|"
    r"summar\w*|overviews?|main (points?|arguments?|ideas?|findings?|message|takeaways?)|"
    r"key (points?|takeaways?|findings?|messages?)|takeaways?|in a nutshell|\bgist\b|"
    r"tl;?dr|"
    r"what (is|does) (the|this) (paper|article|commentary|text)( is)?( all)? (about|say|argue)"
    # "What does the paper say about X" asks for a part only where X is its subject.
    r"(?= (?:about )?(?:the )?(?:deterrence(?: and defen[cs]e)?|(?:support for )?ukraine|"
    r"partnerships?)\W*$|\W*$)|what's (the|this) (paper|article|commentary)( all)? about|"
    r"outline|boil .* down|readers? (to )?(take away|remember)"
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

# What else a question may say that asks for a summary. One more word, and it asks about a thing
# that the paper speaks of: "NSATUの要点は？".
_WORDS = re.compile(
    r"おわりに|はじめに|結論|序論|導入|結び|締めくくり|抑止|防衛|ウクライナ|支援|対する|パートナーシップ|"
    r"ワシントン|nato|首脳(?:会合|会議)|サミット|成果|課題|内容|文(?:書|章)|資料|レポート|部分?|節|章|"
    r"セクション|著者|筆者|田中|主張|書|読|述|主|中心|重要|一番|最も|一言|短|手短|簡潔|簡単|全部|全て|大体|"
    r"大まか|日本語|英語|[0-9一二三四五六七八九十]+(?:行|文|点|つ|字|文字)?|以内|程度|ポイント|まとめ|教|知|"
    r"欲|説明|言|何|今回|最後|最終|結局|点|的|出|導|達|示|"
    r"(?<![a-z])(?:washington|summit|ukraine|support|for|deterrence|defen[cs]e|partnerships?|"
    r"introduct[a-z]+|sections?|parts?|chapters?|short|brief|briefly|quick|quickly|main|key|points?|"
    r"arguments?|ideas?|findings?|messages?|takeaways?|conclu[a-z]+|final|closing|last|bottom|lines?|"
    r"words?|sentences?|bullets?|few|couple|all|executive|readers?|one|two|three|four|five|simple|"
    r"plain|english|japanese|give|want|need|like|can|get|reach[a-z]*|draw[a-z]*|come|made?|makes?|"
    r"overall|entire|here|just|let|know|nutshell|gist|outline|tanaka|mr|achievements?|challenges?|"
    r"argu[a-z]+|ends?|cover|covers|covered)(?![a-z])"
)
_ABOUT = re.compile(r"について|に関|\b(?:about|on|of|regarding)\b")


def _asks_for_nothing_else(text: str, language: Language, glossary: Glossary) -> bool:
    about = _WHOLE.sub(" ", _CONCLUSION.sub(" ", _SUMMARY.sub(" ", text)))
    left = content_words(_WORDS.sub(" ", about), language, glossary)
    # Of the paper or a part by name it may be asked in any words that name nothing else.
    if _WHOLE.search(text) and not _ABOUT.search(about):
        return all(word.entry is None for word in left)
    return not left


def asked_part(question: str, glossary: Glossary) -> str | None:
    """Which part's summary a question asks for, or None when it asks for none.

    Args:
        question: In Japanese or English.
        glossary: Names of the paper's things.

    Returns:
        "whole", "s1" to "s5", "conclusion", or None.
    """
    text = normalise(question)
    words = len(re.findall(r"[a-z0-9']+", text)) + len(re.findall(r"[ぁ-ゖァ-ヺー一-龯]", text)) / 2
    if words > 24 or not (_CONCLUSION.search(text) or _SUMMARY.search(text)):
        return None
    if not _asks_for_nothing_else(text, "ja" if has_japanese(text) else "en", glossary):
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
