"""What may be asked of a person, body or event, and words of which an answer has one.

"Who is the new prime minister?" has "new" of the next Secretary General, and "Who runs it?" the
"it" of whatever was spoken of. An answer to either speaks of a prime minister, of one who runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from natoqa.text import normalise

# Who holds an office, as against what it does.
_WHO = (
    r"^(?=.*(?:誰|だれ|どなた|氏名|名前|\bwho\b|\bwhose name\b|\bname of\b))"
    r"(?!.*(?:になろう|になっても|\bwhoever\b|\bno matter who\b))"
)


@dataclass(frozen=True)
class _Attribute:
    """Something that is asked for.

    Attributes:
        asked: What asks for it, in either language, as normalised.
        said: Words of which an answer to that has one, in either language.
    """

    asked: re.Pattern[str]
    said: re.Pattern[str]


def _attribute(asked: str, said: str) -> _Attribute:
    return _Attribute(re.compile(asked), re.compile(said))


def _office(titles: str, said: str = "") -> _Attribute:
    return _attribute(rf"{_WHO}.*(?:{titles})", said or titles)


_LEADS = (
    r"長官|所長|議長|上級代表|事務総長|指揮|率い|主導|統括|責任|担当|トップ|管理|リード国|aor|"
    r"\b(?:heads?|chair\w*|director|secretary general|senior representative|commander|commands?|"
    r"led|leads?|leading|leader\w*|oversees?|manage\w*|responsible|run)\b"
)
_NEXT = r"(?:次の|次期|次に|新しい|新た?な?|\b(?:next|new|incoming)\b)"
_OFFICES = (
    r"(?:司令官|指揮官|代表|総長|長官|議長|大統領|首相|[防外国務]+相|トップ|\bsaceur\b|"
    r"\b(?:commander|secretary|representative|minister|president|head|chief|chair\w*|leader)\b)"
)
_ATTRIBUTES = (
    _office(r"首相|総理|\bprime minister\b|\bpremier\b"),
    _office(r"大統領(?!選)|\b(?:current|new|next|former)? ?president(?! of the nato)\b"),
    _office(r"国防(?:相|大臣)|防衛(?:相|大臣)|\bdefen[cs]e (?:minister|secretary)\b"),
    _office(r"外相|外務(?:大臣|次官)|\bforeign (?:minister|secretary)\b"),
    _office(r"大使|\bambassador\b", r"大使|代表|\bambassador\b|\brepresentative\b"),
    _office(r"司令官|指揮官|\bcommander\b", r"司令官|指揮|\bcommand(?:s|ed|er)?\b"),
    _office(r"党首|\bparty leader\b|\bnew leader\b|\bleader of the \w+ party\b"),
    _office(r"報道官|\bspokes\w+"),
    _office(
        r"(?:の|は|の次の)(?:長官|所長|部長|議長|委員長|トップ|責任者|リーダー)|"
        r"\b(?:heads?|chair(?:man|person)?|director|boss)\b",
        _LEADS,
    ),
    _attribute(
        rf"{_WHO}.*{_NEXT}[^?。、,]{{0,25}}?{_OFFICES}",
        r"次期|後任|初代|新た|任命|"
        r"\b(?:next|new|newly|first|successor|succeed\w*|appoint\w+)\b",
    ),
    _attribute(
        r"\bwho(?:['’]s| is| was| will)? (?:currently |now )?"
        r"(?:runs?|running|leads?|leading|heads?|heading|commands?|in charge|manages?)\b"
        r"(?!.*\bwhite house)|"
        r"\bby whom is (?:it|that|this) (?:led|run|headed|commanded)\b|"
        r"(?:誰|だれ)が(?:率い|指揮|統括|主導|仕切)",
        _LEADS,
    ),
    _attribute(
        r"^(?!.*(?:誰|だれ|どこ|何)).*(?:主導(?:です|でし|だ|なの|の(?:組織|もの))[^、。?]{0,8}[?。]*$|"
        r"率い(?:て|た|る)[^、。?]{0,8}(?:か|よね|っけ)[?。]*$)|"
        r"\bled by (?:the )?\w+\W*$|\b\w+-led\W*$",
        r"主導|率い|リード国|\bled\b|\blead nation\b",
    ),
    _attribute(
        r"\bwho (?:pays|funds|finances)\b|"
        r"\bby whom is (?:it|that|this) (?:funded|paid|financed)\b|"
        r"(?:誰|だれ)が(?:払|負担|出資|お金を出)",
        r"資金|拠出|負担|基金|ユーロ|支援額|国防費|\b(?:fund\w*|contribut\w+|pay\w*|paid|euros?|"
        r"gdp|burden|spend\w*|expenditure)\b",
    ),
    _attribute(
        r"(?:一つ|1つ|ひとつ)前の(?!年|首脳|会合|サミット)|"
        r"\b(?:previous|preceding) (?:version|edition|(?:nato )?strategic concept|concept)\b",
        r"従来|以前|これまで|かつて|旧|既存|\b(?:previous|former|until now|earlier|existing)\b",
    ),
    _attribute(
        r"\bhow old (?:is|was) the (?:author|writer|secretary|man|woman)\b|"
        r"(?:著者|筆者).*(?:何歳|年齢|いくつ(?!も))",
        r"歳|生まれ|\bborn\b|\byears old\b",
    ),
    _attribute(
        r"何歳|年齢|年はいくつ|おいくつ|生年|誕生日(?!パ)|"
        r"\bhow old (?:is|was) (?!it\b|nato\b|the\b|this\b|that\b)|\b(?:his|her) age\b|"
        r"\b(?:when|where) (?:is|was) (?!the\b)\w+(?: \w+)? born\b",
        r"歳|生まれ|周年|\bborn\b|\byears old\b|\banniversary\b",
    ),
    _attribute(
        r"(?:の)?(?:出身|国籍)(?:地|国|大学|校)?(?:は|って|を|[?。]*$)|"
        r"どこの国の出身|\bnationality\b|\bwhat country is (?:he|she)|"
        r"\bwhere (?:is|does) (?:he|she|\w+) (?:come )?from\b",
        r"出身|国籍|国防相|\bnationality\b|\bcomes? from\b|\bfinnish\b|\bbritish\b|\buk\b",
    ),
    _attribute(
        r"(?:出身)?(?:大学|校)(?:は|を|って|[?。]*$)|学歴|\b(?:he|she) stud(?:y|ied)\b|"
        r"\b(?:which|what) university\b",
        r"大学|卒業|\buniversity\b|\bdegree\b",
    ),
    _attribute(
        r"連絡先|メールアドレス|電話番号|\be-?mail\b|\bphone number\b|\bcontact details\b",
        r"メール|電話|連絡先|\be-?mail\b",
    ),
    _attribute(r"人口(?!知能)|\bpopulation\b", r"人口(?!知能)|\bpopulation\b"),
    _attribute(
        r"申請(?:した|し|は|が|日|を出)|\bappl(?:y|ied) (?:to join|for (?:nato |its )?member)|"
        r"\bwhen did [\w ]{1,30} apply\b",
        r"申請|\bappl(?:y|ied|ication)\b",
    ),
    _attribute(
        r"(?:ドル|円)(?:で(?:は|いくら)?|換算|だと|に直)|\bin (?:us )?(?:dollars?|yen|pounds)\b",
        r"ドル|円|\bdollars?\b|\byen\b|\bpounds?\b",
    ),
    # A command leads a plan, and who commands it is somebody else.
    _attribute(
        r"\bwho(?:['’]s| is| will)? (?:commands?|(?:the )?commander of|in (?:charge|command) of) "
        r"(?:the )?jfc\b|jfc[^、。?]{0,12}の?(?:司令官|指揮官|トップ)は?(?:誰|だれ)",
        r"司令官|指揮官|\bcommander\b",
    ),
    _attribute(
        r"\b(?:who|which (?:party|side|parties)) won\b|"
        r"(?:どこ|どの(?:党|政党)|誰)が勝(?!って|つか)",
        r"勝|\bwon\b|\bvictory\b",
    ),
    # "When did he become minister?" has the date of whatever he did as one.
    _attribute(
        r"\bwhen did [\w.' -]{2,40}? (?:become|take up|take office|assume|get) "
        r"(?:(?:the|a|his|her|nato's) )?(?:\w+ ){0,2}?(?:minister|president|nation|chair\w*|head|"
        r"commander|leader|representative|secretary|post|office|job)\b|"
        r"\bwhen was [\w.' -]{2,40}? (?:named|appointed) (?:as|to|the|senior|secretary|minister)\b|"
        r"いつ.{0,20}(?:相|大臣|代表|総長|リード国|司令官)に(?:なっ|就)|いつ.{0,6}就任",
        r"就任(?!後)|任期|\btook office\b",
    ),
    _attribute(
        r"(?:副|次席)(?:代表|官|長|司令官)|補佐役|\bdeput(?:y|ies)\b",
        r"(?:副|次席)(?:代表|官|長|司令官)|補佐|\bdeput(?:y|ies)\b",
    ),
    _attribute(r"\bin euros\b|ユーロで(?:は|いくら|どれ)", r"ユーロ|\beuros?\b"),
)


def lacks_attribute(question: str, answer: Sequence[str]) -> bool:
    """Whether something is asked for that no sentence of an answer has a word for.

    Args:
        question: As asked.
        answer: Its sentences, each in both languages.
    """
    text = normalise(question)
    asked = [attribute for attribute in _ATTRIBUTES if attribute.asked.search(text)]
    said = [normalise(sentence) for sentence in answer] if asked else []
    return any(not any(map(attribute.said.search, said)) for attribute in asked)
