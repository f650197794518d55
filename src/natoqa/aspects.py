"""Which side of a topic a question asks for: its drawback or gain, what came before, what is next.

"What's the snag?" and 「何か困ることは？」 share no word with the sentence that answers; what they
share with it is that it speaks of a problem. The words are those of everyday questions and of
factual prose in general, not of one paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from natoqa.text import has_japanese, normalise


@dataclass(frozen=True)
class Aspect:
    """A side of a topic.

    Attributes:
        name: What it is called.
        asked: Finds it in a question, by whether that is Japanese.
        told: Finds it in a sentence, the same.
    """

    name: str
    asked: dict[bool, re.Pattern[str]]
    told: dict[bool, re.Pattern[str]]


def _aspect(name: str, ja: tuple[str, str], en: tuple[str, str]) -> Aspect:
    """An aspect from (asked, told) in Japanese and in English."""
    return Aspect(
        name,
        {True: re.compile(ja[0]), False: re.compile(rf"\b(?:{en[0]})")},
        {True: re.compile(ja[1]), False: re.compile(rf"\b(?:{en[1]})")},
    )


ASPECTS = (
    _aspect(
        "problem",
        (
            r"問題|課題|懸念|心配|不安|リスク|危険|危う|危な|デメリット|欠点|難点|弱点|落とし穴|障害|"
            r"壁|ネック|不都合|不便|困[るりっ]|負担|反対|批判|支障|まず[いく]|足りな|不足|大丈夫|"
            r"安心|怖|弊害|マイナス|悪い|宿題|うまくい",
            r"問題|課題|懸念|リスク|危険|恐れ|おそれ|困難|難し|負担|不足|反対|批判|停滞|限界|不安定|"
            r"不透明|障害|不十分|損な|混乱|不満|足りな|至らな|なって?いない|誤解|誤った",
        ),
        (
            r"problem|issue|snag|catch\b|downside|drawback|risk|danger|worr|concern|pitfall|"
            r"obstacle|hurdle|challenge|difficult|burden|trouble|wrong with|weak|criti|against|"
            r"oppos|cost of|bad\b|fear|threat|hitch|stumbling|gap|missing|short of|lack|"
            r"ok(?:ay)?\b|fine\b|safe\b|happy|unhappy|stable|unstable|headache|downfall|backfire",
            r"problem|issue|risk|danger|concern|challenge|difficult|burden|insufficient|lack|"
            r"shortfall|short of|oppos|critici|stagnat|limit|unstable|instabilit|uncertain|unclear|"
            r"not (?:yet|necessarily)|mistaken|misunderst|fear|obstacle|weak|undermin|excessive|"
            r"cannot",
        ),
    ),
    _aspect(
        "gain",
        (
            r"メリット|利点|得(?:をする|する|なの|が|は|に)|意義|役(?:に)?立|プラス|良い点|いい(?:こと|点|面)|"
            r"良い|強み|価値|効果|うれし|ありがた",
            r"意義|価値|有益|利点|強化|向上|効果|寄与|貢献|可能とな|可能にな|資する|重要|期待|容易",
        ),
        (
            r"benefit|advantage|upside|gain|good\b|point of|merit|worth|value|helpful|useful|"
            r"strength|positive|plus\b|what for|matter",
            r"benefit|advantage|signific|valu|strengthen|improv|enhanc|contribut|enabl|possible|"
            r"important|useful|effect|easier|expected",
        ),
    ),
    _aspect(
        "change",
        (
            r"変わ|変化|違[うっい]|差は|増え|減[るっ]|強ま|弱ま|厳しく|きつく|新しく|改善|進歩|拡大|縮小|比べ",
            r"変わ|変化|変更|より|増|減|新たに|初めて|これまで|従来|改訂|移|引き上げ|転換|強ま|拡大|以前|しかし",
        ),
        (
            r"chang|differ|new about|new\b|compar|more than|less than|increas|decreas|grow|"
            r"shr[iau]nk|tougher|harsher|stricter|evolv|up from|down from|still|than before|"
            r"used to|no longer|bigger|smaller|better|worse",
            r"chang|more|less|increas|decreas|new|first|until|previous|revis|mov|shift|rais|strict|"
            r"tough|expand|earlier|however|compared|than",
        ),
    ),
    _aspect(
        "before",
        (
            r"昔|以前|前は|前から|もともと|元々|最初|初めて|そもそも|当初|過去|きっかけ|歴史|いつから|"
            r"より前|それまで|経緯|始ま",
            r"以来|当初|過去|初めて|従来|(?:19|20)\d\d年|これまで|既に|契機|それまで|経緯|端緒|始",
        ),
        (
            r"before|previous|earlier|used to|original|at first|first\b|in the past|until then|"
            r"history|since when|how long has|began|begin|start|origin|prior|already|trigger",
            r"before|previous|earlier|original|first|until|since|(?:19|20)\d\d|already|began|start|"
            r"triggered|had been|formerly|so far",
        ),
    ),
    _aspect(
        "next",
        (
            r"今後|これから|次は|次に|将来|見通し|予定|どうな(?:る|り)|残(?:る|っ|り)|先(?:は|行き)|いずれ|"
            r"この先|やること|宿題|必要",
            r"今後|将来|必要|予定|次の|次回|であろう|だろう|見込|方針|可能性|求められ|べき|さらに|残",
        ),
        (
            r"next|future|from now|going forward|outlook|plan(?:s|ned)? to|expect|will\b|remain|"
            r"left to|to do|still need|need|ahead|later|happen|eventually",
            r"next|future|will\b|need|should|remain|further|expected|plan|likely|may\b|possib|must|"
            r"would|ahead|forthcoming",
        ),
    ),
    _aspect(
        "now",
        (
            r"今(?!後|回|年|度)|いま|現在|現時点|現状|もう|すでに|既に|実際|まだ",
            r"現在|現時点|既に|すでに|いまだ|まだ|時点で|なお|目下|現状",
        ),
        (
            r"now\b|current|at present|today|at the moment|so far|already|yet\b|actually|in place|"
            r"these days|right now|by now|as of",
            r"now\b|current|at present|today|so far|already|yet\b|has been|have been|as of|still|"
            r"presently",
        ),
    ),
    _aspect(
        "contrast",
        (
            r"^でも|しかし|とはいえ|本当|ほんと|じゃない(?:の|です)|ではない(?:の|です)|のでは|と言い切れ|言える|"
            r"よね|でしょ|だよな",
            r"しかし|ただし|一方|他方|もっとも|とはいえ|にもかかわらず|ものの|ではない|わけではな|必ずしも|確かに",
        ),
        (
            r"but\b|however|really|isn't|aren't|wasn't|doesn't|don't|didn't|right\?|surely|though|"
            r"true\b|is that so|necessarily|just\b|only\b",
            r"but\b|however|although|though|while|on the other hand|nevertheless|rather|not\b|"
            r"necessarily|admittedly|indeed",
        ),
    ),
    _aspect(
        "means",
        (
            r"どうやって|どのように|どう(?:する|やる|測|決)|方法|手段|やり方|仕組み",
            r"によって|により|を通じ|通して|ことで|用い|活用|基づ|方式|枠組み|形で|応じて",
        ),
        (
            r"how\b(?! (?:many|much|long|often|old|big|large|far))|means|way\b|method|mechanism",
            r"by\b|through|using|based on|means|via|mechanism|framework|in accordance|according to",
        ),
    ),
    _aspect(
        "view",
        (
            r"どう思|どう考え|評価|見解|考え方|見方|どう見|筆者|著者|結論|良し悪し|良いの|悪いの|成功|失敗",
            r"言え|であろう|考えられ|思われ|べき|評価|みられ|見られる|ものである|に他ならない|重要",
        ),
        (
            r"think|opinion|view|assess|judg|author|writer|conclu|verdict|good or bad|success|"
            r"failure|see it|make of|rate\b",
            r"can be (?:said|seen|regarded|considered)|should|seem|appear|consider|regard|assess|"
            r"likely|important|may be|would be|evaluat|view",
        ),
    ),
    _aspect(
        "example",
        (
            r"例えば|たとえば|具体|例は|例を|どんな(?:もの|こと|分野|内容)|中身|内容|何を(?:する|やる|一緒|し)",
            r"例えば|たとえば|具体|など|等[のがをにはで、]|として、|挙げ|含",
        ),
        (
            r"example|such as|like what|specific|concrete|in detail|what kind|what sort|instance|"
            r"in practice|what exactly|do together|content",
            r"example|such as|includ|specific|concrete|namely|in particular|instance|areas|:",
        ),
    ),
)


@lru_cache(maxsize=1024)
def asked_for(question: str) -> tuple[Aspect, ...]:
    """The aspects that a question asks for.

    Args:
        question: A question; of a follow-up, its own words.
    """
    text, japanese = normalise(question).strip(), has_japanese(question)
    return tuple(aspect for aspect in ASPECTS if aspect.asked[japanese].search(text))


@lru_cache(maxsize=8192)
def told_in(sentence: str) -> frozenset[str]:
    """Names of the aspects that a sentence tells of.

    Args:
        sentence: A sentence, as an answer shows it.
    """
    text, japanese = normalise(sentence), has_japanese(sentence)
    return frozenset(aspect.name for aspect in ASPECTS if aspect.told[japanese].search(text))
