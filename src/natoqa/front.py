"""Questions about the paper itself: author, date, series, length, language, how to cite it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from natoqa.messages import load_messages
from natoqa.paper import Paper
from natoqa.text import has_japanese, normalise
from natoqa.units import Language
from natoqa.words import content_words

_PAPER = (
    r"(論文|論考|論説|本稿|この(文書|文章|資料|記事|レポート|コメンタリー|ペーパー)|コメンタリー|ペーパー|レポート|"
    r"paper|article|commentary|publication|document|report|essay|study|piece|text|analysis|"
    r"this thing)"
)
_AUTHOR = r"(著者|筆者|執筆者|書き手|作者|書いた(人|方)|author|writer)"
_MADE = (
    r"(書い|書か|書き|執筆|発行|刊行|出版|公開|公表|発表|掲載|世に|出(た|され|し)|"
    r"publish|releas|issued|written|wrote|c(o|a)me out|appear|put out)"
)
# A word that speaks of the text before one: "When did this come out?"
_THIS = rf"({_PAPER}|これ|この|\b(this|it|the text)\b)"


@dataclass(frozen=True)
class FrontAnswer:
    """An answer from the front matter: the sentence, and the line of p00 that proves it."""

    text: str
    sentence: str


@dataclass(frozen=True)
class _Topic:
    """Something to ask of a paper.

    Attributes:
        name: Of the message that answers.
        sentence: The line of p00 that proves it.
        own: What asks for it in any context: only texts have it.
        loose: What asks for it where a text is spoken of.
    """

    name: str
    sentence: str
    own: re.Pattern[str]
    loose: re.Pattern[str] | None = None


# In order: the first that is asked for decides.
_TOPICS = (
    _Topic(
        "cite",
        "p00s03",
        re.compile(
            r"引用(方法|の仕方|する|したい|は?どう|形式|情報|書式|例)|書誌|参考文献|bibtex|出典の?(書き方|表記|情報)|"
            r"(脚注|注)に.*(書|載|入)|\bcit(e|ing)\b|citation|bibliograph|"
            r"\breferenc(e|ing)\b|\b(in|for) (a |my |the )?footnotes?\b|attribut(e|ion)"
        ),
    ),
    _Topic(
        "completed",
        "p00s06",
        re.compile(
            r"脱稿|書き(上げ|上が|終え|終わ)|執筆(を終え|完了|が完了|し終)|原稿(が|は|を|って)?.*(完成|でき|仕上)|"
            r"(manuscript|writing|draft|text).*(complet|finish|finali[sz])|"
            r"(complet|finish|finali[sz])\w* (writing|the (manuscript|paper|text))|"
            r"when was .*(manuscript|paper|commentary|article|piece)"
            r".*(completed|finished|finali[sz]ed)"
        ),
        re.compile(
            r"(いつ|何年|何月|何日|日付).*(書か|書い|書き|執筆|仕上)|(書かれ|書い|執筆し?)た?(の|時期|日).*(いつ|何)|執筆(時期|日)|"
            r"when .*(written|wr(o|i)te|complet|finish|finali[sz]|penned|drafted)"
        ),
    ),
    _Topic(
        "affiliation",
        "p00s05",
        re.compile(
            rf"^(?=.*({_AUTHOR}|田中|tanaka)).*(所属|勤|働|肩書|役職|職業|身分|部署|研究室|専門|どこの人|機関|何をして|"
            r"affiliat|\bwork|position|title|\bjob|institut|employ|based|belong|department|"
            r"division|for a living|\brole\b)|"
            r"affiliation|(田中|tanaka).*(誰|だれ|何者|どんな|どういう)|"
            r"\bwho(?: is|'s|’s) .*tanaka"
        ),
    ),
    _Topic(
        "author",
        "p00s05",
        re.compile(
            rf"{_AUTHOR}(さん)?(は|って|とは|が|を|の|について)?(誰|だれ|どなた|何者|どんな|どういう|教え|知り|紹介|"
            rf"名|お名前|氏名)|{_AUTHOR}(さん)?(は|って|とは)?[?。]*$|(誰|だれ|どなた)(が|の)?(書い|書か|書き|執筆)|"
            rf"(書い|執筆し|まとめ)た(の|人|方|研究者)(は|って)?(誰|だれ|どなた)|"
            r"(書い|執筆し)た(人|方|研究者).{0,4}(誰|名|教|知|[?。]*$)|"
            rf"(誰|だれ|どなた)の{_PAPER}|\bwho(?:'s|’s)? (wrote|authored|penned|(?:is )?the "
            r"(author|writer))|(name|identity) of the (author|writer)|(author|writer)'?s? name|"
            r"(about|introduce|identify|name) the (author|writer)|^(the )?(author|writer)\W*$|"
            rf"\bwhose {_PAPER}|\bauthor\?*$"
        ),
        re.compile(
            r"(書いた|執筆した|まとめた)(の|人|方|研究者)|誰が|だれが|who is behind|written by|"
            r"by whom was|\bwho (made|created|prepared|produced)"
        ),
    ),
    _Topic(
        "sections",
        "p00s03",
        re.compile(
            r"目次|見出し|(章|節)立て|(いくつ|何|どんな|どのような)(の|個の)?(節|章|セクション)|"
            r"((?<!文)章|節|セクション)(の構成|は(いくつ|何|どう)|の?(数|題|タイトル|名))|"
            r"table of contents|how many (sections|chapters|parts)|section titles|headings|"
            r"(what|which|list|name) .*(sections|chapters)"
        ),
        re.compile(r"構成|structure|organi[sz]ed|laid out|divided|contents"),
    ),
    _Topic(
        "length",
        "p00s03",
        re.compile(
            r"(何|全)(ページ|頁)|(ページ|頁|段落)(の?数|は(いくつ|何))|何段落|"
            r"how many (pages|paragraphs)|page count"
        ),
        re.compile(r"長さ|長い|分量|ボリューム|how long|length|\blong\b"),
    ),
    _Topic(
        "series",
        "p00s01",
        re.compile(
            r"第?何号|号数|シリーズ名?|(発行|刊行|出版)(元|者|社|機関)|版元|"
            r"(which|what) (series|issue)|in (which|what) (series|outlet|journal)|publisher|"
            r"(issue|series|commentary) number|number of (this|the) commentary|"
            r"(what|which) number .*series"
        ),
        re.compile(
            rf"(どこ|どの(機関|組織|研究所|団体|媒体))(から|が|で|の)?.*({_MADE}|出|載|{_PAPER}|もの|刊行物|出版物)|"
            r"(発行|刊行|出版|公表|発表|公開)(した)?(元|機関|組織|研究所|の(は|って)?(どこ|誰))|"
            r"(which|what) (institut\w*|think tank|organi[sz]ation|body|agency)|who published|"
            r"who (put|brought) (this|it) out|where (was|is|did) .*(publish|appear|carried)"
        ),
    ),
    _Topic(
        "date",
        "p00s02",
        re.compile(
            r"(発行|公開|公表|刊行|掲載|発表|出版)(年月)?(日|年)|(publication|release|issue) date|"
            r"date of (publication|issue|release)"
        ),
        re.compile(
            rf"(いつ|何年|何月|何日).*({_MADE}|のもの|{_PAPER}|時点)|({_MADE}|{_PAPER}).*(いつ|何年|何月|何日|日付)|日付|"
            rf"when .*{_MADE}|(what|which) (date|day|month|year).*({_MADE}|{_THIS})|"
            r"\bdated?\b|how (old|recent|new|current)|^(and )?(published|released)\W*$"
        ),
    ),
    _Topic(
        "title",
        "p00s03",
        re.compile(r"題名|題目|タイトル|表題|副題|標題|\btitle\b|sub-?title"),
        re.compile(r"名前|名称|何という|called|\bname\b"),
    ),
    _Topic(
        "tongue",
        "p00s03",
        re.compile(
            r"何語で書|原文(は|って)?(何語|日本語|英語)|(英語|日本語)版|英訳(は|版|が)|"
            r"(what|which) language .*(written|original|paper|text)|"
            r"(english|japanese) (version|edition|translation)"
        ),
        re.compile(r"何語|どの言語|(what|which) language"),
    ),
)
# "Who wrote it and when was it published?"
_AND = re.compile(r"[、,]|と(?=[^いはもかの言思])|\band\b|および|及び")

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
    rf"{_PAPER}s?|本文|原文|英訳|日本語|英語|言語|語|版|著者|筆者|執筆者?|書き手|作者|田中|亮佑|防衛研究所|防研|nids|"
    r"研究(?:室|所|者|員)|参考文献|文献|引用|方法|仕方|場合|形式|書式|情報|書誌|出典|脚注|注|例|表記|書き方|脱稿|書|終|上|原稿|"
    r"完(?:成|了)|作成|仕上|所属|勤(?:務|め)?先?|肩書|役職|職業?|身分|部署|専門|機関|組織|団体|媒体|人物?|方|名前|名称|"
    r"氏名|名|節|章|構成|目次|見出し|一覧|見|セクション|立|世|全体?|長|ページ|頁|段落|分量|ボリューム|数|番?号|シリーズ|"
    r"刊行物?|掲載|発(?:行|表)|出版?物?|公(?:表|開)|最新|社|者|先|元|日付?|\d*年月?|\d*月|時期|題名?|題目|タイトル|副題|表題|標題|室|"
    r"載|働|誰|何|教|知|紹介|目|正式|今|時点|時|成|第|欲|必要|通算|(?:文書|文章|資料|記事|報告書?)|"
    r"(?<![a-z])(?:authors?|writers?|wrote|writ[a-z]+|pen(?:ned)?|behind|tanaka|ryosuke|national|"
    r"defen[cs]e|studies|research|institut[a-z]*|think tank|agency|carr(?:y|ies)|bears?|"
    r"footnotes?|cit[a-z]+|bib[a-z]+|referenc[a-z]*|apa|mla|chicago|harvard|style|entry|attribut[a-z]+|"
    r"format|way|manuscript|original(?:ly)?|language|english|japanese|version|edition|translation|"
    r"draft[a-z]*|text|complet[a-z]*|finish[a-z]*|finali[sz][a-z]*|affiliat[a-z]*|work[a-z]*|"
    r"position|titles?|job|living|role|employ[a-z]*|based|belong[a-z]*|attached|department|division|names?|"
    r"identity|introduce|about|sections?|chapters?|parts?|headings?|tables?|contents?|structur[a-z]*|"
    r"divided|laid|organi[sz][a-z]*|long|length|pages?|paragraphs?|counts?|series|issu[a-z]*|"
    r"numbers?|outlet|journal|publi[a-z]*|releas[a-z]*|prepared|produced|created|made|brought|put|"
    r"out|com(?:e|ing)|came|appear[a-z]*|dat(?:e|es|ed)|day|month|year|old|recent|new|current|"
    r"sub-?titles?|called|body|person|thing|list|show|give|need|want|mr)(?![a-z])"
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
    rf"{_PAPER}|{_AUTHOR}|田中|副題|題名|原稿|tanaka|sub-?title|manuscript|who wrote this"
)


def front_answers(
    question: str, language: Language, paper: Paper, *, spoken_of: bool = True, sure: bool = True
) -> tuple[FrontAnswer, ...]:
    """Answer a question about the paper itself; nothing when it is about something else.

    Args:
        question: In Japanese or English.
        language: Of the answer.
        paper: The paper.
        spoken_of: Whether "When was it published?" is about the paper: nothing was said before, or
            the last answer was about the paper itself.
        sure: Whether it may have no word that is about something else. Where the paper's body
            does not answer, it is enough that it names the paper or its author.

    Returns:
        One answer, or one for each part of a question that asks for several things.
    """
    text = _ACCORDING.sub("", normalise(question))
    if not (_asks_about_the_paper(text) if sure else names_the_paper(text)):
        return ()
    known = sure and (spoken_of or bool(re.search(_THIS, text)))
    parts = [_topic(part, known=known) for part in _AND.split(text) if part.strip()]
    # "The title and the number" asks for two things, "the institute and division" for one.
    asked = parts if all(parts) else [_topic(text, known=known)]
    return tuple(
        FrontAnswer(_text(topic.name, paper, language), topic.sentence)
        for topic in dict.fromkeys(topic for topic in asked if topic is not None)
    )


def _topic(text: str, *, known: bool) -> _Topic | None:
    return next(
        (
            topic
            for topic in _TOPICS
            if topic.own.search(text) or (known and topic.loose and topic.loose.search(text))
        ),
        None,
    )


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
