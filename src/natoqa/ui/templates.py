"""The HTML templates of the page, in templates/; every value is escaped unless it is markup."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from natoqa.answer import page_numbers
from natoqa.paper import Paragraph
from natoqa.ui.texts import load_texts, pair


def fill(name: str, /, **values: Any) -> str:
    """A template of templates/ with its blanks filled in.

    Args:
        name: File name without ".html".
        values: What the template shows; plain strings are escaped.
    """
    return _environment().get_template(f"{name}.html").render(**values)


def pages(paragraph: Paragraph) -> Markup:
    """On which printed pages a paragraph stands, in both languages."""
    return load_texts().both("page", pages=page_numbers(paragraph.pages))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("natoqa.ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(t=load_texts().both, pair=pair, pages=pages)
    return environment
