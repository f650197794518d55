"""What a figure stands for and what happened in a month: 「700人とは何の人数？」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.quantities import Quantity, quantities, same
from natoqa.text import has_japanese

Told = tuple[Paragraph, Sentence]

# What is left of a question that asks for nothing but a figure, without the figure.
_FIGURE = (
    re.compile(
        r"[「『]?N(?:以上|以下|程度|ほど|弱|強)?[」』]?(?:の|という)?"
        r"(?:人|国|個|ユーロ|数字?|値|割合|額)?(?:という(?:の|数字|数|額|割合)?)?(?:とは|は|って)、?"
        r"(?:(?:いったい|一体)?何(?:の(?:人数|数字?|割合|金額|額|年数|期間|話|こと|ため))?|"
        r"どういう(?:意味|数字?|こと|額)|どんな(?:数字?|意味))"
        r"(?:のこと)?(?:を(?:指|示|意味|表)[^、。?]{0,8})?(?:です|でしょう|なの?です|なん?です)?か?[?。]*"
    ),
    re.compile(
        r"what (?:does|do|is|are|was|were) (?:the |that |this )?"
        r"(?:(?:figure|number|amount|sum|total|share)(?: of)? )?['“‘]?"
        r"(?:some |about |around )?N['”’]?"
        r"(?: (?:people|personnel|troops|soldiers|countries|brigades|figure|number|euros))?"
        r"(?: (?:refers?|stands?|mean|represent|relate|apply)(?: (?:to|for))?| for| about)?\W*",
        re.IGNORECASE,
    ),
)
# How such a question begins: reading all the quantities of every question takes long.
_BEGINS = (
    re.compile(r"[「『]?[\d一二三四五六七八九十百千万約]"),
    re.compile(r"what (?:does|do|is|are|was|were)\b.*\d", re.IGNORECASE),
)
_HAPPENED = (
    re.compile(
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月に?(?:は)?、?何が(?:あっ|あり|起き|起こ|行われ|発表|決ま|開かれ|"
        r"始ま|できた|設立)[^、。?]{0,8}[?。]*"
    ),
    re.compile(
        r"what (?:happened|took place|was (?:announced|held|set up|created|decided)|started|began|"
        r"occurred) (?:back )?in (?P<month>[a-z]+)(?: of)?,? (?P<year>\d{4})\W*",
        re.IGNORECASE,
    ),
)
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
# A figure that stands in more sentences than this is of several things.
_MOST = 3


class Figures:
    """Finds the sentences that state a figure or a month.

    Args:
        paper: The paper.
    """

    def __init__(self, paper: Paper) -> None:
        self._sentences = [(p, s) for p in paper.body for s in p.sentences]

    @cached_property
    def _stated(self) -> list[tuple[Told, list[Quantity]]]:
        return [
            ((p, s), [*quantities(s.text, "ja"), *quantities(s.translation, "en")])
            for p, s in self._sentences
        ]

    def asked(self, question: str) -> Sequence[Told]:
        """The sentences that state the figure or month of which a question asks what it is.

        Args:
            question: In either language.

        Returns:
            Nothing where it asks for more than that, or the paper has no such figure.
        """
        text = unicodedata.normalize("NFKC", question).strip().replace('"', "'")
        found = self._of_month(text) or self._of_figure(text)
        return found if len(found) <= _MOST else ()

    def _of_month(self, text: str) -> list[Told]:
        found = _HAPPENED[not has_japanese(text)].fullmatch(text)
        if found is None:
            return []
        month = found["month"].lower()
        if month in _MONTHS:
            month = str(_MONTHS.index(month) + 1)
        name = re.compile(rf"(?<!\d){found['year']}年の?{month}月")
        return [one for one in self._sentences if name.search(one[1].text)]

    def _of_figure(self, text: str) -> list[Told]:
        japanese = has_japanese(text)
        if not _BEGINS[not japanese].match(text):
            return []
        stated = [
            q for q in quantities(text, "ja" if japanese else "en") if not q.unit.startswith("date")
        ]
        if len(stated) != 1:
            return []
        (asked,) = stated
        rest = f"{text[: asked.start]}N{text[asked.end :]}"
        if not _FIGURE[not japanese].fullmatch(rest):
            return []
        return [one for one, said in self._stated if any(_is(q, asked) for q in said)]


def _is(stated: Quantity, asked: Quantity) -> bool:
    """Whether a figure is the one that is asked about, which may be said without its unit."""
    if asked.unit:
        return same(stated, asked)
    return stated.value == asked.value and not stated.unit.startswith(("date", "ordinal"))
