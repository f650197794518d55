"""Answers that need no retrieval: about the paper itself, natoqa, or the answer before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from natoqa.about_the_paper import (
    asks_for_other_work,
    asks_its_aim,
    is_of_its_use,
    is_of_many_things,
    is_of_the_event,
    is_of_what_was_said,
    names_conclusion,
    says_this,
)
from natoqa.answer import Kind, Language, Passage
from natoqa.asides import without_asides, without_attribution
from natoqa.by_figure import Figures
from natoqa.by_number import asked_by_number, asked_sentence
from natoqa.compose import Composer, as_told, cite_sentence
from natoqa.conversation import Turn
from natoqa.dialogue import Standalone
from natoqa.embeddings import bundled_model
from natoqa.front import FrontAnswer, front_answer, names_the_paper, not_said_of_itself
from natoqa.glossary import Entry, Glossary
from natoqa.guesses import can_be_guessed, is_guess
from natoqa.in_general import asks_in_general
from natoqa.intent import (
    ABOUT_ANSWER,
    DECLINED,
    FRONT,
    SMALLTALK,
    STANDING,
    SUMMARY,
    Intent,
    wanted,
)
from natoqa.language import only_wishes, wanted_language
from natoqa.last_answer import proof_of
from natoqa.messages import is_refusal, load_messages
from natoqa.overview import PARTS, load_summary
from natoqa.paper import Paper, Paragraph, Sentence
from natoqa.pointing import points_back
from natoqa.reading import Pick, arrange
from natoqa.smalltalk import is_puzzled, is_sound, nudge, reply
from natoqa.steps import Completed, Draft, Request, Retrieved
from natoqa.summits import Summits
from natoqa.text import has_hiragana, normalise

# How sure it must be that a message does not ask what the body says; less, where that is refused.
_SURE, _LIKELY, _SURE_DESPITE_NAMES = 0.5, 0.4, 0.9
_HE = (
    (re.compile(r"[そこ]の(?:人|方)|彼(?!ら|女)"), "著者"),
    (re.compile(r"\b(?:his|her)\b", re.IGNORECASE), "the author's"),
    (re.compile(r"\b(?:he|she|him)\b(?!['’])", re.IGNORECASE), "the author"),
    (re.compile(r"\b(?:he|she)(?=['’])", re.IGNORECASE), "the author"),
)
_BY_WHOM = re.compile(r"(?:and |so |but )?(?:by|for|to|with) whom\b|(?:誰|だれ)(?:に|から|の)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# "日本語で" is not about Japan, nor "into French" about France.
_TONGUES = re.compile(
    r"(?:日本|英|フランス|仏|ドイツ|独|中国|韓国|朝鮮|スペイン|ロシア|ウクライナ|トルコ)語|\b(?:japanese|english)\b|"
    r"\b(?:in|into|to) (?:french|german|chinese|korean|spanish|russian|ukrainian|turkish)\b"
)


class Direct:
    """Answers what is not looked for in the paper's body.

    Args:
        paper: The paper.
        glossary: Names of its things.
        is_subject: Whether the whole paper is about something.
    """

    def __init__(
        self, paper: Paper, glossary: Glossary, is_subject: Callable[[Entry], bool]
    ) -> None:
        self._paper = paper
        self._glossary = glossary
        self._is_whole_subject = is_subject
        self._summits = Summits(paper, glossary)
        sections = (section.title for section in paper.sections)
        titles = " ".join([paper.author, paper.institute, paper.front.text, *sections])
        self._titled = {
            entry
            for entry in glossary.entries
            if is_subject(entry) or any(name in titles for name in entry.surfaces)
        }
        # "At Madrid" is short for the summit there.
        self._figures = Figures(paper)
        self._places = {
            normalise(name).removesuffix(ending).strip()
            for entry in glossary.entries
            for name, ending in ((entry.en, "summit"), (entry.ja, "首脳会合"))
            if entry not in self._titled and normalise(name).endswith(ending)
        }

    def meant(self, request: Request) -> Request:
        """The question that is to be answered, where a message wants an answer in another way."""
        history = _on_the_subject(request.history)
        last = next((t.content for t in reversed(history) if t.role == "assistant"), "")
        request = replace(request, history=history, last=last)
        if only_wishes(request.question):
            return request.again(wanted_language(request.question))
        if self._is_guess(request):
            return self.meant(request.again(None))
        request = self._of_the_author(request)
        intent = self._wanted(request)[0]
        if intent == "translate":
            return request.again(wanted_language(request.question) or _other_than(last))
        if intent in ("repeat", "shorter"):
            return request.again(None, brief=intent == "shorter")
        return request

    def _is_guess(self, request: Request) -> bool:
        """Whether it guesses at the answer to the question before, or that was a guess itself."""
        asked = next((t.content for t in reversed(request.history) if t.role == "user"), "")
        if not request.last or is_refusal(request.last):
            return False
        guessed = is_guess(request.question, self._glossary)
        return guessed and (can_be_guessed(asked) or is_guess(asked, self._glossary))

    def _of_the_author(self, request: Request) -> Request:
        """The question with "the author" for "he" after an answer on who wrote the paper."""
        answers = [t.content for t in request.history if t.role == "assistant"]
        told = next((text for text in reversed(answers) if not is_refusal(text)), "")
        if self._paper.front.marker not in told or self._names(request.question):
            return request
        question = request.question
        for pattern, words in _HE:
            question = pattern.sub(words, question)
        if question == request.question:
            return request
        return replace(request, question=question, asked=request.asked or request.question)

    def answer(self, completed: Completed) -> Draft | None:
        """An answer that needs no retrieval, or None."""
        messages = load_messages(completed.language)
        if not completed.spoken:
            return Draft(completed, messages.get("other_language"), False, "other-language")
        question = completed.request.question
        if is_sound(question):
            if completed.request.last and is_puzzled(question):
                return self._reply(completed, "confused")
            return Draft(completed, nudge(messages), True, "smalltalk")
        plain = without_asides(question)
        numbered = asked_by_number(plain, self._paper)
        if numbered is not None:
            return self._numbered(completed, numbered)
        sentence = asked_sentence(plain, self._paper)
        if sentence is not None:
            composer = Composer(completed.language)
            text = sentence[1].shown(completed.language)
            composer.cite(text, [cite_sentence(*sentence)])
            return draft(completed, composer, "fact", ())
        summit = self._summits.asked(without_asides(completed.standalone.text))
        told = [summit] if summit else self._figures.asked(plain) or self._aim(question)
        if told:
            return self._tell(completed, told)
        if self._is_subject(question):
            return self._summary(completed, "whole")
        if asks_in_general(completed.standalone.text, self._glossary) == "decisions":
            return self._summary(completed, "decisions")
        if only_wishes(question):
            return self._reply(completed, "about")
        intents = self._wanted(completed.request)
        if completed.mentioned and intents[0] in SMALLTALK | ABOUT_ANSWER | DECLINED:
            return None  # "Is anything said on Article 5?" wants nothing of natoqa
        return self._not_of_the_body(completed, intents)

    def _tell(self, completed: Completed, told: Sequence[tuple[Paragraph, Sentence]]) -> Draft:
        """Sentences that are known to answer."""
        composer = Composer(completed.language)
        bullet = "- " if len({paragraph.id for paragraph, _ in told}) > 1 else ""
        for one in told:
            text = as_told(one[1], completed.language).text
            composer.cite(text, [cite_sentence(*one)], bullet=bullet)
        return draft(completed, composer, "fact", ())

    def _wanted(self, request: Request, sure: float = _SURE) -> tuple[Intent, ...]:
        """What a message wants."""
        text = without_attribution(request.question)
        follows = bool(request.last)
        if follows and is_of_what_was_said(text):
            return ("body",)
        of_the_author = self._paper.front.marker in request.last
        if asks_for_other_work(text, of_the_author=of_the_author) and not self._names(text):
            return ("unsaid",)
        about_it = not follows or self._paper.front.marker in request.last
        elsewhere = not (about_it or names_the_paper(text))
        part = without_asides(text)
        intents = wanted(text, part, follows=follows, elsewhere=elsewhere, sure=sure)
        if intents[0] == "body":
            return intents
        if intents[0] in ("shorter", "repeat") and names_conclusion(text):
            return ("conclusion",)
        if intents[0] in FRONT | SUMMARY and is_of_the_event(text):
            return ("body",)
        if intents[0] in SUMMARY and (self._is_of_another_event(text) or is_of_many_things(text)):
            return ("body",)
        if intents[0] == "official" and elsewhere and _BY_WHOM.match(normalise(text)):
            return ("body",)
        if self._names(text):  # a thing that stands in the body
            surely = wanted(text, follows=follows, sure=_SURE_DESPITE_NAMES)
            return surely if surely[0] in SMALLTALK | {"official"} else ("body",)
        # "Where did they come from?" after a turn is about what was said, not about the paper. But
        # what is cited or reprinted is the paper, and "Who wrote this?" means it too.
        of_its_use = is_of_its_use(text)
        of_the_paper = (intents[0] in STANDING | {"cite"} and (of_its_use or not elsewhere)) or (
            intents[0] in STANDING | {"author"} and says_this(text)
        )
        if intents[0] in STANDING and not of_the_paper:
            return ("body",)
        leans = elsewhere and not of_the_paper and points_back(text, self._glossary)
        of_the_whole = FRONT | {"unsaid"} | SUMMARY - {"conclusion"}
        return ("body",) if leans and intents[0] in of_the_whole else intents

    def _aim(self, question: str) -> list[tuple[Paragraph, Sentence]]:
        """The sentence that says what the paper sets out to do, where that is asked.

        It names the perspectives "above", so the one before it comes first.
        """
        if not asks_its_aim(question) or self._names(question):
            return []
        opening = self._paper.body[0]
        place = next((i for i, s in enumerate(opening.sentences) if "本稿では" in s.text), 0)
        return [(opening, s) for s in opening.sentences[max(place - 1, 0) : place + 1]]

    def _is_of_another_event(self, text: str) -> bool:
        """Whether a year or the place of an event is named that is not the whole paper's."""
        said = normalise(text)
        years = set(_YEAR.findall(said)) - {self._paper.date[:4]}
        return bool(years) or any(place in said for place in self._places)

    def _names(self, text: str) -> set[Entry]:
        """The things that a message names, less those that the paper has in its titles."""
        found = self._glossary.find(_TONGUES.sub(" ", normalise(text)))
        return {m.entry for m in found} - self._titled

    def _not_of_the_body(self, completed: Completed, intents: Sequence[Intent]) -> Draft | None:
        """What is said of the paper as such, natoqa or the talk; None where the body is meant."""
        language = completed.language
        if intents[0] != "body":  # nothing is searched for
            completed = replace(completed, standalone=Standalone(completed.request.question))
        front = [front_answer(i, language, self._paper) for i in intents if i in FRONT]
        if front:
            return self._front(completed, front)
        intent = intents[0]
        if intent in SUMMARY:
            return self._summary(completed, PARTS[intent])
        if intent in SMALLTALK:
            return self._reply(completed, intent)
        if intent in DECLINED:
            return self._declined(completed, intent)
        return self._about_the_answer(completed, intent)

    def _declined(self, completed: Completed, intent: Intent) -> Draft:
        """Say that the paper does not say it, or that natoqa does not do it."""
        language = completed.language
        if intent == "unsaid":
            text = not_said_of_itself(language, self._paper)
        else:
            text = reply(intent, load_messages(language))
        return Draft(completed, text, False, "refusal")

    def _reply(self, completed: Completed, intent: Intent) -> Draft:
        text = reply(intent, load_messages(completed.language))
        return Draft(completed, text, True, "smalltalk")

    def _about_the_answer(self, completed: Completed, intent: Intent) -> Draft | None:
        """What is said of the answer before."""
        last = completed.request.last
        if intent not in ABOUT_ANSWER or not last:
            return None
        messages = load_messages(completed.language)
        if intent in ("disagree", "confused"):
            return self._reply(completed, intent)
        if intent != "source":
            return None
        proof = proof_of(last, self._paper, bundled_model())
        if not proof:
            return None
        composer = Composer(completed.language)
        composer.line(messages.get("proof_lead"))
        for paragraph, sentence in proof:
            text = messages.get("proof_item", page=sentence.pages[0], quote=sentence.text)
            if completed.language == "en":
                text += f" {sentence.translation}"
            composer.cite(text, [cite_sentence(paragraph, sentence)], bullet="- ")
        return draft(completed, composer, "fact", ())

    def _is_subject(self, question: str) -> bool:
        """Whether it is nothing but the name that most of the paper's sentences have: "NATO?"."""
        bare = question.strip(" \u3000?？!！.。")
        found = self._glossary.find(bare)
        return (
            len(found) == 1
            and (found[0].start, found[0].end) == (0, len(bare))
            and self._is_whole_subject(found[0].entry)
        )

    def _numbered(self, completed: Completed, paragraphs: Sequence[Paragraph]) -> Draft:
        """Paragraphs that were asked for by number: one as a whole, of several how each begins."""
        language = completed.language
        if not paragraphs:
            text = load_messages(language).get(
                "no_number", last=self._paper.body[-1].marker, pages=self._paper.pages
            )
            return Draft(completed, text, False, "refusal")
        composer = Composer(language)
        if len(paragraphs) == 1:
            (paragraph,) = paragraphs
            for sentence in paragraph.sentences:
                composer.cite(sentence.shown(language), [cite_sentence(paragraph, sentence)])
            return draft(completed, composer, "front", ())
        picks = [Pick(paragraph, paragraph.sentences[0], 0.0) for paragraph in paragraphs]
        for pick in arrange(picks, language):
            composer.cite(pick.text(language), [cite_sentence(pick.paragraph, pick.sentence)])
        return draft(completed, composer, "front", ())

    def _summary(self, completed: Completed, part: str) -> Draft:
        language = completed.language
        messages = load_messages(language)
        composer = Composer(language)
        section = next((s for s in self._paper.sections if s.id == part), None)
        if section is not None:
            title = section.title if language == "ja" else section.title_en
            composer.line(messages.get("summary_section_lead", section=title))
        else:
            lead = "summary_lead" if part == "whole" else f"summary_{part}_lead"
            composer.line(messages.get(lead))
        for sentence in load_summary(self._paper.slug)[part]:
            citations = []
            for sentence_id in sentence.evidence:
                paragraph = self._paper.paragraph(sentence_id[:3])
                proof = next(s for s in paragraph.sentences if s.id == sentence_id)
                citations.append(cite_sentence(paragraph, proof))
            composer.cite(sentence.text(language), citations, bullet="- ")
        return draft(completed, composer, "overview", ())

    def unanswered(self, found: Retrieved) -> Draft | None:
        """What the body does not answer and names no thing of is likely not asked of it."""
        question = found.ranking.question
        if not all(self._is_whole_subject(entry) for entry in question.entries):
            return None
        completed = found.completed
        # "Taiwan" of "Is anything said on Taiwan?" wants nothing else by itself.
        request = completed.request
        said = replace(request, question=request.asked or request.question)
        return self._not_of_the_body(completed, self._wanted(said, _LIKELY))

    def _front(self, completed: Completed, answers: Sequence[FrontAnswer]) -> Draft:
        """What the front matter says."""
        composer = Composer(completed.language)
        page = self._paper.front
        for answer in answers:
            sentence = next(s for s in page.sentences if s.id == answer.sentence)
            composer.cite(answer.text, [cite_sentence(page, sentence)])
        return draft(completed, composer, "front", ())


def _other_than(answer: str) -> Language:
    """The language that an answer is not in; Japanese names may stand in an English one."""
    return "en" if has_hiragana(answer) else "ja"


def _on_the_subject(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns without those that say nothing of what the paper is about, and their answers."""
    kept: list[Turn] = []
    keep = True
    for turn in history:
        if turn.role == "user":
            intent = wanted(turn.content, follows=bool(kept))[0]
            aside = intent in SMALLTALK | ABOUT_ANSWER | DECLINED | STANDING
            keep = not (aside or only_wishes(turn.content) or is_sound(turn.content))
        if keep:
            kept.append(turn)
    return tuple(kept)


def draft(
    completed: Completed, composer: Composer, kind: Kind, passages: Sequence[Passage]
) -> Draft:
    """What a composer holds, as a draft."""
    return Draft(
        completed,
        composer.text,
        True,
        kind,
        citations=tuple(composer.citations),
        highlights=tuple(composer.highlights),
        passages=tuple(passages),
    )
