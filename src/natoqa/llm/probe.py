"""Does the model answer? For `natoqa doctor`."""

from __future__ import annotations

import time

from natoqa.errors import NatoqaError
from natoqa.llm.failure import LLMFailure, failed
from natoqa.llm.model import build_model
from natoqa.llm.prompts import load_prompts
from natoqa.settings import Settings


def probe(settings: Settings) -> str:
    """Ask the model for one word; nothing of the paper is sent.

    Args:
        settings: With `llm` set.

    Returns:
        Which model it is, where, and how long it took.

    Raises:
        NatoqaError: It cannot be made or does not answer; the line says why.
    """
    where = f" at {settings.llm_base_url}" if settings.llm_base_url else ""
    start = time.perf_counter()
    try:
        model = build_model(settings)
        try:
            message = model.invoke("Reply with the one word: ready")
        except Exception as error:  # the clients share no base class
            raise failed(error) from None
        if not str(message.text).strip():
            raise LLMFailure("empty")
    except LLMFailure as failure:
        why = load_prompts("en").notices[f"why_{failure.reason}"]
        raise NatoqaError(
            f"{settings.llm}{where} does not answer: {why}; until it does, answers are the "
            "paper's own sentences"
        ) from None
    return f"{settings.llm}{where} answers, {time.perf_counter() - start:.1f} s"
