"""Does a sentence say the opposite of the paper? Negation and opposites, by their words.

There is no entailment model here. A sentence is held against the lines that its
words come from: it contradicts them when one side negates what the other affirms,
or when it has one word of a pair of opposites where they have only the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.text import is_function_term, normalise, terms
from natoqa.units import Language

# Negated forms that affirm: nothing is denied by "not only" or "cannot be denied".
_AFFIRMING: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:not (?:only|just|simply|merely|necessarily|until)|nothing like|rather than"
        r"|no more than|no (?:less|fewer) than|no doubt"
        r"|cannot be denied|can ?not be denied|undeniabl\w+|no longer than)\b"
    ),
    "ja": re.compile(
        r"のみならず|だけで(?:は)?なく|ばかりで(?:は)?なく|にとどまらず|に(?:も)?かかわらず|関わらず"
        r"|否め(?:ない|ません)|否定でき(?:ない|ません)|(?:間違い|相違|変わり|疑い)(?:は|が|の)?(?:ない|ありません)"
        r"|(?:ほか|他)なら(?:ない|ず|ません)"
        r"|なければならな|ねばならな|ざるを得な|に過ぎない|過言ではない|少なくない|問わず"
        r"|少なくとも|少なから|ことがないように|ないように|限り"
    ),
}
_NEGATION: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:not|never|no|none|nothing|neither|nor|cannot|without|fail(?:s|ed)? to"
        r"|(?:hard|difficult) to say|far from|rather than)\b|n['’]t\b|\bnon-"
        r"|\bun(?=(?:able|changed)\b)"
    ),
    "ja": re.compile(
        r"(?<=[\u3041-\u3096])(?:ない|なかった|なく(?:な|て|、)|なければ|ません)|(?:てい|され|られ|さ)?ず(?:に|、|$)"
        r"|とは言い難い|とは言えない|ぬまま|(?<![\u4e00-\u9fff])(?:非|未|不)(?=[\u4e00-\u9fff])"
        r"|非公|未定|未だ|なし(?:に|で|の)|無い|なくなった"
    ),
}
_UNPUBLISHED = re.compile(r"公[開表]は?され(?:てい?)?(?:ない|ません|ず)")
# Opposites in general use; a word of one side against a word of the other. Written as
# patterns over normalised text, so that inflected forms count.
_PAIRS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        (
            r"increas\w*|rais\w+|rise\w*|rose|grow\w*|grew|more than|exceed\w*",
            r"decreas\w*|reduc\w+|lower\w*|cut\w*|declin\w*|fall\w*|fell|fewer than|less than"
            r"|los(?:t|es?|ing)"
            r"|shrink\w*|drop(?:s|ped)? (?:by|to|from)",
        ),
        (
            r"expan\w+|enlarg\w+|scaled up|widen\w*|broad\w*|growing",
            r"shrink\w*|shrunk|contract(?:s|ed|ing)|scaled (?:down|back)|narrow\w*|reduc\w+"
            r"|cut back",
        ),
        (
            r"strengthen\w*|reinforc\w+|deepen\w*|enhanc\w+|improv\w+|boost\w*",
            r"weaken\w*|worsen\w*|deteriorat\w+|undermin\w+|loosen\w*|erod\w+",
        ),
        (r"first|earliest|initial\w*", r"last|latest|final\w*"),
        (r"new(?:est|ly)?|newest", r"old(?:est)?|oldest"),
        (r"largest|biggest|most|highest|greatest|unprecedented", r"smallest|least|lowest|fewest"),
        (r"before|prior to|ahead of", r"after|following|since"),
        (
            r"begin\w*|began|start\w*|launch\w*|establish\w*|creat\w+|set up",
            r"end(?:s|ed|ing)|stop\w*|ceas\w+|abolish\w*|dissol\w+|clos(?:e|ed|es|ing) down"
            r"|scrap\w*",
        ),
        (r"join\w*|enter\w*|acced\w+", r"leav\w+|left|withdraw\w*|withdrew|quit\w*|exit\w*"),
        (r"return\w*|back to|revert\w*", r"mov\w+ away|abandon\w*|turn\w* away|depart\w* from"),
        (
            r"includ\w+|incorporat\w+|integrat\w+",
            r"exclud\w+|left out|omit\w*|separat\w+"
            r"|remov\w+",
        ),
        (r"inside|within", r"outside|beyond"),
        (r"bilateral\w*", r"multilateral\w*"),
        (r"stabl\w+|stability", r"unstabl\w+|instabilit\w+"),
        (
            r"maintain\w*|keep\w*|kept|continu\w+|unchanged|retain\w*",
            r"remov\w+|abandon\w*|discontinu\w+|abolish\w*|drop(?:s|ped)|scrap\w*",
        ),
        (r"identical\w*|same|uniform\w*|alike", r"differ\w*|distinct\w*|var(?:y|ies|ied)"),
        (r"public|published|open", r"non-public|unpublished|secret|confidential|classified"),
        (
            r"severe\w*|hars\w+|strict\w*|tough\w*|wary|wariness|critical",
            r"favou?rabl\w+|lenient\w*|soft\w*|friendl\w+|relax\w*|warm\w*|positive",
        ),
        (
            r"support\w*|back(?:s|ed|ing)|agree\w*|welcom\w+|endors\w+|approv\w+",
            r"oppos\w+|reject\w*|criticis\w+|condemn\w*|refus\w+|block\w*",
        ),
        (r"permanent\w*|enduring|lasting|long-term", r"temporar\w+|provisional\w*|short-term"),
        (r"possible|likely", r"impossible|unlikely"),
        (r"unif(?:y|ied)|unit(?:y|ed)|single|integrated", r"divid\w+|split\w*|separate\w*"),
        (r"success\w*|succeed\w*|achiev\w+|met|meet\w*|fulfil\w*", r"fail\w*|miss(?:ed|es)|unmet"),
        (r"voluntary|non-binding", r"mandatory|compulsory|binding|oblig\w+"),
        (r"at least|minimum", r"at most|maximum|up to"),
        (
            r"accelerat\w+|advanc\w+|progress\w*|promot\w+",
            r"slow\w*|delay\w*|stagnat\w+|stall\w*|halt\w*|obstruct\w*",
        ),
        (r"direct\w*", r"indirect\w*"),
        (r"won|win\w*|victor\w+", r"lost|los(?:e|es|ing)|defeat\w*"),
        (r"need\w*|requir\w+|necessary", r"unnecessary|needless|unneeded|superfluous"),
        (r"closer|approach\w*", r"distanc\w+|cut\w* ties"),
        (r"sufficient\w*|fully|enough", r"insufficient\w*|partial\w*|inadequate\w*"),
    ),
    "ja": (
        (
            r"増[加やえ大額]|上回|超え|上昇|高ま",
            r"減[少らり額]|削減|下回|低下|下落|縮小|薄れ|弱ま|後退",
        ),
        (r"拡大|拡充|拡張|広[がげ範]", r"縮小|縮減|狭[めま]"),
        (r"強化|強め|向上|改善|深化|深ま|深め", r"弱体化|弱め|悪化|後退|低下|希薄化"),
        (r"最初|初めて|初の|初代", r"最後|最終的|最新"),
        (r"最も新し|最新", r"最も古|最古"),
        (r"最大|最多|最高", r"最小|最少|最低|少なくとも"),
        (r"以前|前に|前には|までに", r"以後|後に|以降|あとに"),
        (r"開始|始ま|始め|発足|設立|創設|設置", r"終了|停止|中止|廃止|解散|閉鎖|打ち切"),
        (r"加盟|参加|加入", r"脱退|離脱|不参加"),
        (r"回帰|戻[りるっす]", r"離れ|脱却|転換|放棄"),
        (r"含[むまみ]|組み込|統合", r"除外|除い|切り離|分離|排除"),
        (r"枠内|内部|域内", r"枠外|外部|域外"),
        (r"二者間|二国間", r"多国間|多者間"),
        (r"安定", r"不安定"),
        (r"維持|継続|引き続き|保[ちっつ]", r"削除|放棄|撤回|廃止|打ち切|失わ"),
        (r"同[じ一]|共通|一律|画一", r"異な|相違|様々|別々"),
        (r"公開|公表", r"非公開|秘密|機密|未公表"),
        (r"厳し[くいさ]|警戒|硬化", r"和ら|緩[和ん]|友好|好意|軟化|好転"),
        (r"支持|賛成|歓迎|承認|合意", r"反対|拒否|批判|非難|否決|却下"),
        (r"恒久|永続|長期", r"一時的|暫定|短期"),
        (r"可能", r"不可能"),
        (r"一体|一元|統一", r"分割|分断|分裂|別個"),
        (r"達成|成功|果た", r"未達|失敗|断念"),
        (r"有志|任意|自発", r"義務|強制"),
        (r"加速|促進|推進|進展|進[みんめ]", r"減速|停滞|遅延|妨げ|阻[みむ]"),
        (r"大勝|勝利|勝[ちっ]", r"大敗|敗北|敗れ"),
        (r"必要|求められ", r"不要|不必要"),
        (r"十分", r"不十分"),
        (r"主要|重要|不可欠", r"些細|副次的|軽視"),
        (r"同時|一斉", r"別々|個別"),
        (r"自然", r"不自然"),
        (r"残[るさっりす]", r"解消|解決済|なくな"),
    ),
}
_COMPILED = {
    language: tuple(
        (re.compile(rf"\b(?:{a})\b"), re.compile(rf"\b(?:{b})\b"))
        if language == "en"
        else (re.compile(a), re.compile(b))
        for a, b in pairs
    )
    for language, pairs in _PAIRS.items()
}
# Marked expressions: a sentence that has one of a group says something that a paragraph without
# any of the group, in either form, does not say.
_MARKED: dict[Language, tuple[str, ...]] = {
    "en": (
        r"stop\w*|put an end|end(?:s|ed) (?:its|their|all)|ceas\w+|halt\w*|abandon\w*|g(?:i"
        r"|a)ve\w* up|discontinu\w+|cancel\w*"
        r"|abolish\w*|dissol\w+|scrap\w*|terminat\w+|suspend\w*|withdr\w+|quit\w*|remov\w+"
        r"|drop(?:s|ped)|delet\w+|leav(?:e|es|ing)|left|dismantl\w+",
        r"refus\w+|reject\w*|oppos\w+|den(?:y|ies|ied)|objec(?:t|ts|ted|tion)\b|condemn\w*"
        r"|ban(?:s|ned)?|forbid\w*|prohibit\w*|veto\w*|disagree\w*",
        r"decreas\w*|reduc\w+|lower\w*|cut\w*|declin\w*|less"
        r"|fewer|smaller|shrink\w*"
        r"|shrunk|scaled (?:down|back)|weak\w*|worse\w*|deteriorat\w+|los(?:t|es?|ing)|soft\w*"
        r"|short of|below|stagnat\w+|slow\w*|delay\w*|apart(?! from)|distanc\w+|instab\w+"
        r"|unstab\w+",
        r"bigger|larger|largest|greater|grow\w*|grew|increas\w*|rais\w+|ris(?:e|es|ing)|exceed\w*"
        r"|expan\w+|enlarg\w+|higher|significantly more|additional|further|rose",
        r"complet\w*|in full|full(?:y|est)?|entire\w*|already|solv\w+|solution|finish\w*"
        r"|accomplish\w*"
        r"|resolv\w+|achiev\w+|met (?:the|its|their)|fulfil\w*",
        r"fail\w*|unable|incomplete|insufficient\w*|did not have|not sufficiently",
        r"independen\w+|part of|reporting|directly",
        r"every\w*|all|always|each|any(?:body|one)",
        r"lament\w*|deplor\w+|regret\w*|disappoint\w+",
        r"stay\w* away|boycott\w*|absen\w+|skip(?:s|ped)|postpon\w+|shelv\w+|put off",
        r"unanim\w+|full agreement|consensus",
        r"eas(?:y|ily|e)|comfortabl\w+|without (?:strain|difficulty|trouble|any)|smooth\w*|mild\w*"
        r"|gentl\w+",
        r"steep\w*|sharp(?:ly)?|dramatic\w*|s[aiu]nk|plung\w+",
        r"repeatedly|many times|again and again|several times|time and again",
    ),
    "ja": (
        r"終了|終え|中止|停止|廃止|撤[回退廃]|打ち切|放棄|断念|解散|解体|脱退|離脱|取りやめ|削除|消え|撤収",
        r"拒否|拒[みむん]|反対|否決|却下|批判|非難|禁止|異議",
        r"減[少らり額]|削減|下回|低下|下落|縮小|薄れ|弱[ままい体]|後退|悪化|停滞|鈍化|和ら|緩[和ん]|穏やか|失[いわっ]"
        r"|不安定|劣|短縮",
        r"増[加やえ大額]|上回|超え|上昇|高ま|拡大|拡充|強[化ま]|深[化まめ]|広[がげ範]|さらに|向上|発展|最大|大幅",
        r"完了|完成|解決|すべて|既に|すでに|十分|余裕|完全|達成",
        r"不足|足り|欠け|欠如|満たしていな|不十分|失敗",
        r"独立|直属|別個",
        r"全(?:て|部|文|[加同])|すべて|常に|必ず|あらゆる|各",
        r"嘆|遺憾|失望|残念",
        r"見送|延期|先送|棚上げ|欠席|抑え|控え",
        r"満場一致|全会一致|完全な合意",
        r"容易|無理なく|円滑|問題なく|穏健",
        r"大きく(?:減|下)|急減|激減|急落",
        r"何度も|度々|たびたび|繰り返し",
        r"だけ(?:で(?!は?なく)|が|を)|のみ(?:で(?!は?なく)|が|を)|もっぱら|専ら|専念",
    ),
}
_GROUPS = {
    language: tuple(re.compile(rf"\b(?:{g})\b" if language == "en" else g) for g in groups)
    for language, groups in _MARKED.items()
}
# How far a negation reaches, in characters: onwards in English, back in Japanese.
_REACH: dict[Language, int] = {"en": 60, "ja": 14}


@dataclass(frozen=True)
class Contradiction:
    """What speaks against a sentence.

    Attributes:
        opposites: Pairs of opposites of which each side has the other.
        negation: 1 when exactly one side negates what both speak of, else 0.
    """

    opposites: int
    negation: int


def contradiction(text: str, language: Language, lines: Sequence[str]) -> Contradiction:
    """Compare a sentence's polarity with that of the lines its words come from.

    Args:
        text: The sentence.
        language: Of both.
        lines: The paper's sentences that cover it best, the best first.
    """
    claim = _plain(text, language)
    source = _plain(" \n ".join(lines), language)
    if not source:
        return Contradiction(0, 0)
    return Contradiction(_opposites(claim, source, language), _negation(claim, source, language))


def unsaid(text: str, language: Language, paragraphs: str) -> bool:
    """Whether a sentence has a marked expression of a sort that the paragraphs have none of.

    A negation is one too.

    Args:
        text: The sentence.
        language: Of both.
        paragraphs: All of the text that it may rest on.
    """
    negation = _NEGATION[language]
    if negation.search(_plain(text, language)) and not negation.search(
        _plain(paragraphs, language)
    ):
        return True
    claim, source = normalise(text), normalise(paragraphs)
    return any(group.search(claim) and not group.search(source) for group in _GROUPS[language])


def _plain(text: str, language: Language) -> str:
    """Normalised, with negated forms that affirm taken out, and one form of "unpublished"."""
    plain = _AFFIRMING[language].sub(" ", normalise(text))
    return _UNPUBLISHED.sub("非公開", plain)


def _opposites(claim: str, source: str, language: Language) -> int:
    count = 0
    for a, b in _COMPILED[language]:
        for one, other in ((a, b), (b, a)):
            # A word that belongs to both sides of the text decides nothing.
            here = _sides(claim, one, other, language)
            there = _sides(source, one, other, language)
            if here == (True, False) and there == (False, True):
                count += 1
    return count


def _sides(
    text: str, one: re.Pattern[str], other: re.Pattern[str], language: Language
) -> tuple[bool, bool]:
    """Whether a text says each of two opposites; a negated one says the other."""
    first = second = False
    for pattern, swap in ((one, False), (other, True)):
        for found in pattern.finditer(text):
            if language == "ja" and pattern is one and other.match(text, max(0, found.start() - 1)):
                continue  # 安定 inside 不安定
            denied = _denied(text, found.start(), found.end(), language)
            if denied != swap:
                second = True
            else:
                first = True
    return first, second


def _denied(text: str, start: int, end: int, language: Language) -> bool:
    if language == "en":
        before = text[max(0, start - 25) : start]
        near = _NEGATION["en"].search(before.split(",")[-1].split(";")[-1])
        return near is not None
    return _NEGATION["ja"].search(text[end : end + 12].split("、")[0]) is not None


def _negation(claim: str, source: str, language: Language) -> int:
    """1 when one text affirms what the other negates."""
    mine, my_rest = _negated(claim, language)
    theirs, their_rest = _negated(source, language)
    denied = {word for words in mine for word in words}
    their_denied = {word for words in theirs for word in words}
    # "took part ..., although it had not yet begun": negated here, affirmed there.
    if any(
        _share(words, their_rest) >= 0.3 and _share(words, their_denied) < 0.3 for words in mine
    ):
        return 1
    # What the paper says without the negation too may be what the sentence repeats.
    return int(
        any(
            _share(words, my_rest) >= 0.6
            and _share(words, denied) < 0.3
            and _share(words, their_rest) < 1.0
            for words in theirs
        )
    )


def _share(words: Sequence[str], among: set[str]) -> float:
    return sum(word in among for word in words) / len(words)


def _negated(text: str, language: Language) -> tuple[list[list[str]], set[str]]:
    """What each negation of a text denies, as terms, and the terms of the rest."""
    scopes: list[list[str]] = []
    rest = text
    for found in _NEGATION[language].finditer(text):
        if language == "en":
            part = re.split(r"[,;.\n]", text[found.end() : found.end() + _REACH["en"]])[0]
            words = terms(part)[:3]
        else:
            begin = max(0, found.start() - _REACH["ja"])
            part = re.split(r"[、。\n]", text[begin : found.end()])[-1]
            words = terms(part)
        words = [word for word in words if not is_function_term(word)]
        if words:
            scopes.append(words)
            rest = rest.replace(part, " ")
    return scopes, set(terms(rest))
