"""Whether a question points to the turns before it: pronouns, openings and what it leaves out."""

from __future__ import annotations

import re

from natoqa.asides import without_attribution
from natoqa.glossary import Entry, Glossary
from natoqa.text import has_japanese, normalise, terms

_JA_POINTER = re.compile(
    r"[そこあ]の(?:人(?![数員材口権物])|方(?![法針向面角策式]))(?:たち|々|ら)?|"
    r"それ(?!ぞれ|で(?!は))|その(?:とき|時|頃|際)|その(?!ため|後|うえ|上で|まま|他|もの)|これ(?!まで|から|"
    r"以)|(?<!ど)この(?!論文|文書|コメンタリー|資料|レポート|記事|たび|ほか)|"
    r"(?<!ど)そこ|ここ(?!数年|\d)|あれ|あの|彼|彼女|"
    r"[のそあこ](?:ほう|方)[はがも]|"
    r"同(?:氏|組織|計画|国|会合|部隊|誓約|演習|じく)|両国|両者|前者|後者|そうした|"
    r"そういう|こうした|そんな|そん(?:とき|時)|^その後(?:は|も|どう|に)?\S{0,8}[?。]*$|^(?:以前|前|当初|過去|昔)(?:と(?:比べて?|は違)|より|に比べて?)"
)
_JA_LEAD = re.compile(
    r"^(?:(?:いや|いえ|違(?:う|います)(?:よ|って)?|そう(?:では|じゃ)なく(?:て)?)[、,。\s]*)?"
    r"(?:では|じゃあ?|それでは|でも|だが|ちなみに|ところで|あと|また|で|なら|いや(?=[、,])|いえ(?=[、,])|"
    r"もう少し|もっと|ほか(?:に|の)|他(?:に|の)|続き)[、,\s]*"
)
# A personal pronoun points within its own question when a name stands before it.
EN_PERSONAL = re.compile(
    r"\b(?:it|its|itself|they|their|theirs|he|his|himself|she|hers|there)\b", re.IGNORECASE
)
_EN_POINTER = re.compile(
    r"\b(?:in|of|to|from|by|with|under|on|about) it\b|"
    r"\b(?:them|him|her|those|these|others?|the latter|the former|the same|both of|"
    r"each one|each one's|that one|"
    r"this one)\b"
    r"|\bthat(?=\s*(?:[?.!]|$|is\b|was\b|are\b|were\b|will\b|would\b|did\b|does\b|"
    r"do\b|has\b|had\b|actually\b|really\b|still\b|even\b|all\b|then\b|happen|plan|exercise|"
    r"organi[sz]ation|centre|center|force|summit|pledge|body|group|command|country|"
    r"post|decision|document|framework|agreement|figure|number|money|meeting|"
    r"problem|change|in\b|so\b|by\b|for\b|a\b|why\b|how\b|what\b|phrase|word|line|point|rule|"
    r"target|goal|council|council's|claim|view|term|text|role|job|fund|deal|offer|move))"
    r"|\b(?:of|behind|about|after|before|since|despite|besides) that\b"
    r"|^(?:and |so |but )?(?:is|isn't|was|wasn't|does|doesn't|did|didn't|will|would|has|can|could|"
    r"should) that\b"
    r"|\bthis(?!\s+(?:paper|article|commentary|study|document|year))",
    re.IGNORECASE,
)
_EN_EXPLETIVE = re.compile(
    r"\b(?:is|was|are|were|will|would|has|have) there\b|\bthere (?:is|was|are|were|"
    r"be|have|has|any)\b|\bhow many (?:\w+ ){0,2}are there\b|\bit (?:true|possible|"
    r"correct|said)\b|\bdoes it (?:mean|take)\b|"
    r"\b(?:is|was) it (?:agreed|decided|announced|planned|proposed|reported|thought|considered|"
    r"suggested|necessary|important|hard|difficult|easy|impossible|better|right|wrong|too \w+)"
    r"(?: for\b.{1,40}?)? (?:to|that)\b",
    re.IGNORECASE,
)
# "The new centre, what does it do?" says what its pronoun stands for.
_EN_DISLOCATED = re.compile(
    r"^(?:(?:and|so|but|ok(?:ay)?),? )?(?:about )?the\b"
    r"(?![^,?]*\b(?:ones?|same|latter|former|others?)\b)[^,?]{12,}?\w,\s*"
    r"(?:what|who|when|where|why|how|which|is|are|was|were|do|does|did|will|has|have)\b",
    re.IGNORECASE,
)
NEW_SUBJECT = re.compile(
    r"^(?:話(?:は|が)?変わ(?:る|って|り)\w{0,3}?(?:けど|が|て)?|話題を変え\w{1,4}が?|別の(?:質問|話)\w{1,3}が|別件\w{1,3}が|"
    r"(?:on )?(?:a|another) (?:different|new|other)?\s*(?:topic|subject|question|note)|"
    r"changing the subject|to change the subject|different question)[\s、。,.:]+",
    re.IGNORECASE,
)
_EN_TOO = re.compile(r"^(?:and )?(?:\w+ ){1,3}(?:too|as well)\W*$", re.IGNORECASE)
_EN_LEAD = re.compile(
    r"^(?:and|but|so|then|ok(?:ay)?|also|what about|how about|and what about|"
    r"(?:no,? )?(?:sorry,? )?(?:i|we) (?:meant|mean)(?: about)?|"
    r"and how about|what else|anything else|tell me more|"
    r"(?:some )?more(?: (?:details?|info(?:rmation)?))?(?:,? please)?)\b[\s,]*",
    re.IGNORECASE,
)
# The rest of "Is Japan taking part?" and 「日本は参加していますか」, which do not say in what.
_JA_TAKES_PART = re.compile(
    rf"(?:{_JA_LEAD.pattern[1:]})?_(?:政府)?(?:は|も|が|って)"
    r"(?:(?:それ|これ|そこ|この中|その中)(?:に|には|へ)|一緒に|正式に|もう|すでに|既に)?"
    r"(?:参加|加わ|入|含ま|協力|関[わ与係]|加盟|出席|貢献|拠出|支援|資金|賛成|反対|署名|招[待か]|"
    r"調印|締結|結[ばん]|派遣|兵)[^、。?]{0,14}?(?:か|の|る|た|ない|よね|です|ます|でしょう|対象)[?。]*"
)
_EN_TAKES_PART = re.compile(
    r"(?:(?:and|so|but|ok(?:ay)?),? )?"
    r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could)"
    r"(?:n['’]t)? (?:the )?_ (?:also |even |ever |already |still )?"
    r"(?:(?:be |been |get |got )?(?:involved|included|invited|covered|represented|present|"
    r"in(?: there)?|among them|part of (?:it|this|that)|a (?:member|part|party|signatory))|"
    r"(?:tak(?:e|ing|en) part|participat(?:e|ing|ed)|join(?:ed|ing|s)?|belong|attend(?:ed|ing)?|"
    r"contribut(?:e|ed|ing)|sign(?:ed)?(?: up)?|help(?:ed|ing)?|agree[d]?|object(?:ed)?|"
    r"oppose[d]?|pay(?:ing)?|send(?:ing)? (?:troops|any)))"
    r"(?: (?:in|to|at|of) (?:it|this|that))?(?:,? (?:too|as well|at all))?\W*",
)
_JA_ASKS = re.compile(
    r"なぜ|どうして|何故|なんで|いつ|どこ|誰|だれ|どなた|何|なに|なん|いくら|いくつ|"
    r"どの(?!程度の規模)|どんな|どう|どれ|どちら|いずれ|理由|目的|か[?。]*$"
)
_EN_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|which|how)\b|"
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|won)"
    r"(?:n?['’]?t)?\b",
    re.IGNORECASE,
)
# What a question adds to its topic: question words and endings, dropped when the topic is kept.
_JA_DROP = re.compile(
    r"(?:なぜ|どうして|何故|なんで)|いつ(?:ですか|から|まで)?|どこ(?:で(?!す|し)|に|から|"
    r"の)?|誰(?:が|に|の)?|何(?:人|名|年|月|日|カ国|か国|回|個|%|つ)?(?:が|を|に|"
    r"で(?!す|し))?|いくら|いくつ|"
    r"どの(?:ような|くらい|程度)?|どんな|どう(?:いう)?|どれ(?:くらい|だけ)?|とは|"
    r"って(?!い[るたまな]|き|おり|く|しま|も[らい])|[んの]?ですか|[んの]?でしょうか|ますか|ましたか|ませんか|のか|[?。!]|"
    r"を?教えて(?:ください)?|という名前"
)
_EN_DROP = re.compile(
    r"\b(?:who|what|when|where|why|how)['’]s\b|"
    r"\b(?:who|whom|whose|what|when|where|why|which|how(?: many| much| long|"
    r" often)?|(?:is|are|was|were|do|does|did|will|would|can|could|has|have|had)(?:n['’]t)?|please|"
    r"tell me)\b|[?!.]",
    re.IGNORECASE,
)
PAPER = re.compile(r"論文|本稿|著者|筆者|コメンタリー|\b(?:paper|article|commentary|author)\b")
# The author's view of what the conversation is about.
_VIEW = re.compile(
    r"(?:著者|筆者|論文|本稿)(?:は|の|で(?:は)?)(?:これを|それを)?"
    r"(?:何と|なんと|どう|意見|見解|考え|見方|評価)[^、]{0,12}|"
    r"(?:and |but |so )?(?:what (?:does|did|do) the (?:author|paper) (?:think|say|conclude|make of)"
    r"(?: (?:about |of )?(?:it|that|this))?|what(?:'s| is) the (?:author|paper)'s (?:view|opinion|"
    r"verdict|take)(?: (?:of|on) (?:it|that|this))?)[?.! ]*",
)

# 「ドイツのほうは」, 「ドイツについては」.
_JA_ABOUT = re.compile(
    r"(?:のほう|の方|の場合)?(?:は|って|だと|では|なら|については?|とは)?"
    r"(?:どう|いかが)?(?:です|でしょう)?か?$"
)
_EN_ABOUT = re.compile(r"^(?:(?:in|at|on|for|from|of) )?(?:the )?")
# Another of what was spoken of. It stays in the question, which does not ask of the one spoken of.
_ANOTHER = re.compile(
    r"^(?:(?:で|じゃあ|では)[、,]?)?(?:その)?(?:次|次回|前回|一つ前)(?:の(?:会合|もの|やつ|演習|宣言|は))?"
    r"(?:は|が|って|はいつ)|"
    r"\bthe (?:next|previous) one\b|\bthe one (?:before|after)\b|"
    r"\bthe next (?:meeting|session|round|exercise|declaration|drill)\b"
)
# What can be a member of something, EU among them.
_MEMBERS = frozenset({"place", "organisation"})

# By whether the text is Japanese.
POINTER = {True: _JA_POINTER, False: _EN_POINTER}
LEAD = {True: _JA_LEAD, False: _EN_LEAD}
ASKS = {True: _JA_ASKS, False: _EN_ASKS}
DROP = {True: _JA_DROP, False: _EN_DROP}


def points_back(question: str, glossary: Glossary) -> bool:
    """Whether a question cannot be understood without the turns before it."""
    text = without_attribution(normalise(question)).strip()
    if _VIEW.fullmatch(text) or _ANOTHER.search(text) or takes_part(text, glossary):
        return True
    if PAPER.search(text) or NEW_SUBJECT.match(text):
        return False
    if has_japanese(text):
        if has_pronoun(text, glossary) or (_JA_LEAD.match(text) and len(text) <= 30):
            return True
        rest = _JA_DROP.sub("", text)
        content = [t for t in terms(rest) if not re.fullmatch(r"[\u3041-\u3096]+", t)]
        names = glossary.find(text)
        if not _JA_ASKS.search(text):
            # "スウェーデンは？" names a thing and asks nothing.
            return len(text) <= 14 and not text.endswith(("とは", "とは?"))
        return len(text) <= 16 and len(content) <= 3 and not names
    if has_pronoun(text, glossary):
        return True
    if (_EN_LEAD.match(text) and len(text.split()) <= 6) or _EN_TOO.match(text):
        return True
    content = terms(_EN_DROP.sub(" ", text))
    return len(content) <= 1 and not glossary.find(text)


def has_pronoun(question: str, glossary: Glossary) -> bool:
    """Whether a pronoun of a question stands for something said before it."""
    text = normalise(question)
    if has_japanese(text):
        return bool(_JA_POINTER.search(text))
    if _EN_DISLOCATED.search(text):
        return False
    plain = _EN_EXPLETIVE.sub(" ", text)
    personal = EN_PERSONAL.search(plain)
    named = personal and any(m.start < personal.start() for m in glossary.find(plain))
    return bool((personal and not named) or _EN_POINTER.search(plain))


def takes_part(question: str, glossary: Glossary) -> bool:
    """Whether it asks if a country takes part and not in what: "Is Japan involved?"."""
    text = without_attribution(normalise(question)).strip()
    found = [match for match in glossary.find(text) if match.entry.kind in _MEMBERS]
    if len(found) != 1:
        return False
    rest = f"{text[: found[0].start]}_{text[found[0].end :]}"
    pattern = _JA_TAKES_PART if has_japanese(text) else _EN_TAKES_PART
    return bool(pattern.fullmatch(rest))


def bare_name(question: str) -> str:
    """What a follow-up of a few words names, as normalised: "And in Prague?", 「ドイツは？」."""
    text = normalise(question).strip()
    japanese = has_japanese(text)
    text = LEAD[japanese].sub("", text).rstrip("?。!. ")
    return _JA_ABOUT.sub("", text) if japanese else _EN_ABOUT.sub("", text).strip(" ,")


def only_names(question: str, glossary: Glossary) -> Entry | None:
    """The country that a follow-up is nothing but the name of: 「ドイツは？」, "And Germany?"."""
    entry = _named_alone(bare_name(question), glossary)
    return entry if entry is not None and entry.kind == "place" else None


def only_name(question: str, glossary: Glossary) -> str | None:
    """The name of whatever thing a follow-up is nothing but the name of."""
    name = bare_name(question)
    return None if _named_alone(name, glossary) is None else name


def _named_alone(name: str, glossary: Glossary) -> Entry | None:
    found = glossary.find(name)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(name))
    return found[0].entry if whole else None


def asks_for_another(question: str) -> bool:
    """Whether it asks for the next or the previous one of what was spoken of."""
    return bool(_ANOTHER.search(normalise(question).strip()))


_ANYTHING = re.compile(
    r"何か.{0,6}(?:決|言|発表|触れ|述べ|合意|進展|言及|示)|"
    r"\b(?:was|were|did|has|have|is) .*\banything\b(?! else)(?!.*\b(?:about|on|for|to|of|with) \w)|"
    # 「ワシントンの宣言ではどう評価されている？」 does not say what.
    r"^(?:で|では|じゃあ)?[、,]?(?:nato)?(?:の)?(?:ワシントン|首脳会[合議]|サミット|今回|宣言)"
    r"[^、。?はが]{0,12}?で(?:は|も)?(?:どう|何と|なんと|どのように)[^、。?]{0,16}[?。]*$"
)


def leaves_out_its_topic(question: str) -> bool:
    """Whether it is asked what was decided or said without saying of what."""
    return bool(_ANYTHING.search(normalise(question)))
