"""What a sentence holds that could answer a question: dates, amounts, names, causes.

Patterns cover what factual prose in general has; names come from the glossary as well as from the
shape of words, so that a text without a glossary works too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from natoqa.glossary import Entry, Glossary, Match
from natoqa.question import AnswerType, Question
from natoqa.text import normalise
from natoqa.units import Language

_N = r"\d(?:[\d,.]*\d)?(?:\s?(?:兆|億|万|千|百))*\d*(?:兆|億|万|千)?"
_KANJI_N = r"[一二三四五六七八九十百千万億]+"
_RANGE = rf"(?:約|計|最大|合計|少なくとも|さらに)?(?:{_N})(?:\s?(?:~|～|-|－|–)\s?(?:{_N}))?"
_EN_WORD_N = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"hundred|thousand|a dozen)"
)
_EN_N = r"\d(?:[\d,.]*\d)?(?:\s(?:million|billion|trillion|thousand))?"
_EN_RANGE = (
    rf"(?:around |about |up to |at least |no more than |some |over |more than |"
    rf"a total of )?(?:{_EN_N})(?:(?: to |-|–| and )(?:{_EN_N}))?"
)
# "May" is a month beside a number or after these words, and else what may be.
_MONTH = (
    r"(?:January|February|March|April|(?:(?<=\d )|(?<=\bin )|(?<=\bby )|(?<=\bto )|(?<=\bof ))May|"
    r"May(?= \d)|June|July|August|September|October|November|December)"
)

_JA: tuple[tuple[AnswerType, str], ...] = (
    ("money", rf"{_RANGE}(?:ユーロ|ドル|円|ポンド|元)(?:程度|以上|以下)?"),
    (
        "percent",
        rf"(?:GDP比の?)?{_RANGE}(?:%|％|パーセント|割)(?:以上|以下|程度)?|\d+分の\d+(?:以上|以下)?",
    ),
    (
        "duration",
        rf"{_RANGE}(?:日以内|年間|か月間?|カ月間?|ヶ月間?|週間|時間|日間|世紀)(?:以内|"
        rf"程度)?|"
        r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:から|～|~|-|－)(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|"
        r"\d{4}年(?:から|～|~|-|－)\d{4}年",
    ),
    (
        "frequency",
        r"半年(?:ごと|に一度)|毎[年月週日]|\d+(?:年|か月|カ月|ヶ月|週間|日)(?:ごと|おき|に一度|に1度)|"
        r"[年月週]に?\d+[回度]|定期的",
    ),
    (
        "time",
        r"(?:紀元前)?\d{3,4}年(?:代|度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:末|初め|頃|以降|"
        r"中)?(?:(?:から|～|~|-|－)(?:\d{3,4}年)?(?:代|"
        r"度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:頃)?)?"
        r"|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}世紀|(?:明治|大正|昭和|平成|令和)\d+年",
    ),
    ("date", r"\d{1,2}月(?:\d{1,2}日)?"),
    (
        "number",
        rf"{_RANGE}(?:人|名|カ国|か国|ヶ国|ヵ国|個|つ|回|隻|機|台|本|基|件|度|番|社|種|"
        rf"点|段階|周年|年目|票|倍|ページ|頁|巻|位|歳|km|m|kg|校|店|枚|匹|頭|軒|戸|部|話|"
        rf"曲)(?:以上|以下|程度|前後|規模)?"
        rf"|{_KANJI_N}(?:人|カ国|か国|つ|回|点|段階)|第?{_RANGE}(?:位|回|代)|\d[\d,.]*",
    ),
    (
        "official",
        r"(?:最高)?(?:司令官|指揮官)|SACEUR|事務総長|大統領|首相|[国外]?[防務]相|大臣|上級代表|議長|米軍|首脳ら?(?=[はがのに])|"
        r"(?:\d+[カか]国|加盟国|同盟国|各国|諸国)",
    ),
    ("age", r"\d+歳|\d+周年|\d+年(?:を迎え|の節目)"),
    (
        "reason",
        r"ため(?:に|、|で|の|である|という)|から(?:も|、|である|だ)|により|によって|"
        r"ことから|を受けて|背景|理由|原因|要因|に伴い|契機|以ってして|ので|懸念|"
        r"とみられ",
    ),
    ("purpose", r"目的|ため(?:に|の|、)|べく|図る|狙い|目指|ことを目標|ように"),
)
_EN: tuple[tuple[AnswerType, str], ...] = (
    ("money", rf"{_EN_RANGE}\s(?:euros?|dollars?|yen|pounds)|[€$£¥]\s?{_EN_N}"),
    (
        "percent",
        rf"{_EN_RANGE}(?:%| per ?cent)(?: of (?:their )?(?:combined )?GDP)?|"
        rf"(?:more than |over )?(?:two-thirds|one-third|half|three-quarters)(?: of \w+)?",
    ),
    (
        "duration",
        rf"(?:within )?(?:{_EN_RANGE}|{_EN_WORD_N})(?:[\s-])(?:days?|weeks?|months?|"
        rf"years?)|from \d{{4}} to \d{{4}}|"
        rf"from {_MONTH}(?: \d{{4}})? to {_MONTH}(?: \d{{4}})?|"
        rf"from \d{{1,2}} to \d{{1,2}} {_MONTH}",
    ),
    (
        "frequency",
        r"\bevery (?:\w+ )?(?:years?|months?|weeks?|days?)|\b(?:half-)?yearly|\bmonthly|"
        r"(?:semi-|bi)?annual(?:ly)?|once an? (?:year|month|week)|\bregular(?:ly)?\b|periodic\w*",
    ),
    (
        "time",
        rf"(?:from )?\d{{1,2}}(?: to \d{{1,2}})? {_MONTH}(?: \d{{4}})?|"
        rf"(?:from {_MONTH} to )?{_MONTH}(?: \d{{1,2}}\b)?(?:,? \d{{4}})?|(?:(?:around|"
        rf"by|since|in) )?(?<![\d,.])(?:1[89]|20)\d\d(?:s\b)?(?: (?:to|and|or) (?:1[89]|"
        rf"20)\d\d)?(?!\d|,\d|%)",
    ),
    ("date", rf"(?:\d{{1,2}} )?{_MONTH}\b(?: \d{{1,2}}\b)?(?:,? \d{{4}})?"),
    (
        "number",
        rf"(?:{_EN_RANGE}|\b{_EN_WORD_N}\b)\s(?:(?:additional|more|other|new|member|"
        rf"individual|main|separate)\s)*(?:troops|soldiers|personnel|people|brigades?|"
        rf"countries|member states|states|nations|institutions|times|posts|points|"
        rf"matters|areas|regions|organi[sz]ations|units|Allies|members|ships|stages|"
        rf"perspectives)|{_EN_RANGE}|\b{_EN_WORD_N}\b",
    ),
    (
        "official",
        r"\b(?:Supreme Allied Commander|SACEUR|commander|Secretary General|President|"
        r"Prime Minister|ministers?|Senior Representative|(?:the )?US-led|leaders|allies|"
        r"member (?:states|countries)|\d+ (?:countries|nations|Allies))\b",
    ),
    ("age", r"\b\d+(?:st|nd|rd|th) (?:anniversary|birthday)|\baged? \d+|\d+ years old"),
    (
        "reason",
        r"\b(?:because|since|owing to|due to|as a result|in response to|therefore|"
        r"for that reason|given|so that|reason|background|prompted|"
        r"against this background|as it came|behind this|led|from these facts|concern)\b",
    ),
    (
        "purpose",
        r"\b(?:in order to|purpose|aims?|aimed|so that|intended|to (?:protect|provide|"
        r"coordinate|analyse|increase|prepare|accelerate|promote|strengthen|improve|"
        r"facilitate|secure|address|resolve|support))\b",
    ),
)
_PATTERNS = {
    "ja": tuple((kind, re.compile(p)) for kind, p in _JA),
    "en": tuple((kind, re.compile(p, re.IGNORECASE)) for kind, p in _EN),
}
# Shapes of names: katakana names with a middle dot or a title; Latin capitalised pairs.
_JA_PERSON = re.compile(
    r"[ァ-ヺー]{2,}(?:[・＝=][ァ-ヺー]+)+|[一-龯]{2,4}(?=(?:氏|首相|大統領|大臣|"
    r"教授|博士|監督|選手|天皇|王|将軍))|[ァ-ヺー]{3,}(?=(?:氏|首相|大統領|大臣|"
    r"教授|博士|[（(]))"
)
_EN_PERSON = re.compile(r"\b[A-Z][a-z\u00df-\u00ff]+ [A-Z][A-Za-z\u00df-\u00ff]+\b")
_KIND_TYPES: dict[str, tuple[AnswerType, ...]] = {
    "person": ("person",),
    "place": ("place",),
    "organisation": ("organisation",),
    "exercise": ("organisation", "event"),
    "event": ("event",),
}
# Too general to be an answer by themselves.
_GENERIC = frozenset({"NATO", "JFC"})
# Countries are the places that answer "which country".
_COUNTRY_JA = re.compile(
    r"(?:バルト三国|欧州諸国|共和国|王国|連邦|米・英・|米国|英国|中国|韓国|日本|"
    r"豪州|北朝鮮|ロシア|ウクライナ|ドイツ|フランス|イタリア|スペイン|オランダ|"
    r"ベルギー|カナダ|ギリシャ|ポーランド|ラトビア|リトアニア|エストニア|"
    r"フィンランド|スウェーデン|ノルウェー|デンマーク|トルコ|ルーマニア|ブルガリア|"
    r"ハンガリー|スロバキア|ニュージーランド|オーストラリア|アメリカ|イギリス)"
)
_COUNTRY_EN = re.compile(
    r"\b(?:European countries|European allies|United States|United Kingdom|US|UK|"
    r"China|Republic of Korea|South Korea|Japan|Australia|North Korea|Russia|"
    r"Ukraine|Germany|France|Italy|Spain|Netherlands|Belgium|Canada|Greece|Poland|"
    r"Latvia|Lithuania|Estonia|Finland|Sweden|Norway|Denmark|Türkiye|Turkey|Romania|"
    r"Bulgaria|Hungary|Slovakia|New Zealand|Baltic states)\b"
)
# Places that are no town: countries, regions, seas.
_WIDE = re.compile(rf"{_COUNTRY_JA.pattern}|欧|洋|海|半島|東部|三国|アルプス|クリミア|ハイノース")

# What answers each type of question, and how well.
_ANSWERED_BY: dict[AnswerType, dict[AnswerType, float]] = {
    "person": {"person": 1.0, "official": 1.0, "country": 0.75, "organisation": 0.75},
    "official": {"person": 1.0},
    "time": {"time": 1.0},
    "date": {"date": 1.0, "time": 0.5},
    "place": {"place": 1.0, "country": 0.5},
    "city": {"city": 1.0},
    "country": {"country": 1.0},
    "number": {"number": 1.0},
    "money": {"money": 1.0},
    "percent": {"percent": 1.0},
    "duration": {"duration": 1.0, "time": 0.5},
    "frequency": {"frequency": 1.0},
    "age": {"age": 1.0},
    "amount": {"number": 1.0, "percent": 1.0, "money": 1.0, "duration": 0.5},
    "which": {"organisation": 1.0, "country": 1.0, "place": 1.0, "person": 0.5},
    "organisation": {"organisation": 1.0},
    "event": {"event": 1.0},
    "reason": {"reason": 1.0, "purpose": 0.5},
    "purpose": {"purpose": 1.0, "reason": 0.5},
}


@dataclass(frozen=True)
class Mention:
    """Something in a text, with its type and place: text[start:end].

    Attributes:
        kind: The type of question it can answer.
        start: First character.
        end: One past the last.
        surface: What stands there, normalised.
        after: The same with what follows it: where the noun that a number counts stands.
    """

    kind: AnswerType
    start: int
    end: int
    surface: str = ""
    after: str = ""


def find_mentions(text: str, language: Language, glossary: Glossary | None) -> Iterator[Mention]:
    """Everything in a text that is of some answer type.

    Args:
        text: A sentence.
        language: Of the text.
        glossary: Names of the paper's things; None for any other text.
    """
    for kind, pattern in _PATTERNS[language]:
        for found in pattern.finditer(text):
            yield Mention(kind, *found.span())
    country = _COUNTRY_JA if language == "ja" else _COUNTRY_EN
    for found in country.finditer(text):
        yield Mention("country", *found.span())
        yield Mention("place", *found.span())
    person = _JA_PERSON if language == "ja" else _EN_PERSON
    if glossary is None:
        for found in person.finditer(text):
            yield Mention("person", *found.span())
        return
    # Glossary offsets are in normalised text; they hold here where that has the same length.
    if len(normalise(text)) == len(text):
        for match in glossary.find(text):
            if match.entry.acronym in _GENERIC:
                continue
            for kind in _KIND_TYPES.get(match.entry.kind, ()):
                yield Mention(kind, match.start, match.end)
            if match.entry.kind == "place" and not _WIDE.search(match.entry.ja):
                yield Mention("city", match.start, match.end)
            if match.entry.kind in {"event", "organisation"}:
                yield from _towns_in(text, match, glossary)


def _towns_in(text: str, match: Match, glossary: Glossary) -> Iterator[Mention]:
    """The town in the name of a meeting or headquarters: "Madrid Summit", "JFC Naples"."""
    low = normalise(text)
    for entry in glossary.entries:
        if entry.kind == "place" and not _WIDE.search(entry.ja):
            for name in (normalise(entry.ja), normalise(entry.en)):
                at = low.find(name, match.start, match.end)
                if at >= 0:
                    yield Mention("city", at, at + len(name))
                    yield Mention("place", at, at + len(name))


def is_country(surface: str) -> bool:
    """Whether a name is that of a country or group of countries."""
    return bool(_COUNTRY_JA.search(surface) or _COUNTRY_EN.search(surface.title()))


@lru_cache(maxsize=8192)
def mentions(text: str, language: Language, glossary: Glossary | None) -> tuple[Mention, ...]:
    """The same as a tuple, remembered: sentences do not change between questions."""
    return tuple(
        Mention(
            m.kind,
            m.start,
            m.end,
            normalise(text[m.start : m.end]),
            normalise(text[m.start : m.end + 24]),
        )
        for m in find_mentions(text, language, glossary)
    )


@lru_cache(maxsize=8192)
def kinds_of(text: str, language: Language, glossary: Glossary | None) -> frozenset[str]:
    """The kinds of what a text holds, remembered too."""
    return frozenset(mention.kind for mention in mentions(text, language, glossary))


def novel(text: str, question: Question, glossary: Glossary | None) -> float:
    """How well a text can answer: 1 when it holds something of the type asked for.

    What the question itself says cannot be its answer, so it does not count; nor does a number
    of something else than what the question counts.

    Args:
        text: A sentence in the question's language.
        question: The question.
        glossary: Names of the paper's things.

    Returns:
        1 for the type asked for (and for types that any sentence can answer), 0.5 for a near
        type, 0 for none.
    """
    return all_novel([text], question, glossary)[0]


def all_novel(texts: Sequence[str], question: Question, glossary: Glossary | None) -> list[float]:
    """The same of several texts."""
    if question.expects == "definition" and question.entries:
        return [1.0 if _defines(text, question) else 0.5 for text in texts]
    kinds = _ANSWERED_BY.get(question.expects)
    if kinds is None:
        return [1.0] * len(texts)
    return [
        0.0
        if kinds.keys().isdisjoint(kinds_of(text, question.language, glossary))
        else _best_mention(text, kinds, question, glossary)
        for text in texts
    ]


def _best_mention(
    text: str, kinds: Mapping[AnswerType, float], question: Question, glossary: Glossary | None
) -> float:
    best = 0.0
    for mention in mentions(text, question.language, glossary):
        worth = kinds.get(mention.kind, 0.0)
        if worth <= best:
            continue
        if not answers(mention, question):
            # A number may count the same things in other words.
            other = mention.kind == "number" and mention.surface not in question.normalised
            worth = _OTHER_COUNT if other else 0.0
            if other and _TIMES.match(mention.after) and _holds(text, question.counted):
                worth = 1.0  # "issued declarations three times" counts declarations
        best = max(best, worth)
        if best == 1.0:
            break
    return best


_OTHER_COUNT = 0.4
_TIMES = re.compile(r"\w+(?: times\b|[回度])")
_NEXT_NUMBER = re.compile(r"[\d,;.]")
_SHARE = re.compile(r"\s?(?:%|パーセント|per ?cent)")


def _holds(text: str, counted: tuple[str, ...] | None) -> bool:
    """Whether a text has the noun that a question counts."""
    low = normalise(text)
    return counted is not None and any(len(noun) > 1 and noun in low for noun in counted)


def _defines(text: str, question: Question) -> bool:
    """Whether a text has a name of the asked thing as its topic, or introduces its acronym."""
    low = normalise(text)
    acronyms = (normalise(entry.acronym) for entry in question.entries if entry.acronym)
    return any(f"({acronym})" in low for acronym in acronyms) or bool(
        _topic(question.entries, question.language).match(low)
    )


def is_about(sentence: str, entry: Entry) -> bool:
    """Whether a Japanese sentence has a thing as its topic: 「NRU自体は…」."""
    return bool(_topic((entry,), "ja").match(normalise(sentence)))


@lru_cache(maxsize=256)
def _topic(entries: tuple[Entry, ...], language: Language) -> re.Pattern[str]:
    """What a sentence begins with that has one of some things as its topic."""
    names = "|".join(
        re.escape(normalise(name))
        for entry in entries
        for name in (entry.acronym, entry.ja, entry.en)
        if name
    )
    return re.compile(
        rf"(?:また、|次に|まず)?(?:この|natoの)?(?:{names})(?:とは|は|自体は|については)"
        if language == "ja"
        else rf"(?:the |an? )?(?:{names})\b.{{0,12}}\b(?:is|was|are|were|has|have|had|consists?)\b"
    )


def answers(mention: Mention, question: Question) -> bool:
    """Whether a mention of the right type could be the answer.

    Args:
        mention: From `mentions`.
        question: The question.
    """
    if mention.kind in {"reason", "purpose"}:
        return True
    if mention.surface in question.normalised:
        return False
    if mention.kind != "number" or question.counted is None:
        return True
    # What is counted stands in the mention or follows it, before any other number or a comma.
    if _SHARE.match(mention.after, len(mention.surface)):
        return False
    following = _NEXT_NUMBER.split(mention.after[len(mention.surface) :])[0]
    near = mention.surface + (following[:1] if question.language == "ja" else following)
    return any(unit in near for unit in question.counted)
