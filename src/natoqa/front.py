"""Questions about the paper itself: author, date, series, length, how to cite it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from natoqa.messages import load_messages
from natoqa.paper import Paper
from natoqa.text import has_japanese, normalise
from natoqa.units import Language
from natoqa.words import content_words

_PAPER = (
    r"(論文|論考|本稿|この(文書|文章|資料|記事|レポート|コメンタリー|ペーパー)|コメンタリー|ペーパー|"
    r"paper|article|commentary|publication|document|report|essay|study|piece|text|analysis|"
    r"this thing)"
)


@dataclass(frozen=True)
class FrontAnswer:
    """An answer from the front matter: the sentence, and the line of p00 that proves it."""

    text: str
    sentence: str


_Topic = tuple[str, re.Pattern[str]]
# In order: the first that matches decides.
_TOPICS: tuple[_Topic, ...] = (
    (
        "cite",
        re.compile(
            rf"引用(方法|の仕方|する(に|とき|場合)|は?どう|形式|情報)|書誌|bibtex|"
            rf"出典の書き方|(how|way) .*\bcite\b|citation (for|of|format)|\bcite (this|"
            rf"the) {_PAPER}|bibliograph"
        ),
    ),
    (
        "completed",
        re.compile(
            r"脱稿|書き(上げ|上が|終え|終わ)|執筆(を終え|完了|が完了|し終)|原稿(が|は|を|って)?.*(完成|でき|"
            r"仕上)|(manuscript|writing|draft|text).*(complet|finish)|(complet|"
            r"finish)\w* (writing|the (manuscript|paper|text))|when was .*(manuscript|paper|"
            r"commentary|article|piece).*(completed|finished)"
        ),
    ),
    (
        "affiliation",
        re.compile(
            r"(著者|筆者|執筆者|書き手|田中).*(所属|勤|働|肩書|役職|職業|身分|部署|研究室|どこの人|どんな人|機関)|"
            r"(author|writer|tanaka).*(affiliat|work|position|title|job|institut|employ|"
            r"based|belong|department|division)|(where|which|what) .*\b(author|"
            r"tanaka)('s)?\b.*(work|affiliat|institut|department|division)|affiliation"
        ),
    ),
    (
        "author",
        re.compile(
            rf"(著者|筆者|執筆者|書き手)(は|って|とは)?(誰|だれ|どなた|何者|どんな人|"
            rf"どういう人)|(著者|筆者|執筆者|書き手)の?(名前|氏名|名(は|を))|^(著者|筆者|"
            rf"執筆者)(は|を教えて|って).{0, 8}$|(著者|筆者|執筆者)[?。]*$|{_PAPER}.*(誰が|"
            rf"だれが).*(書|執筆)|(誰|だれ)が(書い|書か|書き|執筆)|"
            rf"^(これ|この(論文|文章|記事|文書))?を?(書い|執筆し)たの(は|って)?(誰|だれ|どなた)|{_PAPER}.*(書いたの|執筆したの)は|"
            rf"{_PAPER}を書いた(人|方)|\bwho(?:'s|’s)? (wrote|authored|penned|(?:is )?the "
            rf"(author|writer))|who is behind th|name of the (author|writer)|author's name|"
            rf"\bauthor\?*$|written by|by whom was (this|the) {_PAPER}"
        ),
    ),
    (
        "sections",
        re.compile(
            rf"(いくつ|何)(の|個の)?(節|章|セクション)|(節|章)(の構成|立て|は(いくつ|何|"
            rf"どう))|{_PAPER}.*構成|how many (sections|chapters)|(what|"
            rf"which) (are the )?(sections|chapters)|how is (the|this) {_PAPER} (structured|"
            rf"organi[sz]ed)|structure of (the|this) {_PAPER}"
        ),
    ),
    (
        "length",
        re.compile(
            rf"{_PAPER}.*(長さ|何ページ|何頁|ページ数|頁数|段落数|何段落|分量)|(何|"
            rf"全)(ページ|頁)|how long is (the|this|it)\b.*{_PAPER}?|how many (pages|"
            rf"paragraphs)|length of (the|this) {_PAPER}|page count"
        ),
    ),
    (
        "series",
        re.compile(
            rf"第?何号|号数|シリーズ|刊行物|{_PAPER}.*(掲載|載って|どこ(から|が|で)(出|発行|"
            rf"刊行|公表|発表|公開))|(発行|刊行|出版|公表|発表)(元|機関|した(機関|組織|"
            rf"研究所|の)(は|どこ))|どこ(から|が|で)(出|発行|刊行|出版)|which (series|issue|"
            rf"number)|what (series|issue|number)|issue number|series number|in (which|"
            rf"what) (series|outlet|journal)|who published|publisher|"
            rf"which institut\w+ published|where (was|is) (the|this|it)\b.*published|"
            rf"commentary number|number of (this|the) commentary|which institution (issued|"
            rf"released|put out)"
        ),
    ),
    (
        "date",
        re.compile(
            rf"{_PAPER}.*(いつ|何年|何月|日付|発行日|公表日|刊行日)|(いつ|何年何?月?)(に|"
            rf"の)?.*{_PAPER}|発行日|公表日|刊行日|掲載日|when (was|did) (the|this|"
            rf"it)\b.*({_PAPER}).*(publish|appear|release|out|issue|dated)|publication date|"
            rf"date of (the|this|publication)|when was (this|it) published|"
            rf"what date .*{_PAPER}|(date|dated).*{_PAPER}|{_PAPER} .*(date|dated|come out|"
            rf"came out)"
        ),
    ),
    (
        "title",
        re.compile(
            rf"{_PAPER}の?(題名|タイトル|題|表題|副題|標題)|^(題名|タイトル|表題|副題)|"
            rf"title of (the|this)|sub-?title|(what is|what's) (the|"
            rf"this) {_PAPER}('s)? (title|called)|{_PAPER} called"
        ),
    ),
)

# "According to the paper, …" asks about what the paper says.
_ACCORDING = re.compile(
    r"(?:この|本)?(?:論文|論考|コメンタリー|レポート|記事|文書)"
    r"(?:に(?:よる|よれば|よると)と?|で(?:は|も)?(?=.))[、,]?|"
    r"(?:本稿|筆者|著者)(?:に(?:よれば|よると)|では)[、,]?|"
    r"(?:according to|in) (?:the|this) (?:paper|article|commentary|author|text),? (?=\w)|"
    r"(?:what )?(?:does|did) (?:the|this) (?:paper|article|commentary|author|report) "
    r"(?:say|write|state|tell)\b"
)
# The words of a question about the paper itself. One more, and it is about another thing.
_WORDS = re.compile(
    rf"{_PAPER}s?|本文|原文|版|著者|筆者|執筆者?|書き手|田中|亮佑|防衛研究所|防研|nids|"
    r"研究(?:室|所|者|員)|ペーパー|論考|引用|方法|仕方|場合|形式|情報|書誌|出典|書き方|脱稿|書|終|上|原稿|完(?:成|了)|"
    r"仕上|所属|勤(?:務|め)?先?|肩書|役職|職業?|身分|部署|機関|組織|人物?|方|名前|氏名|名|節|章|構成|"
    r"セクション|立|世|全体?|長|ページ|頁|段落|分量|数|番?号|シリーズ|刊行物?|掲載|発(?:行|表)|出版?|公(?:表|開)|"
    r"先|元|日付?|年月?|月|題名?|タイトル|副題|表題|標題|室|載|働|誰|何|教|知|目|正式|今|時点|成|第|"
    r"(?<![a-z])(?:authors?|writers?|wrote|writ[a-z]+|pen(?:ned)?|behind|tanaka|ryosuke|national|"
    r"defen[cs]e|studies|research|institut[a-z]*|carr(?:y|ies)|bears?|footnote|cit[a-z]+|"
    r"bib[a-z]+|referenc[a-z]*|format|way|manuscript|"
    r"draft|text|complet[a-z]*|finish[a-z]*|affiliat[a-z]*|work[a-z]*|position|titles?|job|"
    r"employ[a-z]*|based|belong[a-z]*|department|division|names?|sections?|chapters?|structur[a-z]*|"
    r"organi[sz][a-z]*|long|length|pages?|paragraphs?|counts?|series|issu[a-z]*|numbers?|outlet|"
    r"journal|publi[a-z]*|releas[a-z]*|put|out|com(?:e|ing)|came|appear[a-z]*|dat(?:e|es|ed)|day|"
    r"month|year|sub-?titles?|called|body|person)(?![a-z])"
)
# Of the paper's title, where the paper is named too.
_SUBJECT = re.compile(
    r"ワシントン|nato|首脳会合|サミット|成果|課題|関|washington|summit|achievements|challenges"
)


def _asks_about_the_paper(text: str) -> bool:
    """Whether nothing but the paper itself is asked about."""
    about = _WORDS.sub(" ", text)
    if re.search(_PAPER, text):
        about = _SUBJECT.sub(" ", about)
    return not content_words(about, "ja" if has_japanese(text) else "en", None)


def names_the_paper(question: str) -> bool:
    """Whether a question speaks of the paper or its author."""
    return bool(_NAMES_PAPER.search(normalise(question)))


_NAMES_PAPER = re.compile(
    rf"{_PAPER}|著者|筆者|執筆者|田中|副題|題名|原稿|author|tanaka|sub-?title|manuscript|"
    r"who wrote this"
)


def front_answer(
    question: str, language: Language, paper: Paper, *, sure: bool = True
) -> FrontAnswer | None:
    """Answer a question about the paper itself, or None when it is about something else.

    Args:
        question: In Japanese or English.
        language: Of the answer.
        paper: The paper.
        sure: Whether it may have no word that is about something else. Where the paper's body
            does not answer, it is enough that it names the paper or its author.
    """
    text = _ACCORDING.sub("", normalise(question))
    topic = next((name for name, pattern in _TOPICS if pattern.search(text)), None)
    if topic is None:
        return None
    if not (_asks_about_the_paper(text) if sure else names_the_paper(text)):
        return None
    return FrontAnswer(_WRITERS[topic](paper, language), _PROOF[topic])


_PROOF = {
    "author": "p00s05",
    "affiliation": "p00s05",
    "date": "p00s02",
    "completed": "p00s06",
    "series": "p00s01",
    "title": "p00s03",
    "length": "p00s03",
    "cite": "p00s03",
    "sections": "p00s03",
}


def _date(iso: str, language: Language) -> str:
    day = date.fromisoformat(iso)
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def _text(name: str, paper: Paper, language: Language) -> str:
    ja = language == "ja"
    titles = [s.title if ja else s.title_en for s in paper.sections]
    return load_messages(language).get(
        f"front_{name}",
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
        citation=paper.citation if ja else paper.citation_en,
        count=len(paper.sections),
        sections="、".join(f"「{t}」" for t in titles) if ja else "; ".join(titles),
    )


def _writer(name: str) -> Callable[[Paper, Language], str]:
    return lambda paper, language: _text(name, paper, language)


_WRITERS = {name: _writer(name) for name in _PROOF}
