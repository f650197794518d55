"""The chat model that the settings name, through LangChain's init_chat_model."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natoqa.errors import InputError, NatoqaError
from natoqa.llm.failure import LLMFailure
from natoqa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Each provider's name for what the settings call timeout, retries, output and address, and the
# extra of natoqa that installs it.
_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "openai": {
        "timeout": "timeout", "retries": "max_retries", "output": "max_tokens",
        "address": "base_url", "extra": "openai",
    },
    "anthropic": {
        "timeout": "timeout", "retries": "max_retries", "output": "max_tokens",
        "address": "base_url", "extra": "anthropic",
    },
    "google_genai": {
        "timeout": "timeout", "retries": "max_retries", "output": "max_output_tokens",
        "address": "base_url", "extra": "google",
    },
    "ollama": {"output": "num_predict", "address": "base_url", "extra": "ollama"},
}  # fmt: skip
# Names of providers' keys; a tracer's key would send questions to its owner.
_KEY = re.compile(r"(?!LANGSMITH|LANGCHAIN)[A-Z0-9_]+_API_KEY")
_ALIASES = {"google": "google_genai"}
# Any other provider of LangChain is tried with what most of them call these.
_USUAL = {"timeout": "timeout", "retries": "max_retries", "output": "max_tokens",
          "address": "base_url"}  # fmt: skip
# Tokens of a prompt that are not the paper: the rules, the question, what it is wrapped in.
_OVERHEAD = 1500


def split_name(llm: str) -> tuple[str, str]:
    """Provider and model of a setting such as "openai:gpt-5-mini".

    Raises:
        InputError: It has another form.
    """
    provider, colon, model = llm.partition(":")
    provider = _ALIASES.get(provider.strip(), provider.strip())
    if not colon or not provider or not model.strip():
        raise InputError(
            f"setting llm (NATOQA_LLM) is {llm!r}: give provider:model, such as "
            "openai:gpt-5-mini or ollama:qwen3"
        )
    return provider, model.strip()


def build_model(settings: Settings) -> BaseChatModel:
    """The chat model of the settings. Nothing is sent.

    Keys come from the providers' own environment variables, or from a .env file in the
    working directory: only keys, since whoever wrote that file must not choose where they are
    sent. It never replaces a variable that is set.

    Args:
        settings: With `llm` set.

    Raises:
        NatoqaError: The provider is unknown or its package is not installed.
        LLMFailure: The provider's client cannot be made, as when its key is missing.
    """
    from langchain.chat_models import init_chat_model

    provider, model = split_name(settings.llm or "")
    _take_keys(Path.cwd() / ".env")
    options = _options(provider, settings)

    def make(**more: Any) -> BaseChatModel:
        made: BaseChatModel = init_chat_model(model, model_provider=provider, **options, **more)
        return made

    try:
        built = make()
        temperature = _temperature(built, settings)
        return built if temperature is None else make(temperature=temperature)
    except ImportError as error:
        raise NatoqaError(
            f"{settings.llm} needs a package that is not installed: {_install(provider, error)}"
        ) from None
    except ValueError as error:
        if "provider" in str(error):
            raise NatoqaError(
                f"setting llm (NATOQA_LLM) is {settings.llm!r}: LangChain knows no provider "
                f"{provider!r}; use openai, anthropic, google_genai, ollama, or openai with "
                "NATOQA_LLM_BASE_URL"
            ) from None
        raise LLMFailure("key" if "key" in str(error).lower() else "rejected") from None
    except Exception:  # each client has its own exception for a missing key
        raise LLMFailure("key") from None


def _take_keys(path: Path) -> None:
    """Put the providers' keys of a .env file into the environment, and nothing else of it."""
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path)
    except UnicodeDecodeError as error:
        raise NatoqaError(
            f"{path}: byte {error.start} is not UTF-8: save the file as UTF-8"
        ) from None
    for name, value in values.items():
        if _KEY.fullmatch(name) and value:
            os.environ.setdefault(name, value)


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    names = _OPTIONS.get(provider, _USUAL)
    values = {
        "timeout": settings.llm_timeout,
        "retries": settings.llm_retries,
        "output": settings.llm_max_output_tokens,
        "address": settings.llm_base_url,
    }
    options: dict[str, Any] = {
        names[name]: value for name, value in values.items() if name in names and value is not None
    }
    if provider == "openai" and settings.llm_base_url and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = "none"  # a local server asks for no key, its client insists on one
    if provider == "ollama":
        # Ollama cuts a prompt that is longer than its window without a word.
        options["num_ctx"] = (
            settings.llm_context_tokens + settings.llm_max_output_tokens + _OVERHEAD
        )
        options["client_kwargs"] = {"timeout": settings.llm_timeout}
    return options


def _temperature(model: BaseChatModel, settings: Settings) -> float | None:
    """What to send: the setting; else 0 to a model known to take one, and to a local server.

    A provider's new model may refuse any temperature, so an unknown one gets none.
    """
    if settings.llm_temperature is not None:
        return settings.llm_temperature
    local = settings.llm_base_url is not None or (settings.llm or "").startswith("ollama:")
    return 0.0 if profile(model).get("temperature", local) else None


def profile(model: BaseChatModel) -> Mapping[str, Any]:
    """What LangChain knows of a model; empty for one it does not know."""
    return model.profile or {}


def _install(provider: str, error: ImportError) -> str:
    extra = _OPTIONS.get(provider, {}).get("extra")
    if extra is not None:
        return f"pip install 'natoqa[{extra}]'"
    named = re.search(r"langchain-[\w-]+", str(error))
    return f"pip install {named.group() if named else f'langchain-{provider}'}"
