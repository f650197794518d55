"""The words of a question that say what it is about, as against those that ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from natoqa.glossary import Entry, Glossary
from natoqa.text import normalise, terms
from natoqa.units import Language

# Words that ask, as against words that say what is asked about.
_ASKING: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(
        r"(?:どの|どこの|いずれの|何という|何て(?:いう)?|なんて(?:いう)?)"
        r"(?:国々?|街|町|都市|市|組織|機関|会合|会議)(?![^\s、?でにはがをのと])|"
        r"(?:何|なん)の略(?:称|語)?|(?:日本語|英語)で(?:は)?(?:何|なん)(?:と|て)?(?:いう|言う|呼ぶ)?|"
        r"を?(?:日本語|英語)[でに](?:言う|いう|訳す|直す)と|(?:日本語|英語)(?:名|表記)|和名|"
        r"(?:誰|だれ|どなた|どこ|いつ|なぜ|どうして|なんで|何故|いくら|いくつ|"
        r"どれ(?:くらい|ほど|だけ)?|どの(?:くらい|程度|ような?)?|"
        r"どんな|どう(?:いう|いった|なり|なって)?|どちら|いずれ|何|なに|なん)(?:から|"
        r"まで|[にでがをのはへも])?(?:人|名|年|月|日|つ|回|個|件|隻|機|台|度|歳|時|"
        r"[カか]国)*|"
        r"(?:なの|の|ん)?(?:でしょう|でした?|です|ました|ます)か?(?:ね)?[?。？]*$|[?？]|"
        r"(?:の?(?:要点|概要|要旨|あらまし))?(?:を|について)?(?:簡単に|簡潔に|手短に|短く)?(?:教え|説明し|紹介し|挙げ|述べ|まとめ|要約し)て(?:ください|"
        r"下さい|くれ(?:ますか)?|ほしい|いただけ(?:ますか|ますでしょうか)|頂けますか)?|"
        r"ご教示(?:いただけますでしょうか|ください|願います)?|(?:大変)?恐れ入りますが|"
        r"お手数(?:です|をおかけします)が|すみませんが|"
        r"説明(?:しろ|せよ)|の(?:要点|概要|要旨|あらまし)(?=[はを?]|$)|具体的(?:に(?:は)?|な)|を?指(?:し(?:ます|て)|す)|"
        r"(?:もっと|もう少し|さらに)?(?:詳しく|くわしく)|(?:もっと|もう少し)詳細に?|"
        r"のこと(?=[をは?]|$|ですか|でしょうか|なの)|列挙(?:せよ|して(?:ください)?)|"
        r"理由|わけ|目的|狙い|とは|って|という(?:もの|こと)|とい(?:う|った)|について|"
        r"(?:この|その)?(?:論文|論考|コメンタリー)(?:で|に)?|本稿|筆者|著者|に(?:よれば|よると)|意味|お?名前|"
        r"名称|正式名称|略語|(?:という)?(?:言葉|用語|単語)|(?:説明|記述|紹介|言及)され(?:て|る|た)|"
        r"肩書き?|役職名?|書かれて|述べられて|触れられて|全部|すべて|全て|比べ(?:る|た|て)と?|比較(?:する|した)と?|何?の略(?:称|語)?|略称|"
        # What goes with any question; found as the words that answers to questions lack most often.
        r"知りたい(?:の|ん)?(?:です|だ)?(?:が|けど)?|ご?存[知じ](?:です)?|違(?=[いうっ])|今回|自分|"
        r"(?:よく)?ニュースで(?:よく)?(?:聞く|見る|聞いた|見た)|聞(?=[いくきかこ])|言(?=[いうわっえ])|"
        r"読(?=[むんみめ])|向け|国々|数字|以外|側(?![面近])|氏(?=[はがのをにもと、\s])|"
        r"話(?=[、はでがを?。]|だと|です|$)|件(?=[、はですで])"
    ),
    "en": re.compile(
        r"\bhow many (?:more |other |additional )?|"
        r"\b(?:which|what) (?:\w+ )?(?:country|countries|nations?|states?|city|town|years?|months?|"
        r"dates?|day|body|headquarters)\b|\bthe (?:idea|point) (?:behind|of)\b|"
        r"['’](?:s|re|ve|ll|d|m)\b|\b(?:is|are|was|were|do|does|did|has|have|had|can|could|would|should|"
        r"wo|need)n['’]t\b|"
        r"\b(?:who|whom|whose|what|when|where|why|which|how(?: (?:much|long|often|big|large))?|"
        r"how come|happen(?:s|ed|ing)?|going on|please|could you|can you|"
        r"(?:supposed|meant|going|expected|due|likely) to|"
        r"(?:the )?(?:japanese|english) (?:(?:word|term|name) )?(?:for|of)|"
        r"in (?:simple|plain) (?:terms|words|english)|headquartered|located|situated|briefly|"
        r"(?:behind|hide behind) the (?:label|name|acronym|abbreviation|term)|"
        r"exactly|actually|really|roughly|summari[sz]e|(?:tell me |say )?(?:some )?more about|"
        r"(?:in )?(?:more|further) details?(?: (?:on|about))?|elaborate(?: on)?|expand on|"
        r"give (?:me )?(?:an? |the )?(?:summary|overview|outline|gist)(?: of| on)?|"
        r"(?:main|key) points (?:of|on|about)|"
        r"last(?:s|ed)?(?=\W*$)|makes? up|made up of|belongs? to|in total|altogether|"
        r"would you|tell me|let me know|(?:i am |i'm )?(?:terribly |"
        r"very )?sorry to (?:trouble|bother) you|but|explain|describe|"
        r"according to(?: the)?|(?:the )?(?:paper|author|article(?! \d)|commentary)(?:'s)?|"
        r"reasons?|purpose|names?|kind of|sort of|"
        r"type of|say|says|said|mean|means|meant by|refers? to|stand for|stands for|"
        r"define|definition(?: of)?|meaning(?: of)?|never heard of|short for|spell(?:ed)? out|"
        r"for me|"
        r"(?:some |any )?background (?:on|to|information)|acronym|abbreviation|full (?:name|form)|"
        r"already|versus|vs|differ(?:s|ed|ent|ences?)?|compare[ds]?|besides|apart from|around|even|"
        r"itself|themselves|rather|both|becom(?:e|es|ing)|became|wants?|wanted|gets?|getting|got|"
        r"believes?|believed|thinks?|thinking|reckons?|reckoned|i mean|i(?:'m| am) curious|heard|"
        r"now|today|nowadays|currently|right now|at the moment|these days|in terms of|of course|"
        r"was|were|is|are|do|does|did|has|have|had)\b|[?]",
        re.IGNORECASE,
    ),
}


@lru_cache(maxsize=256)
def without_asking(text: str, language: Language) -> str:
    """A question with its asking words blanked out, offsets unchanged."""
    return _ASKING[language].sub(lambda found: " " * len(found.group()), text)


# Words as units of meaning: a kanji or katakana run, a Latin word, a number.
_WORD = re.compile(
    r"[\u4e00-\u9fff\u3005]+|[\u30a1-\u30fa\u30fc]{2,}|[A-Za-z\u00c0-\u024f]{2,}\d*|\d[\d,.]*"
)


@dataclass(frozen=True)
class Word:
    """A word that says what a question is about: text[start:end].

    Attributes:
        start: First character.
        end: One past the last.
        entry: The glossary entry it names, if any.
    """

    start: int
    end: int
    entry: Entry | None


@lru_cache(maxsize=256)
def content_words(text: str, language: Language, glossary: Glossary | None) -> tuple[Word, ...]:
    """The words that say what a question is about; a name of several words is one.

    Args:
        text: The question.
        language: Of the question.
        glossary: Names; None for any other text.
    """
    about = without_asking(text, language)
    words: list[Word] = []
    taken: list[tuple[int, int]] = []
    if glossary is not None and len(normalise(text)) == len(text):
        for match in glossary.find(text):
            if about[match.start : match.end].isspace():
                continue  # "日本語で" is not about Japan
            words.append(Word(match.start, match.end, match.entry))
            taken.append((match.start, match.end))
    for found in _WORD.finditer(about):
        start, end = found.span()
        if any(start < b and end > a for a, b in taken):
            continue
        if language == "en" and not terms(found.group()):
            continue
        words.append(Word(start, end, None))
    return tuple(sorted(words, key=lambda w: w.start))
