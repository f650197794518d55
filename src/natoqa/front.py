"""Questions about the paper itself: author, date, series, length, rights, how to cite it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from natoqa.intent import Intent
from natoqa.messages import load_messages
from natoqa.paper import Paper
from natoqa.text import normalise
from natoqa.units import Language

# The line of p00 that proves each.
_PROOF: Mapping[Intent, str] = {
    "author": "p00s05",
    "affiliation": "p00s05",
    "date": "p00s02",
    "completed": "p00s06",
    "series": "p00s01",
    "title": "p00s03",
    "length": "p00s03",
    "cite": "p00s03",
    "sections": "p00s03",
    "tongue": "p00s03",
    "official": "p00s05",
    "access": "p00s01",
    "rights": "p00s05",
}


@dataclass(frozen=True)
class FrontAnswer:
    """An answer from the front matter: the sentence, and the line of p00 that proves it."""

    text: str
    sentence: str


def front_answer(intent: Intent, language: Language, paper: Paper) -> FrontAnswer:
    """Answer a question about the paper itself.

    Args:
        intent: What is asked for.
        language: Of the answer.
        paper: The paper.
    """
    return FrontAnswer(_text(f"front_{intent}", paper, language), _PROOF[intent])


def not_said_of_itself(language: Language, paper: Paper) -> str:
    """Say that the paper does not say something of itself, and what it does.

    Args:
        language: Of the answer.
        paper: The paper.
    """
    return _text("unsaid", paper, language)


def _date(iso: str, language: Language) -> str:
    day = date.fromisoformat(iso)
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def _text(name: str, paper: Paper, language: Language) -> str:
    ja = language == "ja"
    titles = [s.title if ja else s.title_en for s in paper.sections]
    return load_messages(language).get(
        name,
        marker=paper.front.marker,
        author=paper.author if ja else paper.author_en,
        affiliation=paper.affiliation if ja else paper.affiliation_en,
        institute=paper.institute if ja else paper.institute_en,
        date=_date(paper.date, language),
        completed=_date(paper.completed, language),
        series=paper.series if ja else paper.series_en,
        number=paper.number,
        title=paper.title if ja else paper.title_en,
        subtitle=paper.subtitle if ja else paper.subtitle_en,
        pages=paper.pages,
        paragraphs=len(paper.body),
        url=paper.url,
        citation=paper.citation if ja else paper.citation_en,
        count=len(paper.sections),
        sections="、".join(f"「{t}」" for t in titles) if ja else "; ".join(titles),
    )


# What speaks of a text as such.
_NAMES_PAPER = re.compile(
    r"論文|論考|論説|本稿|この(?:文書|文章|資料|記事|レポート|コメンタリー|ペーパー)|コメンタリー|ペーパー|レポート|著者|筆者|"
    r"執筆者|書き手|作者|田中|副題|題名|原稿|\b(?:paper|article|commentary|publication|essay|author|"
    r"writer|tanaka|sub-?title|manuscript)|"
    # "What does it study?" does not speak of the study.
    r"\b(?:the|this|that|a|your|his|her|whole|full) "
    r"(?:document|report|study|piece|text|analysis|thing)\b"
)


def names_the_paper(question: str) -> bool:
    """Whether a question speaks of the paper or its author."""
    return bool(_NAMES_PAPER.search(normalise(question)))
