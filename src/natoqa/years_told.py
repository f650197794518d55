"""Whether an answer tells of another year than the one that is asked about.

"How many members met the 2% target in 2019?" has every word of sentences on 2014 and 2024.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from natoqa.paper import Paragraph, Sentence

_YEAR = re.compile(r"(?<![\d,.])(?P<year>(?:19|20)\d\d)(?![\d,])")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)年?\s*(?:to|[-–—~～〜]|から)\s*((?:19|20)\d\d)(?!\d)")
# What makes a year an end of a time, a decade or the date of something else.
_AFTER = re.compile(
    r"年?(?:以降|以後|以来|から|まで|以前|より|の?(?:直?前|直?後|あと)|[頃ごろ]{1,2}(?:から|まで)|代|度?末)|"
    r"[-–—~～〜]|s\b"
)
_BEFORE = re.compile(
    r"(?:since|after|before|until|till|by|from|between|to|and|or|through|than|with|versus|vs\.?|early|"
    r"mid|late|[-–—~～〜])[ -]*(?:the )?(?:(?:start|beginning|end|summer) of )?$|から$",
    re.IGNORECASE,
)


def asks_of(question: str) -> frozenset[int]:
    """The years that a question asks about, as "in 2019" and 「2019年の」 do."""
    text = unicodedata.normalize("NFKC", question)
    return frozenset(
        int(found["year"])
        for found in _YEAR.finditer(text)
        if not _AFTER.match(text, found.end()) and not _BEFORE.search(text[: found.start()])
    )


def tells_of(text: str) -> frozenset[int]:
    """The years that a text names, those between two of them too where it spans them."""
    years = {int(found["year"]) for found in _YEAR.finditer(text)}
    for first, last in _SPAN.findall(text):
        years.update(range(int(first), int(last) + 1))
    return frozenset(years)


def of_another_year(
    question: str, answer: Iterable[tuple[Paragraph, Sentence]], *, written: int
) -> bool:
    """Whether all that an answer tells is of other years.

    Args:
        question: As asked.
        answer: Its sentences, each with its paragraph.
        written: The year that the paper was written in, of which everything in it tells.

    Returns:
        False too where no year is asked about or told of.
    """
    asked = asks_of(question)
    if not asked or written in asked:
        return False
    told = [_told(paragraph, sentence) for paragraph, sentence in answer]
    return all(told) and not any(asked & years for years in told)


def _told(paragraph: Paragraph, sentence: Sentence) -> frozenset[int]:
    """The years of a sentence, and of its paragraph up to it, which may say when it is."""
    said = paragraph.sentences[: paragraph.sentences.index(sentence) + 1]
    named = (antecedent.text for antecedent in sentence.antecedents)
    return tells_of(" ".join([*(f"{one.text} {one.translation}" for one in said), *named]))
