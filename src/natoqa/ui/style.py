"""Theme, styles and scripts of the page: all from this package, nothing fetched."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import gradio as gr

from natoqa.glossary import Glossary
from natoqa.ui.paper_view import glossary_json

# Fonts that Japanese readers have; none is fetched.
SANS = (
    "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic Medium", "YuGothic", "Noto Sans JP",
    "Noto Sans CJK JP", "Meiryo", "system-ui", "sans-serif",
)  # fmt: skip
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Noto Sans Mono", "monospace")
_STYLES = ("base.css", "talk.css", "sources.css", "paper.css")
_SCRIPTS = ("prefs.js", "paper.js", "talk.js", "page.js", "actions.js")


def theme() -> gr.themes.Base:
    """A plain theme with system fonts; colours come from assets/base.css."""
    plain = gr.themes.Base(font=list(SANS), font_mono=list(MONO))
    # What is seen before the styles below arrive.
    return plain.set(body_background_fill="#fbfaf8", body_background_fill_dark="#15171b")


def head(glossary: Glossary) -> str:
    """What goes into the page's head: styles, the glossary's notes, scripts."""
    css = "\n".join(asset(name) for name in _STYLES)
    script = "\n".join(asset(name) for name in _SCRIPTS)
    # "</" inside a script would end it.
    terms = glossary_json(glossary).replace("</", "<\\/")
    return (
        f"<style>{css}</style>\n<script>window.natoqaTerms = {terms};</script>\n"
        f"<script>{script}</script>"
    )


@cache
def asset(name: str) -> str:
    """A file of assets/ as text."""
    return (files("natoqa.ui") / "assets" / name).read_text(encoding="utf-8")


def favicon() -> str:
    """Path of the icon."""
    return str(files("natoqa.ui") / "assets" / "favicon.svg")
