"""What a yes-or-no question claims: "Was SAGU set up in 2023?" claims a year.

The paper refutes it with a sentence that has another year, so no sentence has all that is asked.
Without the claim, the question finds that sentence. So it is with a place, with who leads something
and with who belongs to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from natoqa.dialogue import Standalone
from natoqa.glossary import Entry, Glossary
from natoqa.mentions import kinds_of
from natoqa.paper import Sentence
from natoqa.pointing import only_names
from natoqa.question import expected_type
from natoqa.ranking import Ranking
from natoqa.steps import Completed, Retrieved
from natoqa.text import has_japanese
from natoqa.things import all_of
from natoqa.units import Language

_CONFIRMS = re.compile(
    r"(?:です|ます|でした|ました|だ|だった|た|る)よね|(?:でした|だった|だ|です)っけ|本当(?:です|でしょう)?か|合って(?:い?ます|る)|"
    r"正しい(?:です)?か|(?:と書いて(?:ある|あります)|とある|なの|[るた]の|ある)[?。]*$|"
    r"(?:[るた]|ない)[?]+$|"
    r"^(?:is it (?:true|right|correct)|so|i (?:read|heard|thought)) |"
    r"\bis that (?:true|right|correct)\b",
    re.IGNORECASE,
)
_LOCATED = re.compile(r"所在|拠点|に設立|に置|\b(?:located|based|situated)\b")
# "So when was it set up in Wiesbaden?" asks for more than a nod.
_ASKS = re.compile(
    r"いつ|どこ|誰|だれ|何|なに|なぜ|どう|どの|どれ|いくら|いくつ|"
    r"^so\b.*\b(?:who|when|where|what|which|how|why)\b",
    re.IGNORECASE,
)
_NUMBER_OF_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEAR = (
    re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:に(?:は)?|の(?=\S))?"),
    re.compile(
        r" (?:in|during) (?:(?:early|mid|late)[ -])?(?:[a-z]+ )?(?:19|20)\d\d\b", re.IGNORECASE
    ),
)
_AT = (
    re.compile(r"(?:に(?:は)?|で(?:は)?|を拠点に)"),
    re.compile(r" (?:in|at) (?:the )?$", re.IGNORECASE),
)
_LED = (
    re.compile(r"(?:軍)?(?:の)?(?:主導|が率い|が指揮|が主導)"),
    re.compile(r"\bled by (?:the )?$", re.IGNORECASE),
)
_LEADS = re.compile(r"主導|率い|\bled\b", re.IGNORECASE)
# "Is Norway part of the IP4?" claims a member, 「ノルウェーはIP4の一員ですか」 too.
_BELONGS = (
    re.compile(
        r"(?:は|も|って)、?(?P<body>[^、。?]{2,20}?)(?:の(?:一員|一国|メンバー|中)|に(?:含ま|入|属))"
    ),
    re.compile(
        r" (?:also )?(?:part of|one of|a member of|among|included in|in) (?:the )?"
        r"(?P<body>[\w ]{2,30}?)(?: countries| nations| partners| group)?\W*$",
        re.IGNORECASE,
    ),
)
_MEMBERS = {True: "{}の国々は?", False: "Which countries are the {}?"}
# 「アメリカは含まれる？」 and "Is India one of them?" claim a member of what was spoken of.
_BELONGS_THERE = (
    re.compile(
        r"(?:は|も|って)、?(?:(?:その|この|それらの)(?:中|うち)に?|(?:それ|これ|そこ|ここ)に(?:は|も)?)?"
        r"(?:含ま|入[らるっ]|い(?:る|ます|ない)|(?:その)?(?:一員|一国|一つ|ひとつ|メンバー))"
    ),
    re.compile(
        r" (?:also )?(?:one(?: of (?:them|these|those))?|among (?:them|these|those)|included|"
        r"(?:part|a member) of (?:it|them|this|that)|(?:included )?in (?:it|them|there))\W*$",
        re.IGNORECASE,
    ),
)
_THERE = {True: "それはどの国?", False: "Which countries are they?"}
# The paper need not know what is claimed to belong: "Is India part of the IP4?".
_SUBJECT = (
    re.compile(
        r"^(?:じゃあ|では|で|あと)?、?(?:[12]\d{3}年(?:に|の時点で)(?:は)?、?)?"
        r"(?P<name>[\u30a1-\u30fa\u30fc]{2,}|[\u4e00-\u9fff]{2,5})(?=は|も|って)"
    ),
    re.compile(
        r"^(?:(?:and|so|but),? )?(?:is|are|was|were|did|does|do|has|have) (?:the )?"
        r"(?P<name>(?-i:[A-Z])[\w.'-]*(?: (?-i:[A-Z])[\w.'-]*)*)",
        re.IGNORECASE,
    ),
)
_ANY = {True: "どの国が", False: "Which countries"}
_TOPIC = re.compile(r"^(?:は|も|って)、?")
_ONLY = re.compile(r"のみ|だけ|\bonly\b", re.IGNORECASE)
# A sentence that names so many countries may tell who belongs to something.
_SEVERAL = 3
_OF_ITS_OWN = frozenset({"organisation", "exercise", "plan", "event"})
# What refutes a claim is among so many of the best sentences, and is put by so much before them.
_NEAR, _AHEAD = 3, 9.0


@dataclass(frozen=True)
class Claim:
    """A claim in a question.

    Attributes:
        rest: The question without it.
        of: What is claimed.
        whole: The rest is all of the completed question, and not the follow-up alone.
    """

    rest: str
    of: Literal["year", "place", "leader", "member", "only"]
    whole: bool = False

    def is_refuted_by(self, sentence: Sentence, language: Language, glossary: Glossary) -> bool:
        """Whether a sentence says when, where, by whom led or of whom, whatever it is."""
        text = sentence.shown(language)
        if self.of == "place":
            return bool(_LOCATED.search(text))
        if self.of == "leader":
            return bool(_LEADS.search(text))
        if self.of in ("member", "only"):
            # 「米・英」 are names in the translation only.
            both = f"{sentence.text} {sentence.translation}"
            named = {m.entry for m in glossary.find(both) if m.entry.kind == "place"}
            closed = self.of == "member" or bool(_ONLY.search(both))
            return closed and len(named) >= _SEVERAL
        return "time" in kinds_of(text, language, glossary)


def find_claims(question: str, language: Language, glossary: Glossary) -> tuple[Claim, ...]:
    """The year, place, leader or member that a question claims, each as a claim of its own.

    Args:
        question: As asked.
        language: Of it.
        glossary: Names of the paper's things, places among them.

    Returns:
        None of them where it does not ask whether something is so.
    """
    text = unicodedata.normalize("NFKC", question)
    if expected_type(text, language) != "yesno" and not _CONFIRMS.search(text):
        return ()
    japanese = has_japanese(text)
    if _ASKS.search(text):
        return ()
    found = _year(text, japanese) or _place(text, japanese, glossary)
    subject = _SUBJECT[not japanese].search(text)
    more = (
        (
            _membership(text, subject.end("name"), japanese, glossary),
            _doer(text, subject, japanese),
        )
        if subject is not None
        else ()
    )
    return tuple(claim for claim in (found, *more) if claim is not None)


def claim_of_country(standalone: Standalone, glossary: Glossary) -> Claim | None:
    """What a bare "And Germany?" claims after who met a target: that Germany did too."""
    country = only_names(standalone.own, glossary) if standalone.completed else None
    if country is None:
        return None
    text = unicodedata.normalize("NFKC", standalone.text)
    names = [match for match in glossary.find(text) if match.entry is country]
    if len(names) != 1:
        return None
    rest = text[: names[0].start] + text[names[0].end :]
    return Claim(rest.strip(" ,、"), "only", whole=True)


def _year(text: str, japanese: bool) -> Claim | None:
    found = _YEAR[not japanese].search(text)
    return None if found is None else Claim(text[: found.start()] + text[found.end() :], "year")


def _place(text: str, japanese: bool, glossary: Glossary) -> Claim | None:
    """What is claimed of a place: that it leads, belongs, or is where something is."""
    places = [match for match in glossary.find(text) if match.entry.kind == "place"]
    for match in places:
        before, after = text[: match.start], text[match.end :]
        if japanese and _LED[0].match(after):
            return Claim(before + after.removeprefix("軍"), "leader")
        if not japanese and _LED[1].search(before):
            return Claim(
                before.rstrip().removesuffix("by the").removesuffix("by") + after, "leader"
            )
        belongs = _membership(text, match.end, japanese, glossary)
        if belongs is not None:
            return belongs
    for match in places:
        before, after = text[: match.start], text[match.end :]
        at = _AT[not japanese].match(after) if japanese else _AT[not japanese].search(before)
        if at is not None:
            rest = before + after[at.end() :] if japanese else before[: at.start()] + after
            return Claim(rest, "place")
    return None


def _membership(text: str, end: int, japanese: bool, glossary: Glossary) -> Claim | None:
    """The claim that a name, which ends at `end`, belongs to something."""
    after = text[end:]
    if _BELONGS_THERE[not japanese].match(after):
        return Claim(_THERE[japanese], "member")
    belongs = _BELONGS[not japanese].match(after)
    bodies = glossary.find(belongs["body"]) if belongs is not None else ()
    if belongs is None or all(body.entry.acronym == "NATO" for body in bodies):
        return None
    return Claim(_MEMBERS[japanese].format(belongs["body"].strip()), "member")


def _doer(text: str, subject: re.Match[str], japanese: bool) -> Claim | None:
    """The claim that somebody is among those who did something: "Did Germany meet it?"."""
    before, after = text[: subject.start("name")], text[subject.end("name") :]
    rest = before + _ANY[True] + _TOPIC.sub("", after) if japanese else _ANY[False] + after
    return Claim(rest, "only")


def refuting(
    claim: Claim,
    found: Retrieved,
    find: Callable[[Completed], Retrieved],
    glossary: Glossary,
    threshold: float,
) -> Retrieved | None:
    """What is found for a question without its claim, the sentence that refutes it first.

    Args:
        claim: Of the question.
        found: What was found for all of it.
        find: Finds again.
        glossary: Names of the paper's things.
        threshold: The confidence from which the paper answers.

    Returns:
        None where the paper says nothing of the kind either.
    """
    standalone = found.completed.standalone
    text = standalone.text
    if standalone.completed:
        own = unicodedata.normalize("NFKC", standalone.own)
        text = unicodedata.normalize("NFKC", standalone.text)
        if not claim.whole and own not in text:
            return None
        text = claim.rest if claim.whole else text.replace(own, claim.rest)
        asked = replace(standalone, text=text, own=claim.rest, other="")
    else:
        asked = replace(standalone, text=claim.rest, other="")
    without = find(replace(found.completed, standalone=asked))
    ranking, reading = without.ranking, without.reading
    particular = claim.of in ("member", "only") or any(map(ranking.is_rare, _named(ranking)))
    if without.confidence < threshold or not particular:
        return None
    years = set(_NUMBER_OF_YEAR.findall(text))
    for i in np.argsort(-reading, kind="stable")[:_NEAR].tolist():
        told = ranking.focus is not None and bool(ranking.focus.shown[i])
        if claim.rest in _THERE.values() and not told:
            continue  # "one of them" is of those that were told
        stated = set(_NUMBER_OF_YEAR.findall(all_of(ranking.sentences[i])))
        if claim.of == "only" and not (years & stated or (told and not years)):
            continue  # that only three did was so in one year
        refutes = claim.is_refuted_by(ranking.sentences[i], ranking.question.language, glossary)
        if refutes and ranking.names_all(ranking.sentences[i].id):
            first = reading - _AHEAD
            first[i] = reading.max()
            return replace(without, reading=first)
    return None


def _named(ranking: Ranking) -> list[Entry]:
    """The things of their own that a question names."""
    return [entry for entry in ranking.question.entries if entry.kind in _OF_ITS_OWN]
