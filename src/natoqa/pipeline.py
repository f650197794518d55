"""The chain: complete the question, retrieve, read, compose. One typed value between steps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from natoqa.abstention import answerable, context_signs, evidence, leans
from natoqa.acronyms import Expansion, spelt_out
from natoqa.answer import (
    Kind,
    Language,
)
from natoqa.asides import wants_one_sentence, without_asides
from natoqa.casual import in_plain_words
from natoqa.claims import Claim, claim_of_country, find_claims, refuting
from natoqa.comparison import choose_sides, compares, sides
from natoqa.compose import Composer, Told, as_told, cite_sentence
from natoqa.conversation import Turn
from natoqa.coverage import match_words
from natoqa.dialogue import Standalone, complete
from natoqa.direct import Direct, draft
from natoqa.embeddings import bundled_model
from natoqa.language import detect, wanted_language
from natoqa.list_members import wanted_members
from natoqa.listing import Listing
from natoqa.lists import Member
from natoqa.mentioned import name_mentioned
from natoqa.messages import load_messages
from natoqa.mismatch import Mismatch
from natoqa.paper import Paper, Sentence
from natoqa.parts import parts
from natoqa.pointing import has_pronoun, leaves_out_its_topic, only_name, points_back
from natoqa.preference import prefer, prefer_counting
from natoqa.question import expected_type, spoken_in
from natoqa.ranking import Ranking
from natoqa.reading import Pick, Reader, room
from natoqa.refusal import refusal
from natoqa.retrieval import Retriever
from natoqa.second_look import Reading, SecondLook, reconsider
from natoqa.settings import Settings
from natoqa.several import passages_of, together
from natoqa.spans import SpanFinder
from natoqa.steps import Completed, Draft, Request, Retrieved
from natoqa.weights import Weights
from natoqa.whereabouts import thing_located
from natoqa.words import content_words

# By how much a sentence must be the best, in reading score, for words in it to be marked.
_CLEARLY_BEST = 0.9
# From this probability on a question is taken to lean on the turns before it.
_LEANS = 0.5
# A question that seems to lean, and would be refused so, is answered by itself from this chance on.
_AFTER_ALL = 0.4
# A question that names a thing and is so sure to be answered by itself leans on nothing.
_SURE = 0.6
# A question that says so many words, a name among them, may stand by itself though it points back.
_WHOLE_QUESTION = 5
# What is so surely answered is, though another year is claimed.
_SURE_OF_CLAIM = 0.95
# A sentence: its paragraph and where it begins there.
Place = tuple[str, int]


class Pipeline:
    """The steps over one paper.

    Args:
        paper: The paper.
        retriever: Ranks its paragraphs.
        settings: Options.
        weights: Learned weights.
        second_look: Gives what reads questions again of which the first reading is not sure; None
            to leave it at that.
    """

    def __init__(
        self,
        paper: Paper,
        retriever: Retriever,
        settings: Settings,
        weights: Weights,
        second_look: Callable[[], SecondLook] | None = None,
    ) -> None:
        self._paper = paper
        self._retriever = retriever
        self._settings = settings
        self._weights = weights
        self._second_look = second_look
        self._reader = Reader(weights, retriever.glossary, most=settings.max_sentences)
        self._mismatch = Mismatch(paper, retriever.glossary, retriever.is_subject)
        self._listing = Listing(paper, retriever.glossary, retriever.is_subject)
        self._said = "".join(p.text for p in paper.body)
        self._spans = SpanFinder(bundled_model(), retriever.glossary)
        self._direct = Direct(paper, retriever.glossary, retriever.is_subject)
        self._threshold = (
            weights.threshold
            if settings.abstention_threshold is None
            else settings.abstention_threshold
        )

    def complete(self, request: Request) -> Completed:
        """Find the language and complete a follow-up from the history."""
        plain = in_plain_words(request.question)
        if plain != request.question:
            request = replace(request, question=plain, asked=request.asked or request.question)
        request = self._direct.meant(request)
        if wants_one_sentence(request.question):
            request = replace(request, brief=True)
        asked = [turn.content for turn in request.history if turn.role == "user"]
        detected = detect(request.question, before=asked[-1] if asked else "")
        if request.language is None and detected == "other":
            return Completed(request, "en", False, Standalone(request.question))
        asked_for = request.language or wanted_language(request.question)
        language: Language = asked_for or ("ja" if detected == "ja" else "en")
        glossary = self._retriever.glossary
        located = thing_located(request.question)
        if located is not None:
            asked_as = request.asked or request.question
            request = replace(request, question=located, asked=asked_as)
            return Completed(request, language, True, Standalone(located), located=True)
        name = name_mentioned(request.question, glossary)
        if name is None and asked and name_mentioned(asked[-1], glossary) is not None:
            name = only_name(request.question, glossary)  # "And Hungary?"
        # "What did it say on China?" after a declaration is not about the paper.
        leans = bool(request.history) and has_pronoun(request.question, glossary)
        if name is not None and not leans:
            asked_as = request.asked or request.question
            request = replace(request, question=name, asked=asked_as)
            return Completed(request, language, True, Standalone(name), mentioned=True)
        standalone = complete(request.question, request.history, glossary)
        several = parts(request.question, glossary)
        return Completed(request, language, True, standalone, several)

    def direct(self, completed: Completed) -> Draft | None:
        """An answer that needs no retrieval, or None."""
        if completed.parts:
            each = [self._direct.answer(self._part(completed, p, ())) for p in completed.parts]
            if not all(each):
                return None
        return self._direct.answer(completed)

    def _part(self, completed: Completed, part: str, before: Sequence[Turn]) -> Completed:
        """One question of a message, after those before it."""
        request = completed.request
        history = (*request.history, *before)
        asked = replace(request, question=part, history=history, language=completed.language)
        return replace(self.complete(asked), parts=())

    def retrieve(self, completed: Completed) -> Retrieved:
        """Rank the paragraphs for the completed question, and answer each part of a message."""
        found = self._retrieve(completed)
        # A comparison is one question.
        return self._with_parts(found) if completed.parts and not found.sides else found

    def _with_parts(self, found: Retrieved) -> Retrieved:
        """Answer each question of a message, the later ones in the context of the earlier."""
        said: list[Turn] = []
        drafts: list[Draft] = []
        shown: set[Place] = set()
        count = len(found.completed.parts)
        for part in found.completed.parts:
            refused = drafts[-1] if drafts and not drafts[-1].answered else None
            if refused and points_back(part, self._retriever.glossary):
                drafts.append(refused)  # it asks more of what the paper does not say
                continue
            completed = self._part(found.completed, part, said)
            drafted = self._direct.answer(completed) or self._read(
                self._retrieve(completed), share=count, shown=shown
            )
            drafts.append(drafted)
            shown |= {(c.paragraph.id, c.start) for c in drafted.citations}
            said.append(Turn("user", part))
            if drafted.text:
                said.append(Turn("assistant", drafted.text))
        if not any(one.answered for one in drafts):
            return found
        confidence = max(one.confidence or 0.0 for one in drafts)
        passages = passages_of(drafts)
        return replace(found, parts=tuple(drafts), passages=passages, confidence=confidence)

    def _retrieve(self, completed: Completed) -> Retrieved:
        ways = self.ways(completed)
        if len(ways) == 1:
            return self._with_sides(ways[0])
        alone, within = sorted(ways, key=lambda way: way.completed.standalone.completed)
        leaning = leans(context_signs(alone.signs, within.signs, self._weights), self._weights)
        if leaves_out_its_topic(alone.completed.standalone.text):
            leaning = 1.0  # "Did the summit decide anything?" asks it of what was spoken of
        if leaning < _LEANS or (
            within.confidence < self._threshold and alone.confidence >= _AFTER_ALL
        ):
            return self._with_sides(alone)
        return self._with_sides(within)

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
        if leaves_out_its_topic(standalone.text):
            return True
        if not standalone.completed:
            # "How did it change at Washington?" names what the whole paper is about.
            named = set(found.ranking.question.entries) - self._mismatch.topic.titled
            return found.confidence < _SURE or not named
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
        # It is found in the language that it is asked in, whatever it is to be answered in.
        asked = spoken_in(standalone.own or standalone.text, completed.language)
        ranking = self._retriever.rank(standalone.text, asked, focus=focus)
        passages = self._retriever.passages(ranking, self._settings.passages)
        matched = match_words(ranking, self._retriever.glossary)
        reading = self._reader.score(ranking, matched)
        signs = evidence(ranking, reading, matched, self._retriever.glossary, standalone)
        # "When?" alone asks about nothing.
        asks = bool(matched.words) and self._retriever.has_word(standalone.text)
        says = asks or standalone.completed
        confidence = answerable(signs, self._weights) if says else 0.0
        first = Reading(reading, confidence, follow_up=focus is not None)
        read = self._look_again(first, ranking)
        return Retrieved(completed, ranking, passages, read.scores, signs, read.confidence)

    def _look_again(self, first: Reading, ranking: Ranking) -> Reading:
        """The reading of a question, by a second look too if the first is not sure."""
        if self._second_look is None or ranking.learned is None or first.is_sure:
            return first
        focus = ranking.focus
        asked = ranking.question.text if focus is None else focus.asked
        second = self._second_look().chances(asked, "" if focus is None else focus.spoken)
        return reconsider(first, second, self._weights)

    def read(self, found: Retrieved) -> Draft:
        """Choose the sentences that answer, or refuse."""
        if found.parts:
            drafted = together(found.completed, found.parts)
            return _with_confidence(drafted, found.confidence, self._threshold)
        return self._read(found)

    def _read(self, found: Retrieved, *, share: int = 1, shown: Collection[Place] = ()) -> Draft:
        """Choose the sentences that answer one question, or refuse.

        Args:
            found: What was found for it.
            share: How many questions the whole answer has to serve.
            shown: Where the sentences are that it shows already.
        """
        found = prefer(found, self._mismatch.topic, self._retriever.glossary)
        scores, confidence = found.reading, found.confidence
        completed = found.completed
        picked = wanted_members(
            completed.request.question,
            completed.request.history,
            self._listing.lists,
            self._retriever.glossary,
        )
        if picked:
            composer = Composer(completed.language)
            self._write_list(composer, picked)
            # They are not searched for.
            alone = replace(completed, standalone=Standalone(completed.request.question))
            drafted = draft(alone, composer, "list", found.passages)
            return _with_confidence(drafted, confidence, self._threshold)
        listed = self._listing.answering(found)
        if listed is None:
            says = confidence >= self._threshold or self._only_asks_what_it_is(found)
        else:
            says = self._listing.may_be_told(listed, found, self._threshold)
        if not says:
            instead = self._refuting(found)
            if instead is not None:
                return self._read(instead, share=share, shown=shown)
            # What a list lacks a word of is not answered, however sure.
            answers = 0.0 if confidence >= self._threshold else confidence
            return self._direct.unanswered(found) or _with_confidence(
                refusal(found, confidence), answers, self._threshold
            )
        if listed is None:
            found = prefer_counting(found)
            scores = found.reading
        picks = self._picks(found, share)
        if self._mismatch.misses(found, picks):
            instead = self._refuting(found)
            if instead is not None:
                return self._read(instead, share=share, shown=shown)
            # "Founded in 1949, is that right?" may be answered with the 75 years that it was.
            if not self._claims(found) or confidence < _SURE_OF_CLAIM:
                return _with_confidence(refusal(found, confidence), 0.0, self._threshold)
        composer = Composer(found.completed.language)
        if listed is not None:
            self._write_list(composer, listed.members)
        else:
            if found.completed.request.brief:
                picks = picks[:1]
            answering = max(picks, key=lambda pick: pick.score)
            # What has changed is no single stretch of words, and where another sentence is nearly
            # as good, the words may be there.
            first, second = np.sort(scores)[::-1][:2]
            single = not compares(found.ranking.question) and first - second >= _CLEARLY_BEST
            if _place(answering) in shown:
                picks = ()
            located = found.completed.located
            if located:
                composer.line(load_messages(composer.language).get("located_lead"))
            picks = tuple(pick for pick in picks if _place(pick) not in shown)
            expansion = self._spelt_out(found, picks)
            before: Sentence | None = None
            for i, pick in enumerate(picks):
                told = as_told(
                    pick.sentence,
                    composer.language,
                    after=before,
                    expansion=expansion if expansion and expansion.sentence == i else None,
                )
                marked = single and pick is answering
                self._cite(composer, pick, told, found.ranking, marked=marked, located=located)
                before = pick.sentence
        kind: Kind = "fact" if listed is None else "list"
        drafted = draft(found.completed, composer, kind, found.passages)
        return _with_confidence(drafted, confidence, self._threshold)

    def _only_asks_what_it_is(self, found: Retrieved) -> bool:
        """Whether a question asks for the meaning of a name of the paper and nothing else."""
        question = found.ranking.question
        if (
            found.completed.standalone.completed
            or expected_type(question.text, question.spoken) != "definition"
        ):
            return False
        words = content_words(question.text, question.spoken, self._retriever.glossary)
        return len(words) == 1 and words[0].entry is not None

    def _refuting(self, found: Retrieved) -> Retrieved | None:
        """What is found that refutes what a yes-or-no question claims, if it claims anything."""
        glossary = self._retriever.glossary
        of_country = claim_of_country(found.completed.standalone, glossary)
        for claim in (*self._claims(found), *([of_country] if of_country else [])):
            instead = refuting(claim, found, self._found, glossary, self._threshold)
            if instead is not None:
                return instead
        return None

    def _claims(self, found: Retrieved) -> tuple[Claim, ...]:
        """What a yes-or-no question claims."""
        standalone, language = found.completed.standalone, found.ranking.question.spoken
        return find_claims(standalone.own or standalone.text, language, self._retriever.glossary)

    def _picks(self, found: Retrieved, share: int) -> tuple[Pick, ...]:
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
        return self._reader.read(found.ranking, found.reading, share=share)

    def _spelt_out(self, found: Retrieved, picks: Sequence[Pick]) -> Expansion | None:
        """What the acronym stands for whose meaning is asked, where the answer does not say it."""
        question, language = found.ranking.question, found.completed.language
        if question.expects != "definition":
            return None
        texts = [pick.text(language) for pick in picks]
        return spelt_out(question.entries, texts, self._said, language)

    def _write_list(self, composer: Composer, members: Sequence[Member]) -> None:
        # What is told beside of one member is no list.
        counted = any(member in one.members for one in self._listing.lists for member in members)
        bullet = "- " if counted and len(members) > 1 else ""
        for member in members:
            text = member.sentence.shown(composer.language)
            composer.cite(text, [cite_sentence(member.paragraph, member.sentence)], bullet=bullet)

    def _cite(
        self,
        composer: Composer,
        pick: Pick,
        told: Told,
        ranking: Ranking,
        *,
        marked: bool,
        located: bool,
    ) -> None:
        language = composer.language
        question = replace(ranking.question, language=language)
        span = self._spans.find(pick.text(language), question, ranking.tokens) if marked else None
        citation = cite_sentence(
            pick.paragraph,
            pick.sentence,
            answer=span if language == "ja" else None,
            answer_en=span if language == "en" else None,
        )
        highlight = None if span is None else told.move(span)
        bullet = ""
        if located:
            page = load_messages(language).get("located_page", page=pick.sentence.pages[0])
            bullet = f"- {page}"
        composer.cite(told.text, [citation], highlight=highlight, bullet=bullet)

    def refuse(self, found: Retrieved) -> Draft:
        """Say that the paper does not answer, whatever the confidence."""
        return refusal(found, 0.0)


def _place(pick: Pick) -> Place:
    return pick.paragraph.id, pick.sentence.start


def _with_confidence(draft: Draft, confidence: float, threshold: float) -> Draft:
    return replace(draft, confidence=confidence, threshold=threshold)
