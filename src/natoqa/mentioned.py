"""Questions for any mention of a thing: "Anything on Canada?", 「韓国の話は出てくる？」."""

from __future__ import annotations

import re
import unicodedata

from natoqa.glossary import Glossary
from natoqa.text import has_japanese, normalise

_THIS = r"(?:it|this|that|he|she|they|you|(?:the|this) (?:paper|author|article|commentary|text))"
_SAYS = r"(?:say|says|said|write|writes|wrote)"
_IN = rf"(?: (?:in|by) (?:here|there|{_THIS})| at all| anywhere| somewhere)*"
_THEN = r"(?:,? (?:and|if so|or)?,? ?(?:in what context|where|how|what for|why|what does it say))?"
# What stands before and after a name.
_EN_FRAMES = (
    (
        r"(?:is|are|was|were)",
        r"(?:even |ever |also )?(?:mentioned|referred to|discussed|covered|brought up|named|cited)"
        rf"{_IN}{_THEN}",
    ),
    (
        rf"(?:does|did|do) {_THIS} (?:even |ever |also )?(?:mention|refer to|talk about|discuss|"
        r"say anything (?:about|on)|cover|bring up|have anything (?:about|on)|touch on)",
        rf"{_IN}{_THEN}",
    ),
    (
        r"(?:is there |are there |do you have |got |have you got )?(?:anything|something|any "
        r"(?:mentions?|info(?:rmation)?|details?|references?|word)) (?:on|about|of|to|regarding)",
        _IN,
    ),
    (
        r"(?:(?:could|can|would) you (?:please )?)?(?:point me to|show me|tell me|give me)"
        rf"(?: what {_THIS} {_SAYS}| the (?:part|bit|passage|section|place)s?)? "
        r"(?:about|on|regarding)",
        "",
    ),
    (r"where (?:does|do|is|are)", rf"(?:come up|appear|show up|mentioned|discussed){_IN}"),
    (rf"what (?:does|did|do) {_THIS} (?:have to )?{_SAYS} (?:about|on)", ""),
)
_EN = tuple(
    re.compile(
        r"(?:(?:and|so|but|ok(?:ay)?),? )*"
        rf"{before} (?:the )?(?P<name>\w[\w'’/-]*(?: [\w'’/-]+){{0,4}}?) ?{after}[?.! ]*",
        re.IGNORECASE,
    )
    for before, after in _EN_FRAMES
)
_SAID = (
    r"(?:触れ|言及|書(?:い|か)|言(?:っ|わ)|述べ|話し|載っ|出て|扱(?:っ|わ)|登場|論じ|説明|紹介)"
    r"[^、。?]{0,12}"
)
_SOMETHING = r"(?:何か|なにか|どこか(?:に|で)?|少しでも|一言でも)"
_PAPER = r"(?:この)?(?:論文|本稿|論考|コメンタリー|著者|筆者)"
_TELLS = r"(?:説明|言及|紹介|述べ|書(?:い|か)|言(?:っ|わ)|触れ)[^、。?]{0,12}"
_JA_NAME = r"(?P<name>[^はがをにのもとでっ、。?\s]{1,16}?)"
_JA = (
    re.compile(
        rf"(?:で|あと|ちなみに)?[、, ]?{_JA_NAME}(?:"
        r"(?:に関する|についての|への|の)(?:記述|言及|話|記載|説明|情報|こと|部分|箇所)(?:は|って|が|も)?"
        rf"{_SOMETHING}?(?:あり|ある|ない|{_SAID})[^、。?]{{0,10}}|"
        rf"(?:について|に関して)(?:は|も)?{_SOMETHING}は?{_SAID}|"
        rf"(?:について|に関して)(?:は|、)?{_PAPER}(?:は|では|には)(?:何と|なんと|何て|どう){_TELLS}|"
        r"(?:に|について)(?:は|も)?(?:触れ|言及)[^、。?]{0,14}(?:箇所|部分|ところ|所)[^、。?]{0,8}|"
        r"に(?:は|も)?(?:触れて|言及して)(?:い?(?:る|ます)|ある)(?:の|ん)?(?:か|です|でしょう)*|"
        r"(?:は|って|も)(?:どこか?(?:に|で)?)?(?:出て(?:くる|き|い)|登場|言及され|触れられ|扱われ)"
        r"[^、。?]{0,10})[?。! ]*"
    ),
    re.compile(rf"{_PAPER}(?:で|に)は?、?{_JA_NAME}は(?:どう|どのように){_TELLS}[?。! ]*"),
)


def name_mentioned(question: str, glossary: Glossary) -> str | None:
    """The name of what a question asks the mention of, or None where it asks something else.

    Args:
        question: A message.
        glossary: Names of the paper's things. In English, other names begin with a capital.
    """
    text = unicodedata.normalize("NFKC", question).strip()
    japanese = has_japanese(text)
    for frame in _JA if japanese else _EN:
        found = frame.fullmatch(text)
        if found is None:
            continue
        name = str(found["name"])
        if japanese or name[0].isupper() or glossary.find(normalise(name)):
            return name
    return None
