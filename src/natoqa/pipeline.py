"""The chain: complete the question, retrieve, read, compose. One typed value between steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from natoqa.abstention import answerable, context_signs, evidence, leans
from natoqa.answer import (
    Kind,
    Language,
    Passage,
    Span,
)
from natoqa.asides import without_asides, without_attribution
from natoqa.by_number import asked_by_number
from natoqa.comparison import choose_sides, compares, sides
from natoqa.compose import Composer, cite_sentence, without_lead
from natoqa.conversation import Turn
from natoqa.coverage import match_words
from natoqa.dialogue import Standalone, complete, points_back
from natoqa.embeddings import bundled_model
from natoqa.front import FrontAnswer, front_answer, names_the_paper
from natoqa.glossary import Entry
from natoqa.intent import ABOUT_ANSWER, FRONT, SMALLTALK, SUMMARY, Intent, wanted
from natoqa.language import detect, only_wishes, wanted_language
from natoqa.last_answer import proof_of
from natoqa.lists import CountedList, choose_list, find_lists
from natoqa.messages import load_messages
from natoqa.overview import PARTS, load_summary
from natoqa.paper import Paper, Paragraph
from natoqa.reading import Pick, Reader, arrange, room
from natoqa.retrieval import Ranking, Retriever
from natoqa.settings import Settings
from natoqa.smalltalk import reply
from natoqa.spans import SpanFinder
from natoqa.steps import Completed, Draft, Request, Retrieved
from natoqa.text import normalise
from natoqa.weights import Weights
from natoqa.words import content_words

# By how much a sentence must be the best, in reading score, for words in it to be marked.
_CLEARLY_BEST = 0.9
# From this probability on a question is taken to lean on the turns before it.
_LEANS = 0.5
# A question that names a thing and is so sure to be answered by itself leans on nothing.
_SURE = 0.7
# How sure it must be that a message does not ask what the body says; less, where that is refused.
_SURE, _LIKELY, _SURE_DESPITE_NAMES = 0.5, 0.4, 0.9
# A question that says so many words, a name among them, may stand by itself though it points back.
_WHOLE_QUESTION = 5
_NEAREST = 3
# "日本語で" is not about Japan.
_TONGUES = re.compile(r"日本語|英語|\b(?:japanese|english)\b")
_HIRAGANA = re.compile(r"[\u3041-\u3096]")


class Pipeline:
    """The steps over one paper.

    Args:
        paper: The paper.
        retriever: Ranks its paragraphs.
        settings: Options.
        weights: Learned weights.
    """

    def __init__(
        self, paper: Paper, retriever: Retriever, settings: Settings, weights: Weights
    ) -> None:
        self._paper = paper
        self._retriever = retriever
        self._settings = settings
        self._weights = weights
        self._reader = Reader(weights, retriever.glossary, most=settings.max_sentences)
        self._lists = find_lists(paper)
        self._spans = SpanFinder(bundled_model(), retriever.glossary)
        sections = (section.title for section in paper.sections)
        titles = " ".join([paper.author, paper.institute, paper.front.text, *sections])
        self._titled = {
            entry
            for entry in retriever.glossary.entries
            if retriever.is_subject(entry) or entry.ja in titles
        }
        self._threshold = (
            weights.threshold
            if settings.abstention_threshold is None
            else settings.abstention_threshold
        )

    def complete(self, request: Request) -> Completed:
        """Find the language and complete a follow-up from the history."""
        request = self._meant(request)
        asked = [turn.content for turn in request.history if turn.role == "user"]
        detected = detect(request.question, before=asked[-1] if asked else "")
        if request.language is None and detected == "other":
            return Completed(request, "en", False, Standalone(request.question))
        asked_for = request.language or wanted_language(request.question)
        language: Language = asked_for or ("ja" if detected == "ja" else "en")
        standalone = complete(request.question, request.history, self._retriever.glossary)
        return Completed(request, language, True, standalone)

    def _meant(self, request: Request) -> Request:
        """The question that is to be answered, where a message wants an answer in another way."""
        history = _on_the_subject(request.history)
        last = next((t.content for t in reversed(history) if t.role == "assistant"), "")
        request = replace(request, history=history, last=last)
        if only_wishes(request.question):
            return request.again(wanted_language(request.question))
        intent = self._wanted(request)[0]
        if intent == "translate":
            return request.again(wanted_language(request.question) or _other_than(last))
        if intent in ("repeat", "shorter"):
            return request.again(None, brief=intent == "shorter")
        return request

    def direct(self, completed: Completed) -> Draft | None:
        """An answer that needs no retrieval, or None."""
        messages = load_messages(completed.language)
        if not completed.spoken:
            return Draft(completed, messages.get("other_language"), False, "other-language")
        question = completed.request.question
        numbered = asked_by_number(without_asides(question), self._paper)
        if numbered is not None:
            return self._numbered(completed, numbered)
        if self._is_subject(question):
            return self._summary(completed, "whole")
        if only_wishes(question):
            return self._reply(completed, "about")
        return self._not_of_the_body(completed, self._wanted(completed.request))

    def _wanted(self, request: Request, sure: float = _SURE) -> tuple[Intent, ...]:
        """What a message wants; what is said around the question counts if it names a thing."""
        text = without_attribution(request.question)
        part = without_asides(text)
        names = self._names(text)
        if names != self._names(part):
            part = text
        about_it = not request.last or self._paper.front.marker in request.last
        elsewhere = not (about_it or names_the_paper(text))
        intents = wanted(text, part, follows=bool(request.last), elsewhere=elsewhere, sure=sure)
        if names and intents[0] in SMALLTALK:
            return wanted(text, part, follows=bool(request.last), sure=_SURE_DESPITE_NAMES)
        # A thing that it names stands in the body, and "it" after a turn is what was said there.
        leans = elsewhere and points_back(text, self._retriever.glossary)
        if names or (leans and intents[0] in FRONT | SUMMARY):
            return ("body",)
        return intents

    def _names(self, text: str) -> set[Entry]:
        """The things that a message names, less those that the paper has in its titles."""
        found = self._retriever.glossary.find(_TONGUES.sub(" ", normalise(text)))
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
        return self._about_the_answer(completed, intent)

    def _reply(self, completed: Completed, intent: Intent) -> Draft:
        text = reply(intent, load_messages(completed.language))
        return Draft(completed, text, True, "smalltalk")

    def _about_the_answer(self, completed: Completed, intent: Intent) -> Draft | None:
        """What is said of the answer before."""
        last = completed.request.last
        if intent not in ABOUT_ANSWER or not last:
            return None
        messages = load_messages(completed.language)
        if intent != "source":
            return self._reply(completed, intent)
        proof = proof_of(last, self._paper, bundled_model())
        if not proof:
            return None
        composer = Composer(completed.language)
        composer.line(messages.get("proof_lead"))
        for paragraph, sentence in proof:
            text = messages.get("proof_item", page=sentence.pages[0], quote=sentence.text)
            composer.cite(text, [cite_sentence(paragraph, sentence)], bullet="- ")
        return _draft(completed, composer, "fact", ())

    def _is_subject(self, question: str) -> bool:
        """Whether it is nothing but the name that most of the paper's sentences have: "NATO?"."""
        bare = question.strip(" \u3000?？!！.。")
        found = self._retriever.glossary.find(bare)
        return (
            len(found) == 1
            and (found[0].start, found[0].end) == (0, len(bare))
            and self._retriever.is_subject(found[0].entry)
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
        picks = [
            Pick(paragraph, sentence, 0.0)
            for paragraph in paragraphs
            for sentence in paragraph.sentences[: None if len(paragraphs) == 1 else 1]
        ]
        for pick in arrange(picks, language):
            composer.cite(pick.text(language), [cite_sentence(pick.paragraph, pick.sentence)])
        return _draft(completed, composer, "front", ())

    def _summary(self, completed: Completed, part: str) -> Draft:
        language = completed.language
        messages = load_messages(language)
        composer = Composer(language)
        section = next((s for s in self._paper.sections if s.id == part), None)
        if section is not None:
            title = section.title if language == "ja" else section.title_en
            composer.line(messages.get("summary_section_lead", section=title))
        else:
            name = "summary_conclusion_lead" if part == "conclusion" else "summary_lead"
            composer.line(messages.get(name))
        for sentence in load_summary(self._paper.slug)[part]:
            citations = []
            for sentence_id in sentence.evidence:
                paragraph = self._paper.paragraph(sentence_id[:3])
                proof = next(s for s in paragraph.sentences if s.id == sentence_id)
                citations.append(cite_sentence(paragraph, proof))
            composer.cite(sentence.text(language), citations, bullet="- ")
        return _draft(completed, composer, "overview", ())

    def retrieve(self, completed: Completed) -> Retrieved:
        """Rank the paragraphs for the completed question."""
        ways = self.ways(completed)
        if len(ways) == 1:
            return self._with_sides(ways[0])
        alone, within = sorted(ways, key=lambda way: way.completed.standalone.completed)
        leaning = leans(context_signs(alone.signs, within.signs, self._weights), self._weights)
        return self._with_sides(within if leaning >= _LEANS else alone)

    def ways(self, completed: Completed) -> tuple[Retrieved, ...]:
        """What is found for each way to take a question: as it was completed, and otherwise.

        Args:
            completed: A question; after other turns it may lean on them or not.
        """
        standalone = completed.standalone
        found = self._surest(completed)
        if not standalone.other or not self._is_open(found):
            return (found,)
        other = replace(completed, standalone=standalone.otherwise())
        return found, self._surest(other)

    def _is_open(self, found: Retrieved) -> bool:
        """Whether a question may not be meant as it was completed.

        One that points to the turns before it does lean on them, unless it says much by itself; one
        that names a thing and is answered by itself does not.
        """
        standalone = found.completed.standalone
        if not standalone.completed:
            return found.confidence < _SURE or not found.ranking.question.entries
        own = content_words(standalone.own, found.completed.language, self._retriever.glossary)
        return len(own) >= _WHOLE_QUESTION and any(word.entry is not None for word in own)

    def _surest(self, completed: Completed) -> Retrieved:
        """What is found for a question with what is said around it or without, the surer."""
        found = self._found(completed)
        standalone = completed.standalone
        part = without_asides(standalone.text)
        if (
            standalone.completed
            or part == standalone.text
            or self._needs_more(part, than=standalone.text)
        ):
            return found
        bare = self._found(replace(completed, standalone=replace(standalone, text=part)))
        return max(found, bare, key=lambda one: one.confidence)

    def _needs_more(self, part: str, *, than: str) -> bool:
        """Whether a part of a message points to what the whole says."""
        glossary = self._retriever.glossary
        return points_back(part, glossary) and not points_back(than, glossary)

    def _with_sides(self, found: Retrieved) -> Retrieved:
        """Look for each side of a comparison by itself; the paper answers if it does for each."""
        retriever = self._retriever
        compared = sides(
            found.ranking.question,
            retriever.glossary,
            retriever.is_subject,
            written=int(self._paper.date[:4]),
        )
        if not compared:
            return found
        each = tuple(
            (side, self._found(replace(found.completed, standalone=Standalone(side.question))))
            for side in compared
        )
        least = min(one.confidence for _, one in each)
        return replace(found, sides=each, confidence=max(found.confidence, least))

    def _found(self, completed: Completed) -> Retrieved:
        standalone = completed.standalone
        focus = self._retriever.focus(standalone)
        ranking = self._retriever.rank(standalone.text, completed.language, focus=focus)
        passages = self._retriever.passages(ranking, self._settings.passages)
        matched = match_words(ranking, self._retriever.glossary)
        reading = self._reader.score(ranking, matched)
        signs = evidence(ranking, reading, matched, self._retriever.glossary, standalone)
        confidence = answerable(signs, self._weights)
        return Retrieved(completed, ranking, passages, reading, signs, confidence)

    def read(self, found: Retrieved) -> Draft:
        """Choose the sentences that answer, or refuse."""
        scores, confidence = found.reading, found.confidence
        if confidence < self._threshold:
            return self._about_the_paper(found) or self._refusal(found, confidence)
        composer = Composer(found.completed.language)
        listed = choose_list(
            self._lists,
            found.ranking.question,
            [found.ranking.sentences[int(i)] for i in np.argsort(-scores, kind="stable")[:8]],
            found.ranking.names_all,
        )
        if listed is not None:
            self._write_list(composer, listed)
        else:
            picks = self._picks(found)
            if found.completed.request.brief:
                picks = picks[:1]
            answering = max(picks, key=lambda pick: pick.score)
            # What has changed is no single stretch of words, and where another sentence is nearly
            # as good, the words may be there.
            first, second = np.sort(scores)[::-1][:2]
            single = not compares(found.ranking.question) and first - second >= _CLEARLY_BEST
            for pick in picks:
                marked = single and pick is answering
                self._cite(composer, pick, found.ranking, marked=marked)
        kind: Kind = "fact" if listed is None else "list"
        draft = _draft(found.completed, composer, kind, found.passages)
        return _with_confidence(draft, confidence, self._threshold)

    def _about_the_paper(self, found: Retrieved) -> Draft | None:
        """What the body does not answer and names no thing of is likely not asked of it."""
        question = found.ranking.question
        if not all(self._retriever.is_subject(entry) for entry in question.entries):
            return None
        completed = found.completed
        return self._not_of_the_body(completed, self._wanted(completed.request, _LIKELY))

    def _front(self, completed: Completed, answers: Sequence[FrontAnswer]) -> Draft:
        """What the front matter says."""
        composer = Composer(completed.language)
        page = self._paper.front
        for answer in answers:
            sentence = next(s for s in page.sentences if s.id == answer.sentence)
            composer.cite(answer.text, [cite_sentence(page, sentence)])
        return _draft(completed, composer, "front", ())

    def _picks(self, found: Retrieved) -> tuple[Pick, ...]:
        """The sentences that answer; of a comparison, one for each side."""
        if found.sides:
            best = choose_sides(
                [side for side, _ in found.sides],
                [one.reading for _, one in found.sides],
                found.ranking,
                found.reading,
                lambda i: self._reader.fits(found.ranking, i),
                room(found.completed.language),
            )
            if best:
                return self._reader.read_sides(best, found.ranking, found.reading)
        return self._reader.read(found.ranking, found.reading)

    def _write_list(self, composer: Composer, listed: CountedList) -> None:
        for member in listed.members:
            text = member.sentence.shown(composer.language)
            composer.cite(text, [cite_sentence(member.paragraph, member.sentence)], bullet="- ")

    def _cite(self, composer: Composer, pick: Pick, ranking: Ranking, *, marked: bool) -> None:
        language = composer.language
        span = (
            self._spans.find(pick.text(language), ranking.question, ranking.tokens)
            if marked
            else None
        )
        citation = cite_sentence(
            pick.paragraph,
            pick.sentence,
            answer=span if language == "ja" else None,
            answer_en=span if language == "en" else None,
        )
        shown, cut = without_lead(pick.text(language), language)
        highlight = None
        if span is not None and span.start >= cut:
            highlight = Span(start=span.start - cut, end=span.end - cut)
        composer.cite(shown, [citation], highlight=highlight)

    def refuse(self, found: Retrieved) -> Draft:
        """Say that the paper does not answer, whatever the confidence."""
        return replace(self._refusal(found, 0.0), confidence=None, threshold=None)

    def _refusal(self, found: Retrieved, confidence: float) -> Draft:
        language = found.completed.language
        messages = load_messages(language)
        nearest = messages.get("nearest_join").join(
            messages.get(
                "nearest_item",
                marker=p.paragraph.marker,
                heading=p.paragraph.heading if language == "ja" else p.paragraph.heading_en,
            )
            for p in found.passages[:_NEAREST]
        )
        gap = " " if language == "en" else ""
        text = messages.get("refusal") + gap + messages.get("refusal_nearest", nearest=nearest)
        draft = Draft(found.completed, text, False, "refusal", passages=found.passages)
        return _with_confidence(draft, confidence, self._threshold)


def _other_than(answer: str) -> Language:
    """The language that an answer is not in; Japanese names may stand in an English one."""
    return "en" if _HIRAGANA.search(answer) else "ja"


def _on_the_subject(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns without those that say nothing of the paper, and the answers to them."""
    kept: list[Turn] = []
    keep = True
    for turn in history:
        if turn.role == "user":
            intent = wanted(turn.content, follows=bool(kept))[0]
            keep = intent not in SMALLTALK | ABOUT_ANSWER and not only_wishes(turn.content)
        if keep:
            kept.append(turn)
    return tuple(kept)


def _draft(
    completed: Completed, composer: Composer, kind: Kind, passages: Sequence[Passage]
) -> Draft:
    return Draft(
        completed,
        composer.text,
        True,
        kind,
        citations=tuple(composer.citations),
        highlights=tuple(composer.highlights),
        passages=tuple(passages),
    )


def _with_confidence(draft: Draft, confidence: float, threshold: float) -> Draft:
    return replace(draft, confidence=confidence, threshold=threshold)
