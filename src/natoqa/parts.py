"""Messages that ask more than one thing: "When was it agreed, and how many countries joined?"."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

from natoqa.asides import asks_outright, sentences
from natoqa.glossary import Glossary
from natoqa.text import has_japanese
from natoqa.units import Language
from natoqa.words import content_words

MOST_PARTS = 4
# "何か", "誰も" and "どうしても" ask nothing.
_JA_ASKS = re.compile(
    r"(?:なぜ|どうして(?!も)|何故|なんで|いつ|どこ|誰|だれ|どなた|何|なに|なん|いくら|いくつ|(?<!な)どの|(?<!な)どんな|"
    r"どう(?!も|しても|か)|どれ|どちら|どっち|いずれ)(?!\w{0,3}?(?:か[はがのをに、]|も(?!の)))|"
    r"(?:のか|ですか|ますか|ましたか|でしょうか|[るただい]か)$"
)
_JA_COMMA = re.compile(r"(?<=[、,])|(?<=[\u3040-\u30ff\u4e00-\u9fff]) (?=[\u3040-\u9fff])")
_JA_ALSO = re.compile(
    r"^(?:(?:あと|それと(?!も)|それから|ついでに|加えて|また|さらに|そして|ちなみに|で|もう[一1][つ点]|"
    r"別件(?:ですが|だけど|で)?|話(?:は|が)?変わ(?:り|る)\w{0,3}?(?:けど|が)|"
    r"(?:全然)?別の(?:話|質問)(?:で恐縮)?(?:ですが|だけど|になりますが))[、,は]?\s*)+"
)
_JA_WANTS = re.compile(r"知りたい(?:です)?。?$")
# "どの司令部か揉めたと聞きましたが、" only leads to what is asked.
_JA_LEADS = re.compile(
    r"(?:けど|けれど|けれども|が|ので|から|し|[てで]も|と|は|かどうか|(?<!の)(?<!です)(?<!ます)か)$"
)
# "ドイツは何人とか" explains what is asked.
_JA_FOR_EXAMPLE = re.compile(r"(?:とか|など)$")
# "SAGUはいつ、どこに…" has one predicate for both.
_JA_BARE = re.compile(
    r"(?:いつ|どこ|誰|だれ|いくら|いくつ|何[^っをがはにでのか]{0,3}|なぜ|どう)(?:までに|まで|から|に|を|が|は|で)?$"
)
# "その目的は何で、" has said all.
_JA_COPULA = re.compile(r"[はが](?:何|なに|誰|だれ)で$")
_JA_OR = "それとも"
# "Aが始まった年と、Bに加わった年は？" asks twice for the same.
_JA_TWICE = re.compile(
    r"^(?!.*(?:比べ|比較|違|差|変わ|変化|どちら))"
    r"(?P<first>[^、。?]{4,40}?(?P<what>(?<!\d)年|時期|国|人数?|場所|理由|名前|目的|組織|機関|金額))と、?"
    r"(?P<second>[^、。?]{4,40}?(?P=what)(?:を|は|について)[^、。]*)[。?]*$"
)
_EN_WORD = r"(?:who|whom|whose|what|when|where|why|which|how|whether)"
_EN_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
_EN_ASKS = re.compile(rf"\b{_EN_WORD}\b|^{_EN_AUX}\b", re.IGNORECASE)
_EN_BEFORE = r"(?:(?:at|in|to|from|for|by|on|with|under|about) )?"
_EN_JOIN = re.compile(
    r"(?:[,;]?\s+(?:and|plus|but|as well as)(?:,? (?:also|then|finally|on (?:another|a different) "
    r"note))?,?\s+|,\s+also,?\s+)"
    rf"(?={_EN_BEFORE}(?:{_EN_WORD}|{_EN_AUX} (?:there|it|they|he|she|the|any|its|their))\b)",
    re.IGNORECASE,
)
_EN_ALSO = re.compile(
    r"^(?:(?:and|also|plus|so|(?:on )?an?other (?:question|thing|note)|second(?:ly)?|finally|"
    r"(?:un|not )related(?: question)?|(?:two|three) (?:quick )?(?:ones|questions|things)|"
    r"separately|by the way|btw|while (?:you're|we're) at it)\b\s*[,:.–—-]*\s*)+",
    re.IGNORECASE,
)
# "Please list them.", "…, which to Brunssum?" ask nothing by themselves.
_EN_SAME = re.compile(
    r"(?:please )?(?:list|name|explain|describe|give|tell me|elaborate)(?: me)?"
    r"(?: (?:them|it|that|this|those|why|more|all))*[.!?]*$|which (?:to|in|for|by|from)\b",
    re.IGNORECASE,
)
# "…, and how fast?" has its predicate in the question before it.
_EN_BARE = re.compile(rf"{_EN_BEFORE}(?:when|where|why|whom|how(?: \w+)?)\W*$", re.IGNORECASE)
# "When and where was it?" is one question, whatever is said before it.
_EN_ENDS_BARE = re.compile(r"\b(?:when|where|why|who|whom)$", re.IGNORECASE)
# "What is its purpose and its budget?"
_EN_ITS = re.compile(
    r"^(?P<first>(?P<asks>what (?:is|are|was|were)) [^,?]{3,60}?) and (?:its|their) "
    r"(?P<second>[^,?]{3,30}?)\??$",
    re.IGNORECASE,
)
# "Who are the current and the next Secretary General?"
_EN_HOLDERS = re.compile(
    r"^who (?:is|are|was|were) (?:the )?(?P<first>current|present|outgoing|old|former) and "
    r"(?:the )?(?P<second>next|incoming|new|future) (?P<office>[^,?]{3,40}?)\??$",
    re.IGNORECASE,
)
_JA_HOLDERS = re.compile(
    r"^(?P<first>[^、。?]{0,12}?(?P<office>事務総長|代表|長官|大臣))と"
    r"(?P<second>(?:次期|次の|新)[^、。?]{0,6}?(?P=office))(?:は|を|の名前|って)[^、。]*$"
)
# What stands before, between and after the names whose meaning is asked for, by whether it is
# Japanese.
_MEANING = {
    True: (
        re.compile(r""),
        re.compile(r"\s*(?:と|、|や|および|及び|・)\s*"),
        re.compile(
            r"\s*(?:を(?:それぞれ)?(?:説明|教え)\w{0,8}|とは|"
            r"の意味(?:は|を教え\w{0,8})?|"
            r"と?(?:は|って)(?:それぞれ)?(?:何|なに)(?:の(?:こと|略))?(?:です|でしょう|なの|なん|だ)?(?:か|の|っけ)*)"
            r"[?。]*"
        ),
    ),
    False: (
        re.compile(
            r"(?:what(?:'s| is| are| do| does)|explain|define)(?: the)? ",
            re.IGNORECASE,
        ),
        re.compile(r",? (?:and|or) (?:the )?|, (?:the )?", re.IGNORECASE),
        re.compile(r"(?: (?:mean|stand for))?[?.]*", re.IGNORECASE),
    ),
}
# A claim that wants a nod or a word on what is to come asks nothing that must be answered.
_LEADS = re.compile(
    r"(?:よね|でしょう?|だよな|(?:[聴聞]き|伺い)(?:ます|します|たい(?:です)?)|質問です|"
    r"について(?:です)?|(?:です|ます|た|だ|る)(?:が|けど))[。?!、 ]*$|"
    r"^(?!(?:who|whom|whose|what|when|where|why|which|how)\b).*"
    r", (?:right|correct|no|yes|yeah|(?:is|are|was|were|do|does|did)n['’]t (?:it|they|he|that))"
    r"\W*$",
    re.IGNORECASE | re.DOTALL,
)
_EN_OPENS = re.compile(
    rf"{_EN_BEFORE}{_EN_WORD}\b|"
    r"i(?:['’]d| would)? (?:also )?(?:like|want|need) to know|i was (?:also )?wondering",
    re.IGNORECASE,
)


def parts(question: str, glossary: Glossary) -> tuple[str, ...]:
    """The questions of a message that asks several, in order; none where it asks one.

    Each says by itself what it is about, if only in part: "When and where was it held?" asks one.

    Args:
        question: A message.
        glossary: Names of the paper's things.
    """
    text = unicodedata.normalize("NFKC", question).strip()
    japanese = has_japanese(text)
    language: Language = "ja" if japanese else "en"
    also = _JA_ALSO if japanese else _EN_ALSO
    found: list[str] = []
    twice = _JA_TWICE.match(text)
    if twice is not None:
        return f"{twice['first']}は?", twice["second"]
    its = _EN_ITS.match(text)
    if its is not None:
        return f"{its['first']}?", f"{its['asks']} its {its['second']}?"
    if (holders := _EN_HOLDERS.match(text)) is not None:
        office = holders["office"].replace("ies ", "y ")
        return tuple(f"Who is the {holders[one]} {office}?" for one in ("first", "second"))
    if (holders := _JA_HOLDERS.match(text)) is not None:
        return f"{holders['first']}は誰?", f"{holders['second']}は誰?"
    if meanings := _meanings(text, glossary):
        return meanings
    for piece in _japanese(text) if japanese else _english(text):
        part = also.sub("", piece.strip())
        if found and (piece.strip().startswith(_JA_OR) or _EN_SAME.match(part)):
            found[-1] += " " + piece.strip()
        elif content_words(part, language, glossary):
            found.append(part.strip(" 、,;"))
        elif found:
            # "…, and by when?" leans on the question before it.
            found[-1] += ("" if japanese else " ") + piece.strip()
        else:
            return ()
    return tuple(found) if 2 <= len(found) <= MOST_PARTS else ()


def _meanings(text: str, glossary: Glossary) -> tuple[str, ...]:
    """Of "What are FLF and ARF?" what each is; nothing of any other question."""
    japanese = has_japanese(text)
    found = glossary.find(text)
    if not 2 <= len(found) <= MOST_PARTS or any(match.entry.kind == "place" for match in found):
        return ()
    between = [text[a.end : b.start] for a, b in itertools.pairwise(found)]
    head, join, tail = _MEANING[japanese]
    if not (
        head.fullmatch(text[: found[0].start])
        and all(join.fullmatch(gap) for gap in between)
        and tail.fullmatch(text[found[-1].end :])
    ):
        return ()
    ask = "{}とは何ですか?" if japanese else "What is {}?"
    return tuple(ask.format(text[match.start : match.end]) for match in found)


def only_leads(part: str) -> bool:
    """Whether a part of a message is a claim or an announcement, not a question of its own."""
    text = unicodedata.normalize("NFKC", part).strip()
    return bool(_LEADS.search(text)) and not (
        has_japanese(text) and _JA_ASKS.search(text.rstrip("。?!、 "))
    )


def _japanese(text: str) -> Iterator[str]:
    """Pieces that each ask; what is said before a question belongs to it."""
    waiting = ""
    for sentence in sentences(text):
        for piece in _JA_COMMA.split(sentence):
            waiting += piece
            bare = waiting.rstrip("、, 。?!")
            goes_on = _JA_FOR_EXAMPLE.search(bare) or (
                piece.endswith(("、", ","))
                and (_JA_LEADS.search(bare) or _JA_BARE.search(bare))
                and not _JA_COPULA.search(bare)
            )
            wants = asks_outright(bare) or _JA_WANTS.search(bare)
            if (
                (_JA_ASKS.search(bare) and not goes_on)
                or "?" in piece
                or (_JA_ALSO.match(waiting) and wants)
            ):
                yield waiting
                waiting = ""


def _english(text: str) -> Iterator[str]:
    """Sentences that ask, cut where a question is joined to another."""
    for sentence in sentences(text):
        bare = _EN_ALSO.sub("", sentence)
        if not asks_outright(bare) and not _EN_OPENS.match(bare):
            continue
        start = 0
        for joint in _EN_JOIN.finditer(sentence):
            asked = _EN_ALSO.sub("", sentence[start : joint.start()])
            short = _EN_BARE.match(sentence[joint.end() :]) or _EN_ENDS_BARE.search(asked)
            if _EN_ASKS.search(asked) and not short:
                yield sentence[start : joint.start()]
                start = joint.end()
        yield sentence[start:]
