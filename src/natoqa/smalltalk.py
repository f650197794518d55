"""Greetings, thanks and questions about natoqa itself."""

from __future__ import annotations

import re
from typing import Literal

from natoqa.text import normalise

Topic = Literal["greeting", "thanks", "goodbye", "about"]

_END = r"[\s!?。、！？.,~ー〜w笑]*"
_ASIDE = r"(?:natoqa|bot|there|everyone|again|さん|皆さん|みなさん)?"
_TOPICS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    (
        "greeting",
        re.compile(
            rf"(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|"
            rf"初めまして|どうも|やあ|もしもし|よろしく(?:お願い(?:します|いたします|"
            rf"致します))?|hello|hi|hey|hiya|good (?:morning|afternoon|evening|day)|"
            rf"greetings|howdy|nice to meet you){_END}{_ASIDE}{_END}"
        ),
    ),
    (
        "thanks",
        re.compile(
            rf"(?:どうも)?(?:ありがとう?(?:ございます|ございました)?|有難う(?:ございます|"
            rf"ございました)?|助かりました|感謝(?:します|いたします)|わかりました|"
            rf"分かりました|了解(?:です|しました)?|なるほど|thanks(?: (?:a lot|so much|"
            rf"very much|again))?|thank you(?: (?:so much|very much|again|kindly))?|"
            rf"many thanks|cheers|great|ok(?:ay)?|got it|thx){_END}{_ASIDE}{_END}"
        ),
    ),
    (
        "goodbye",
        re.compile(
            rf"(?:さようなら|さよなら|バイバイ|ばいばい|またね|では(?:また)?|失礼します|"
            rf"(?:good)?bye(?: ?bye)?|see you(?: later)?|farewell){_END}{_ASIDE}{_END}"
        ),
    ),
    (
        "about",
        re.compile(
            rf"(?:(?:あなた|君|きみ|natoqa|これ|このボット|このアシスタント|ボット|"
            rf"このツール|このサイト)(?:は|って|とは)?(?:一体)?(?:誰|だれ|何者|何|"
            rf"なに)(?:ですか|なの|なんですか|をしてくれるの|ができますか|ができるの)?|(?:何|"
            rf"なに)(?:が|を)(?:できますか|できる(?:の|んですか)?|聞けますか|聞けるの?|"
            rf"質問できますか|答えられますか|教えてくれますか|してくれるの?(?:ですか)?)|"
            rf"(?:あなたは)?(?:何|なに)ができ(?:ますか|る(?:の|んですか)?)|"
            rf"(?:自己紹介(?:して(?:ください)?)?)|使い方(?:は|を教えて(?:ください)?)?|ヘルプ|"
            rf"どう(?:やって)?使(?:うの|えばいい(?:の|ですか)?|いますか)|(?:どんな|どういう|"
            rf"どのような)(?:こと(?:が|を)?|質問(?:が|に|を)?)(?:でき(?:ますか|る(?:の)?)|"
            rf"聞け(?:ますか|る(?:の)?)|答えられますか|答えられる(?:の)?|答えて(?:くれますか|"
            rf"くれるの))|who are you|what are you|what(?:'s| is) (?:this|natoqa)(?: (?:bot|"
            rf"site|tool|page|assistant))?|(?:so )?what can (?:you|i) (?:do|ask|tell me|"
            rf"answer|help(?: me)?(?: with)?)(?: you| here| for me)?|how (?:do|can|"
            rf"should) i use (?:this|you|it|natoqa)|help(?: me)?|how does (?:this|it) work|"
            rf"introduce yourself|what (?:questions|kind of questions) can (?:i ask(?: you)?|"
            rf"you answer)|are you (?:a )?(?:human|bot|robot|ai|an ai|chatgpt)|"
            rf"what do you do|what is your name|what's your name|"
            rf"tell me about yourself){_END}"
        ),
    ),
)


def smalltalk_topic(question: str) -> Topic | None:
    """What sort of small talk a message is, or None when it is a question about the paper."""
    text = normalise(question).strip()
    text = re.sub(
        r"^(?:すみません|あの|えっと|ねえ|please|so|um|hey|hi|hello|こんにちは)[、,!.\s]+(?=.)",
        "",
        text,
    )
    return next((topic for topic, pattern in _TOPICS if pattern.fullmatch(text)), None)
