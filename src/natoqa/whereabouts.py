"""Questions for the place of something in the paper: "Which page has X?", 「Xはどの段落？」."""

from __future__ import annotations

import re
import unicodedata

from natoqa.asides import without_asides
from natoqa.text import has_japanese

_PLACE = r"(?:paragraph|para|page|section|part|place|passage|sentence|line)s?(?: numbers?)?"
_OF_PAPER = r"(?: (?:of|in|from) (?:the|this) (?:paper|article|text|commentary|document))?"
_PAPER = r"(?:the (?:paper|author|article|text|commentary|writer)|this paper|it|he|i|you|they)"
_TELL = (
    r"(?:mention|discuss|describe|explain|cover|state|list|give|treat|address|note|summari[sz]e|"
    r"sum up|bring up|set out|talk about|touch on|refer to|deal with|write about|speak of|"
    r"say (?:that|anything about|something about)|say)"
)
_TELLS = (
    r"(?:mentions|discusses|describes|explains|covers|states|lists|gives|treats|addresses|notes|"
    r"summari[sz]es|sums up|brings up|sets out|talks about|touches on|refers to|deals with|"
    r"is (?:about|on)|says(?: that)?|contains|has|mentioning|discussing|describing|explaining|"
    r"about|on|that (?:mentions|discusses|describes|explains|says|talks about|deals with))"
)
_TOLD = (
    r"(?:mentioned|discussed|described|explained|covered|stated|listed|treated|addressed|"
    r"summari[sz]ed|brought up|written about|talked about|referred to|set out)"
)
_BIT = r"(?:the )?(?:bit|part|passage|section|sentence|paragraph|line|discussion|mention|place)"
_X = r"(?P<thing>.+?)"
_ASK = r"(?:(?:and|so|ok(?:ay)?|hi|hey|sorry),? )*(?:(?:can|could|would) you (?:please )?)?"
_END = r"[?.! ]*"
_EN = tuple(
    re.compile(pattern + _END, re.IGNORECASE)
    for pattern in (
        # Which paragraph mentions X; the paragraph describing X
        rf"{_ASK}(?:(?:in |on )?(?:which|what)|(?:please )?(?:point me to|show me|find(?: me)?|"
        rf"give me|tell me|name)(?: in)?(?: the| which| what)) {_PLACE}{_OF_PAPER} {_TELLS} {_X}",
        # On which page does the author bring up X; where does the paper discuss X
        rf"{_ASK}(?:(?:in|on) (?:which|what) {_PLACE}{_OF_PAPER}|where(?: exactly)?{_OF_PAPER}) "
        rf"(?:does|do|did) {_PAPER} {_TELL} {_X}",
        # In which section can I find X; where do I find X mentioned
        rf"{_ASK}(?:(?:in|on) (?:which|what) {_PLACE}{_OF_PAPER}|where(?: exactly)?{_OF_PAPER}) "
        rf"(?:can|could|do|would|will|should) (?:i|we|one|you) (?:find|read|look|see)"
        rf"(?: for| up| about)? {_X}(?: {_TOLD})?{_OF_PAPER}",
        # What page is X on
        rf"{_ASK}(?:which|what) {_PLACE}{_OF_PAPER} (?:is|are) "
        rf"(?:{_BIT} (?:about|on|with|of|where) )?{_X}(?: {_TOLD})? (?:in|on)",
        # Where is X mentioned; where's the bit about X; in what paragraph is X discussed
        rf"{_ASK}(?:where|(?:in|on) (?:which|what) {_PLACE}{_OF_PAPER})"
        rf"(?:['’]s| is| are| was| were) {_X} {_TOLD}{_OF_PAPER}",
        rf"{_ASK}where(?:['’]s| is| are) {_BIT} "
        rf"(?:about|on|with|of|where|that says|describing) {_X}",
        # I am looking for the passage on X
        rf"{_ASK}i(?:['’]m| am) (?:looking|searching) for (?:the|a) {_PLACE}{_OF_PAPER} {_TELLS} "
        rf"{_X}(?:(?:,| -| –| —)? where is (?:it|that))?",
    )
)
_JA_PLACE = (
    r"(?:何|なん|どの)(?:段落目?|ページ目?|頁目?|節|章|パラグラフ|箇所|部分|あたり|辺り|セクション)"
)
_HERE = r"(?:この|本)?(?:論文|本稿|論考|コメンタリー|レポート|文書|文章|PDF)(?:の中|中|内)?"
# Where a question for a place is asked: at its end, or as its subject.
_JA_ASKED = (
    rf"(?:{_HERE}の)?(?:(?:どの節の)?{_JA_PLACE}|(?:どこ|何処)(?!の(?:機関|国|組織))(?:らへん|の(?:段落|ページ|頁|部分|箇所))?|"
    r"どれ)"
)
_JA_TOLD = (
    r"(?:書かれ|書いて|述べられ|述べて|触れられ|触れて|言及され|言及して|記述され|記載され|記されて?|"
    r"載って|載せられ|説明され|説明して|論じられ|論じて|扱われ|扱って|出て|登場し|紹介され|まとめられ|"
    r"引用され|示され|指摘され)[^、。?？]{0,14}"
)
_JA_X = r"(?P<thing>.+?)"
_JA_LINK = (
    r"(?:(?:について|に関して|に関する|のこと|の話|の部分|の件|の箇所|の記述|という(?:記述|話|部分|箇所|言葉|"
    r"数字|表現|一文|決まり|点|こと)|ということ|話|の)*(?:は|って|が|を|に|も)?、?)"
)
_JA = (
    # Xは(この論文の)どこに書かれていますか
    re.compile(
        rf"(?:{_HERE}(?:で|に)(?:は)?、?)?{_JA_X}{_JA_LINK}{_JA_ASKED}(?:に|で|から|を)(?:も)?"
        rf"(?:見れば[^、。?？]{{0,6}})?{_JA_TOLD}[?？。! ]*"
    ),
    # Xについて書かれているのは何ページですか
    re.compile(
        rf"(?:{_HERE}(?:で|に)(?:は)?、?)?{_JA_X}{_JA_LINK}{_JA_TOLD}?(?:い?る|ある|た)?のは"
        rf"(?:どの節の)?{_JA_PLACE}[^、。?？]{{0,10}}[?？。! ]*"
    ),
    # Xに触れている段落はどこ
    re.compile(
        rf"(?:{_HERE}(?:で|に)(?:は)?、?)?{_JA_X}{_JA_LINK}{_JA_TOLD}?(?:い?る|ある|た)?"
        r"(?:ところ|所|箇所|部分|段落|ページ|頁|節|くだり)(?:は|って|が)"
        rf"{_JA_ASKED}[^、。?？]{{0,10}}[?？。! ]*"
    ),
    # Xの話はどの段落にありますか
    re.compile(
        rf"(?:{_HERE}(?:で|に)(?:は)?、?)?{_JA_X}(?:についての|に関する|の|という)?"
        r"(?:記述|記載|言及|説明|話|部分|箇所|くだり|一文|言葉|表現|数字)(?:は|って|が)、?"
        rf"{_JA_ASKED}(?:に|で)?(?:あり|ある|です|でしょう|だ|か|出て)?[^、。?？]{{0,10}}[?？。! ]*"
    ),
    # Xに触れている箇所を教えてください
    re.compile(
        rf"(?:{_HERE}(?:で|に)(?:は)?、?)?{_JA_X}(?:について|に関して|に|が|を|と)?{_JA_TOLD}"
        r"(?:い?る|ある|た)?(?:箇所|部分|段落|ページ|頁|節|ところ|くだり)"
        r"(?:を(?:教え|示し|探し|知り|見せ|挙げ)[^、。?？]{0,12}|は[?？]?)[?？。! ]*"
    ),
)
_IN_DECLARATION = re.compile(r"宣言の(?:どこ|どの)|\b(?:in|of) the (?:declaration|pledge)\b")
# Where the answer before stands is asked of that answer, and the paper stands in no place of it.
_POINTS = re.compile(
    r"^(?:(?:that|this|it|so|these|those|them|he|she|they|your|the answer|more|a copy)\b|"
    r"(?:the )?(?:full |original |whole )?(?:paper|text|pdf|article|document)$|それ|これ|あれ|その|"
    r"この(?!論文|本稿|コメンタリー)|あの|今の|さっき|先ほど|該当|なぜそう|そう|根拠|出典)|宣言の?$",
    re.IGNORECASE,
)


def thing_located(question: str) -> str | None:
    """What a question wants found in the paper, or None where it asks something else.

    Args:
        question: A message.
    """
    for said in dict.fromkeys([question, without_asides(question)]):
        text = unicodedata.normalize("NFKC", said).strip()
        if _IN_DECLARATION.search(text) or _POINTS.match(text):
            continue
        for frame in _JA if has_japanese(text) else _EN:
            found = frame.fullmatch(text)
            thing = found["thing"].strip("「」『』“”\"' 、,") if found else ""
            if thing and not _POINTS.search(thing):
                return thing
    return None
