"""The page put together: what stands where, and which handler each event calls."""

from __future__ import annotations

import gradio as gr

from natoqa.assistant import Assistant
from natoqa.glossary import load_glossary
from natoqa.ui.answers import log_html
from natoqa.ui.cards import sources_html
from natoqa.ui.endpoints import add_endpoints
from natoqa.ui.handlers import Handlers
from natoqa.ui.paper_view import paper_html
from natoqa.ui.quality import quality_html
from natoqa.ui.suggest import Suggester
from natoqa.ui.templates import fill
from natoqa.ui.texts import LANGUAGES, UiTexts, load_texts
from natoqa.ui.turns import dump

# How many answers are made at once; others wait in the queue.
ANSWERS_AT_ONCE = 8
# Raised by assets/page.js.
_EVENTS = (
    "sample", "again", "halt", "show", "erase", "rate", "keep", "relabel", "save_markdown",
    "save_json",
)  # fmt: skip
_PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}
# The browser knows the languages, what is being answered and what was stopped: see assets/.
_WITH_LANGUAGE = "(q, store, _) => (natoqa.begin(), [q, store, natoqa.answerLanguage()])"
_EVENT_LANGUAGE = "(store, _) => (natoqa.begin(), [store, natoqa.answerLanguage()])"
# What was asked is marked as stopped even where the next question is already in the box.
_STOPPED = "(q, store) => ((asked) => [q || asked, store])(natoqa.stopped())"
_IDLE = "() => natoqa.idle()"
_UI_LANGUAGE = "(store, _) => [store, natoqa.uiLanguage()]"


def build_page(assistant: Assistant, suggester: Suggester) -> gr.Blocks:
    """The page, not yet launched.

    Args:
        assistant: Answers.
        suggester: Suggests what to ask next.
    """
    texts = load_texts()
    glossary = load_glossary(assistant.paper.slug)
    handlers = Handlers(assistant, suggester, texts)
    i18n = page_i18n(texts)
    with gr.Blocks(
        title=f"natoqa — {assistant.paper.title}", analytics_enabled=False, fill_width=True
    ) as page:
        # The "secret" guards nothing: the conversation is the reader's own, in their browser. It
        # is fixed so that the conversation outlives a restart of the server.
        store = gr.BrowserState(
            dump([], assistant.paper), storage_key="natoqa.conversation", secret="natoqa"
        )
        _html(fill("header", paper=assistant.paper), "head")
        with gr.Row(elem_id="view-ask"):
            with gr.Column(elem_id="talk", min_width=0):
                with gr.Column(elem_id="scroll"):
                    log = _html(log_html([]), "log", js_on_load=_bridge())
                    live = _html("", "live")
                    following = _html("", "next")
                with gr.Row(elem_id="composer"):
                    question = gr.Textbox(
                        label=i18n("question_label"),
                        placeholder=i18n("question_placeholder"),
                        elem_id="question",
                        lines=1,
                        max_lines=6,
                        container=False,
                        scale=1,
                    )
                    send = gr.Button(i18n("send"), elem_id="send", variant="primary", scale=0)
                    stop = gr.Button(i18n("stop"), elem_id="stop", variant="secondary", scale=0)
            sources = _html(sources_html(None, -1, glossary), "sources")
        _html(paper_html(assistant.paper, glossary), "view-paper")
        quality = _html("", "view-quality")
        language = gr.Textbox("", visible=False)
        exported = gr.Textbox("", visible=False)
        rated = gr.Textbox("", visible=False)
        add_endpoints(assistant)

        screen = [question, log, live, sources, store, following]
        answering = {
            **_PRIVATE,
            "outputs": screen,
            "concurrency_limit": ANSWERS_AT_ONCE,
            "concurrency_id": "ask",
        }
        asked = [
            gr.on(
                [question.submit, send.click],
                handlers.ask,
                inputs=[question, store, language],
                js=_WITH_LANGUAGE,
                **answering,
            ),
            *(
                trigger(handler, inputs=[store, language], js=_EVENT_LANGUAGE, **answering)
                for trigger, handler in (
                    (log.sample, handlers.ask_sample),
                    (log.again, handlers.retry),
                )
            ),
        ]
        for event in asked:
            event.then(None, js=_IDLE)
        quick = {**_PRIVATE, "queue": False}
        shown = [*asked, page.load(handlers.restore, inputs=[store], outputs=screen, **quick)]
        for event in shown:
            # Apart, so that looking for suggestions holds up neither the answer nor the next one.
            event.then(handlers.suggest, inputs=[store], outputs=[following], **_PRIVATE)
        # The page raises "halt" for what a stopped answer still sends: Gradio does not wait for it.
        halting = {"inputs": [question, store], "outputs": screen, "js": _STOPPED, **quick}
        for trigger in (stop.click, log.halt):
            trigger(handlers.stop, cancels=asked, **halting).then(None, js=_IDLE)
        log.show(handlers.show, inputs=[store], outputs=[sources], **quick)
        log.erase(handlers.clear, outputs=screen, cancels=asked, **quick).then(None, js=_IDLE)
        log.rate(handlers.rate, inputs=[store], outputs=[rated], **quick).then(
            None, [rated], None, js="(told) => natoqa.rated(told)"
        )
        log.keep(handlers.keep_ratings, inputs=[store], outputs=[store], **quick)
        log.relabel(
            handlers.relabel, inputs=[language], outputs=[question, send, stop],
            js="(_) => [natoqa.uiLanguage()]", **quick,
        )  # fmt: skip
        log.save_markdown(
            handlers.export_markdown,
            inputs=[store, language],
            outputs=[exported],
            js=_UI_LANGUAGE,
            **quick,
        ).then(None, [exported], None, js="(text) => natoqa.save(text, 'md')")
        log.save_json(handlers.export_json, inputs=[store], outputs=[exported], **quick).then(
            None, [exported], None, js="(text) => natoqa.save(text, 'json')"
        )
        # Read at each visit: the report may be newer than the page.
        page.load(quality_html, outputs=[quality], **quick)
    page.queue(default_concurrency_limit=ANSWERS_AT_ONCE, max_size=100)
    return page


def page_i18n(texts: UiTexts) -> gr.I18n:
    """The few texts that Gradio's own components show, by the browser's language."""
    return gr.I18n(**{language: texts.texts[language] for language in LANGUAGES})


def _html(value: str, elem_id: str, *, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)


def _bridge() -> str:
    """Gives the page's script a way to raise this component's events, named here."""
    return f"window.natoqaEvents({[*_EVENTS]!r}, trigger);"
