"""Everything that can be configured, with offline and private defaults."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from natoqa.errors import InputError

Leg = Literal["dense", "bm25", "late", "learned"]


def _split(value: object) -> object:
    """The items of a text such as "dense,late" or ["dense", "late"]."""
    return re.findall(r"[^\s,\"'\[\]]+", value) if isinstance(value, str) else value


def _in_one_line(error: ValidationError) -> str:
    first = error.errors()[0]
    name = "_".join(str(part) for part in first["loc"][:1])
    if first["type"] == "extra_forbidden":
        return f"there is no setting {name}: choose one of {', '.join(Settings.model_fields)}"
    return f"setting {name} (NATOQA_{name.upper()}): {first['msg']}, got {first['input']!r}"


class Settings(BaseSettings):
    """Settings of an assistant; each can also come from the environment as NATOQA_<NAME>.

    Raises:
        InputError: A value does not fit; the message names the setting.
    """

    model_config = SettingsConfigDict(
        env_prefix="NATOQA_", extra="forbid", frozen=True, env_ignore_empty=True
    )

    if not TYPE_CHECKING:  # type checkers take the signature from the fields

        def __init__(self, **values: object) -> None:
            try:
                super().__init__(**values)
            except SettingsError as error:  # the environment's value of a list setting is no JSON
                raise InputError(f'{error}: give a JSON list such as ["dense", "late"]') from None
            except ValidationError as error:
                raise InputError(_in_one_line(error)) from None

    paper: str = Field("nids-350", description="Which folder of corpus/ to answer from.")
    embedding: str = Field(
        "natoqa-embed-ja-en",
        description="The bundled model, a sentence-transformers folder, or a model hub's name.",
    )
    index_dir: Annotated[Path, AfterValidator(Path.expanduser)] | None = Field(
        None, description="Where indexes are kept; index/ in a checkout, else the user cache."
    )
    chunk_tokens: int = Field(256, ge=16, le=8192, description="Most tokens in a chunk.")
    legs: Annotated[tuple[Leg, ...], NoDecode, BeforeValidator(_split)] = Field(
        ("dense", "bm25", "late", "learned"),
        description="Which retrieval legs to use.",
        min_length=1,
    )
    translation: bool = Field(
        True, description="Search the English translation beside the Japanese text."
    )
    paraphrase: bool = Field(
        True, description="Search the restatements in everyday words beside each sentence."
    )
    second_look: bool = Field(
        True,
        description="Read a question again with a small transformer where the first reading is "
        "not sure.",
    )
    passages: int = Field(5, ge=1, le=31, description="Passages kept with an answer.")
    max_sentences: int = Field(3, ge=1, le=6, description="Most sentences in an answer.")
    abstention_threshold: float | None = Field(
        None,
        ge=0.0,
        le=1.0,
        description="Refuse below this probability of being answerable, but for what a name of the "
        "paper means; the fitted one if unset.",
    )
    llm: str | None = Field(
        None,
        description="Chat model that writes the answers, as provider:model "
        "(openai:gpt-5-mini); none, and nothing leaves the machine, if unset.",
    )
    llm_base_url: str | None = Field(
        None, description="Where an OpenAI-compatible server answers, http://127.0.0.1:8080/v1."
    )
    llm_temperature: float | None = Field(
        None,
        ge=0.0,
        le=2.0,
        description="Sampling temperature; 0 where the model is known to take one.",
    )
    llm_timeout: float = Field(
        60.0, gt=0.0, le=600.0, description="Seconds for one model's answer before giving up."
    )
    llm_retries: int = Field(1, ge=0, le=10, description="Retries of a failed request.")
    llm_max_output_tokens: int = Field(
        4000, ge=64, le=100_000, description="Most tokens a model may write, thinking included."
    )
    llm_context: Literal["auto", "paper", "passages"] = Field(
        "auto",
        description="What the model reads: the whole paper, the passages found, or the "
        "paper when it fits.",
    )
    llm_context_tokens: int = Field(
        16_000, ge=1000, le=1_000_000, description="Most tokens of the paper in a prompt."
    )
    llm_output: Literal["auto", "structured", "text"] = Field(
        "auto", description="JSON by schema, text with marks, or whichever the model is known for."
    )
    llm_unsupported: Literal["drop", "mark"] = Field(
        "drop", description="What becomes of a sentence that no paragraph bears out."
    )
    llm_stream: Literal["checked", "live"] = Field(
        "checked",
        description="Show a sentence when it has been checked, or every token as it comes "
        "and take back what fails.",
    )
    max_question_chars: int = Field(
        2000, ge=1, le=20_000, description="A longer question is refused as bad input."
    )


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment and overrides.

    Raises:
        InputError: A value does not fit; the message names the setting.
    """
    return Settings(**overrides)  # type: ignore[arg-type]
