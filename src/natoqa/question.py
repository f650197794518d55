"""A question, read: its language, terms, names and the type of answer it expects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from natoqa.glossary import Entry, Glossary
from natoqa.text import has_hiragana, has_japanese, normalise, stem, terms
from natoqa.units import Language
from natoqa.words import content_words

AnswerType = Literal[
    "person",
    "official",
    "time",
    "date",
    "place",
    "city",
    "country",
    "number",
    "money",
    "percent",
    "duration",
    "frequency",
    "age",
    "amount",
    "which",
    "organisation",
    "event",
    "reason",
    "purpose",
    "definition",
    "yesno",
    "other",
]

# Where a question word opens a question, and not a clause of one ("when leaders met").
_OPENS = (
    r"(?:^|[,;:–—-] ?|\b(?:and|or|but|so|by|in|to|from|at|for|with|of|since|until|under|about|"
    r"roughly|exactly|tell me|know) )"
)
# No other question word says what is asked for.
_ASKS_NOTHING_ELSE = (
    r"^(?!.*\b(?:which|who|whom|when|where|how (?:many|much|often|long|big|large|far)|number of)\b)"
)
# First rule that matches decides. Patterns run on normalised text.
_RULES: dict[Language, tuple[tuple[AnswerType, str], ...]] = {
    "ja": (
        (
            "reason",
            r"なぜ|どうして|何故|なんで(?!す|しょ|した)|理由|わけ(は|を|が)|原因|要因|背景|根拠|何のせい|どういう事情",
        ),
        ("purpose", r"目的|何のため|なんのため|狙い|ねらい|意図|目指"),
        (
            "money",
            r"いくら(?!でも)|何(億|兆|万)?(ユーロ|ドル|円)|金額|額は|総額|費用は|予算(は|額|[?。]*$)|"
            r"(?:お金|値段|コスト|価格|負担|出費)(?:は|って)[?。]*$",
        ),
        ("percent", r"何(%|パーセント|割)|割合|比率|何分の|率(?:は|って)[?。]*$"),
        (
            "frequency",
            r"頻度|何(日|年|か月|ヶ月|カ月|ヵ月|週|時間)(ごと|おき|毎|に(一度|1度|一回|1回))|"
            r"ど[のれ][くぐ]らいの間隔",
        ),
        (
            "duration",
            r"何(日|年|か月|ヶ月|カ月|ヵ月|週|時間)間?(以内|かか|続|の期間|間)|"
            r"(?<![曜月])何日(で|くらいで|ほどで)|何(時間|分)(?!の)|(任期|期間|年限)[はがって]{0,2}何|"
            r"期間(は|を|が)|ど[のれ][くぐ]らいの間",
        ),
        ("date", r"何月|何日(?!間|以内|かか|で|後|前)|何曜|日付|日程"),
        (
            "time",
            r"いつ(?!も)|何年|年月|時期(は|を|が)|期限は|年は[?]*$|"
            r"年(を|は|って)(すべて|全て|全部)?(教え|知り|挙げ)|"
            r"(?:た|承認|設立|創設|発足|開始|締結|合意)年[?。]*$",
        ),
        (
            "number",
            r"何(人|名|カ国|か国|ヶ国|ヵ国|箇国|個|つ|回|隻|機|台|本|基|件|度|番|万|千|社|"
            r"種|点|段階|両|議席|メートル|キロ|発|"
            r"周年|年目|票|倍|ページ|頁)|国(?:の数)?[はが].{0,25}(?:どれ|どの)(?:[くぐ]らい|ほど|だけ)(?:増|減)|いくつ|幾つ|(?:人|国)の?数|"
            r"数(は|が知|を(教え|知|比べ))|数に(どれ|どの|どんな)|数[?。]*$|人員規模|要員規模",
        ),
        ("age", r"何歳|年齢"),
        ("amount", r"規模(は|を|が|に)|どれ([くぐ]らい|ほど|だけ)|どの([くぐ]らい|程度)(?!進|深)"),
        (
            "official",
            r"(司令官|指揮官|長官|大臣|代表|事務総長|議長|首相|大統領|将軍|トップ|総裁|"
            r"大使|報道官|責任者)(?:[(][^)]*[)])?(は|って|の)?(誰(?!の|に|と)|だれ(?!の|に|と)|どなた|お?名前|氏名)|(大臣|事務総長|首相|大統領|司令官|責任者|トップ|リーダー|指揮官)(?:は|って)[?]*$",
        ),
        (
            "person",
            r"(誰|だれ)(?!で(も|あれ|あろう)|に(なって|なろう)|も|か)|どなた|何者|(司令官|指揮官|長官|大臣|代表|事務総長|議長|首相|大統領|"
            r"将軍|トップ).{0,6}(名前|氏名|お名前)|人物|氏名|名前は.*人|"
            r"書いた(の|人)",
        ),
        (
            "country",
            r"((?<!な)どの|何という|どこの|いずれの)(国|くに|加盟国)(?!でも|も)|どこの国(?!でも|も)|何国|国(は|々は|"
            r"名)(どこ|何|ど)|国はどれ|国名|国(は|って)[?]*$|(?<!中)国々?の?(?:名前)?を(?:すべて|全て|全部)?"
            r"(?:教え|挙げ|列挙)",
        ),
        ("city", r"((?<!な)どの|何という|どこの)(街|町|都市|市)|何市|都市は"),
        ("other", r"どこが(?:違|変)|どこまで|どこから(?:来|生まれ)|どこへ向か"),
        ("which", r"どこ(が|の|を|は|か|も)|(の|ん)(は|って)どこ"),
        (
            "place",
            r"(?<!役)(?<!見)どこ(?!ろ)|何処|場所|所在地|開催地|都市|拠点は|どちら(に|で)|本部は",
        ),
        (
            "event",
            r"((?<!な)どの|何という|何の|いつの|どこの)(首脳)?の?(会議|会合|サミット|集まり|演習|訓練|選挙)(?!でも|も)|"
            r"(会議|会合|サミット|演習|訓練|選挙)は(どれ|何(?!か国|カ国|回|人|年))",
        ),
        (
            "organisation",
            r"((?<!な)どの|何という|どんな|どういう)(?:統合軍)?(組織|機関|部隊|司令部|団体|政党|党|軍|jfc|"
            r"研究所)|何党|(組織|機関|司令部|部隊)は(何で|何[?]*$|どれ)",
        ),
        (
            "definition",
            r"(とは|って|というのは)(何|なに|なん|どう|どんな|ど)|とは[?。]*$|って[?]*$|"
            r"(の|という)?意味|定義|何の略|略語は|何を指|(日本語|英語)で(は)?(何|なん)|略称|正式名称|どういうもの|どんなもの|"
            r"何ですか[?]*$|何[?]*$",
        ),
        (
            "yesno",
            r"(ます|ました|です|でした|ません|られる|いる|いた|ある|あった|れた|した|のです|"
            r"でしょう)か[?。]*$",
        ),
    ),
    "en": (
        (
            "yesno",
            r"^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|"
            r"must)\b(?! (?:you|i)\b)(?!.* or (?:what|when|where|who|why|how)\b)",
        ),
        (
            "reason",
            rf"\bwhy\b|on what grounds?|what ma(?:de|kes) (?:\w+ ){{1,3}}(?:say|think|believe)|"
            r"(?:reasoning|argument|case|logic) (?:for|behind|that)\b|"
            rf"what led|\blies? behind|what explains|what drove|what prompted|how come|"
            rf"what is behind|what's behind|{_ASKS_NOTHING_ELSE}.*"
            r"\b(?:reasons?|caus(?:e|ed|es)|background|factors?)\b",
        ),
        (
            "purpose",
            r"what (?!total sum|sum|amount).*(?<!stand )(?<!stands )(?<!short )\bfor\b[?]*$|"
            r"\bwhat for\b|in order to what|"
            r"what(?:'s| is) the (?:idea|point)|"
            rf"{_ASKS_NOTHING_ELSE}.*(?:\b(?:purpose|aim|objective)s?\b|\bgoals? of\b|"
            r"(?:meant|supposed) to(?! become| be\b)|"
            r"intended to|designed to)",
        ),
        ("age", r"\bhow old\b|\bwhat age\b"),
        ("frequency", r"\bhow (?:often|frequently|regularly)\b|at what intervals?"),
        ("duration", rf"{_OPENS}how long\b"),
        (
            "money",
            r"what(?:'s| is| was) [\w' -]{0,40}\bbudget\b|"
            rf"{_ASKS_NOTHING_ELSE}.*\b(?:costs?|budget|price(?: tag)?)(?: \w+)?[?]*$|"
            r"how much (money|funding|cash|aid|financ)|"
            r"how many (billion|million|euros|dollars)|"
            r"\bhow much\b.*\b(pay|cost|spend|contribut|pledg|provid|promis|fund|worth|give|"
            r"commit)|what (?:total )?sum\b|what amount",
        ),
        (
            "percent",
            r"(?:what|which|what is [\w' -]{0,30}) (percentage|share|proportion|portion|percent)\b|"
            r"how many percent|what fraction",
        ),
        (
            "duration",
            r"how long|within how many|how (quickly|soon|fast)|how many (days|"
            r"years|months|weeks)|over what period|what period",
        ),
        (
            "date",
            r"(what|which) (?:exact )?(date|day|month)s?\b|"
            r"(?:^|, )(?:and |what's )?(?:the|its|their) (?:exact )?date[?]*$",
        ),
        (
            "time",
            rf"{_OPENS}when\b|\bwhen (?:is|was|were|will|did|does|do|are|has|have|had|would)\b|"
            r"(what|which) (?:year|time|deadline)s?\b|"
            r"since what|by what year",
        ),
        (
            "number",
            r"how many|how few|what number|number of|headcount|"
            r"^max\w* .*\b(?:troops|forces|brigades)\b",
        ),
        (
            "amount",
            rf"{_OPENS}how much\b|how (?:large|big|tall|high|heavy|wide|deep)\b|what size|"
            r"what strength|what is the size",
        ),
        (
            "official",
            r"\bwho(?:'s| is| was| will be| are| were) (?:[\w'-]+ ){0,5}"
            r"(commander|general|admiral|minister|president|ambassador|head|leader|director|"
            r"spokes\w+|chair\w*|representative)\b(?!.*\bto[?]*$)|"
            r"(?:which|what|name the) (?:\w+ ){0,2}(general|admiral|officer|politician|diplomat|"
            r"president|minister|commander)\b",
        ),
        (
            "person",
            rf"{_OPENS}whom?\b|\bname of .*\b(commander|saceur|secretary|minister|"
            r"representative|president|leader|head|chief|general)\b|which (person|man|woman|"
            r"official|leader|minister|"
            r"author)|\b(?:his|her|whose) (?:full )?names?[?]*$|"
            r"what('s| is) the name of the (person|man|official|author|minister)",
        ),
        (
            "country",
            r"(which|what) (?:(?!is|are|was|were|did|do|does|have|has|each|of)[\w-]+ ){0,3}"
            r"(country|countries|nations?|states?|allies|members?|member states|governments?|"
            r"capitals)\b(?!')|"
            r"(which|what) of (?:the |these |those |its )?(?:[\w-]+ ){0,3}(?:countries|nations|"
            r"states|allies|members|partners|governments)\b|"
            r"^(?:please )?(?:name|list|give me|tell me) (?:all )?(?:the |these |those )?"
            r"(?:[\w-]+ ){0,3}(?:countries|nations|states|governments)\b",
        ),
        (
            "city",
            r"(which|what) (\w+ )?(city|town|building|village)\b|\bwhere in ",
        ),
        (
            "place",
            rf"{_OPENS}where\b(?!.*\b(?:from|heading|headed)[?]*$)|which (place|location)|"
            r"what (place|location)|\blocated\b|"
            r"(?:^|, )(?:and |what's )?(?:the|its|their) (?:location|headquarters|seat|base)[?]*$",
        ),
        (
            "event",
            r"(which|what) ([\w-]+ ){0,2}(summit|meeting|conference|gathering|get-together|"
            r"exercise|drill|elections?|votes?|ballots?)\b",
        ),
        (
            "organisation",
            r"(which|what) (?:(?!is|are|was|were|did|do|does|have|has|will|would|can|of)\w+ ){0,2}"
            r"(organi[sz]ation|body|command|headquarters|group|"
            r"institution|party|unit|force|institute|office|offices|bodies|centre|center|"
            r"jfc|council)s?\b",
        ),
        (
            "definition",
            r"^(what is|what's|whats|what are|define|explain|what does .* (mean|stand for)|"
            r"meaning of|what do .* mean)|"
            r"stands? for|short for|spell out|\bmean(s|ing)?\b|\bdefin|"
            r"^[\w -]{2,30}(?:[–—:=,-] ?)(?:what(?:'s| is) (?:that|it|this))?[?]+$",
        ),
    ),
}
# "どんな…でしょうか" ends like a yes/no question and is none.
_INTERROGATIVE = re.compile(r"どの|どんな|どれ|どう|いずれ|何|なに")
_COMPILED = {
    language: tuple((kind, re.compile(pattern)) for kind, pattern in rules)
    for language, rules in _RULES.items()
}


@dataclass(frozen=True)
class Question:
    """A question as retrieval and reading use it.

    Attributes:
        text: As asked (follow-ups already completed).
        language: Of the answer to give.
        spoken: It is asked in.
        terms: Lexical terms of the text.
        expansion: Terms of other names of the things it mentions.
        entries: Glossary entries it mentions.
        expects: Type of answer expected.
        normalised: `normalise(text)`.
        counted: What it counts ("how many brigades"): words one of which must follow the number;
            None when it counts nothing in particular.
    """

    text: str
    language: Language
    spoken: Language
    terms: tuple[str, ...]
    expansion: tuple[str, ...]
    entries: tuple[Entry, ...]
    expects: AnswerType
    normalised: str
    counted: tuple[str, ...] | None


def spoken_in(text: str, language: Language) -> Language:
    """The language a question is asked in, which need not be that of the answer.

    Args:
        text: The question.
        language: Of the answer; decides for names alone.
    """
    if has_hiragana(text):
        return "ja"
    return "en" if not has_japanese(text) and len(text.split()) > 1 else language


@lru_cache(maxsize=512)
def expected_type(text: str, language: Language) -> AnswerType:
    """The type of answer a question asks for, by its question words."""
    text = normalise(text).strip()
    for kind, pattern in _COMPILED[language]:
        if pattern.search(text) and not (kind == "yesno" and _INTERROGATIVE.search(text)):
            return kind
    return "other"


# Types that a bare name is not asked for.
_NOTHING_SAID = frozenset({"other", "yesno", "person", "which", "organisation"})


# What asks for the meaning of a name whatever else is said.
_MEANS = re.compile(
    r"意味|定義|略|正式|何を指|どういうもの|\bdefin|"
    r"\b(?:stands? for|short for|spell out|mean(?:s|t|ing)?)\b"
)


def read_question(text: str, language: Language, glossary: Glossary) -> Question:
    """Read a question.

    Args:
        text: The question, follow-ups already completed.
        language: Of the answer.
        glossary: Names of the paper's things.
    """
    own = terms(text)
    spoken = spoken_in(text, language)
    expects = expected_type(text, spoken)
    about = content_words(text, spoken, glossary)
    if expects in _NOTHING_SAID and len(about) == 1 and about[0].entry is not None:
        expects = "definition"  # "NSATU?", "Who are the IP4?"
    named = [word for word in about if word.entry is not None]
    if expects == "definition" and 0 < len(named) < len(about) and not _MEANS.search(text.lower()):
        expects = "other"  # "What is NSATU's role?" asks for no definition of NSATU
    entries = tuple(dict.fromkeys(match.entry for match in glossary.find(text)))
    other: list[str] = []
    for entry in entries:
        for name in (entry.acronym, entry.ja, entry.en):
            other.extend(terms(name))
    seen = set(own)
    return Question(
        text=text,
        language=language,
        spoken=spoken,
        terms=tuple(own),
        expansion=tuple(t for t in dict.fromkeys(other) if t not in seen),
        entries=entries,
        expects=expects,
        normalised=normalise(text),
        # Its units are words of its own language.
        counted=_counted(normalise(text), language) if spoken == language else None,
    )


# "How many staff does …" counts staff, not "does".
_NO_VERB = (
    r"(?!(?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|in|at|on|for|to|as|"
    r"this|its)\b)"
)
_COUNTED: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(
        r"(?:何|いくつの?)(人|名|カ国|か国|ヶ国|ヵ国|箇国|個|つ|回|隻|機|台|本|基|件|度|"
        r"社|点|段階|周年|年目|倍)|(人)の?数|(国)の?数|(スタッフ|要員|人員|職員)(?:の?数|規模)|"
        r"(国)[はが].{0,25}(?:どれ|どの)(?:[くぐ]らい|ほど|だけ)(?:増|減)"
    ),
    "en": re.compile(
        rf"(?:how many|number of) (?:{_NO_VERB}[\w-]+ ){{0,3}}?{_NO_VERB}"
        r"([\w-]+s|people|personnel|staff|men|aircraft)\b|"
        rf"(?:how many|number of) {_NO_VERB}([\w-]+)"
    ),
}
# Words that count the same things.
_SAME_COUNT = (
    ("人", "名", "スタッフ", "要員", "人員", "職員"),
    ("カ国", "か国", "ヶ国", "ヵ国", "箇国", "国"),
    ("troops", "soldiers", "people", "personnel", "staff", "forces", "servicemembers", "men"),
    ("countries", "nations", "states", "allies", "members", "governments"),
    ("times", "occasions"),
    ("回", "度"),
    ("measures", "items", "steps", "points", "matters", "initiatives", "things", "decisions"),
    ("deals", "agreements", "pacts", "accords", "treaties", "arrangements"),
)


def _counted(text: str, language: Language) -> tuple[str, ...] | None:
    found = _COUNTED[language].search(text)
    if found is None:
        return None
    unit = next(group for group in found.groups() if group)
    for same in _SAME_COUNT:
        if unit in same:
            return same
    return (unit, stem(unit)) if language == "en" else (unit,)
