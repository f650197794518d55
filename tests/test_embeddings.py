"""Embedding models by name: the bundled folder in other loaders, and a hub out of reach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from langchain_huggingface import HuggingFaceEmbeddings

from natoqa import NatoqaError
from natoqa.embeddings import bundled_model, load_embeddings
from natoqa.resources import models_folder


def test_huggingface_embeddings_load_the_bundled_folder_and_agree() -> None:
    texts = ["NATO首脳会合", "The summit was held in Washington."]
    theirs = HuggingFaceEmbeddings(
        model_name=str(models_folder() / "natoqa-embed-ja-en"),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"normalize_embeddings": True},
    ).embed_documents(texts)
    np.testing.assert_allclose(theirs, bundled_model().encode(texts), atol=1e-5)


def test_a_hub_out_of_reach_is_one_clear_line(tmp_path: Path) -> None:
    environment = os.environ | {
        "NATOQA_EMBEDDING": "intfloat/multilingual-e5-small",
        "NATOQA_INDEX_DIR": str(tmp_path / "index"),
        "HF_HOME": str(tmp_path / "hub"),
        "HF_HUB_OFFLINE": "0",
        "HF_ENDPOINT": "http://127.0.0.1:9",
    }
    ran = subprocess.run(
        [sys.executable, "-c", "from natoqa.cli import main; main()", "ask", "NATO?"],
        capture_output=True, text=True, env=environment, timeout=180, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stdout == ""
    (line,) = ran.stderr.strip().splitlines()
    assert "intfloat/multilingual-e5-small" in line
    assert "cannot be reached" in line


def test_a_folder_that_is_not_there_is_said_in_one_line() -> None:
    with pytest.raises(NatoqaError, match=r"'/nowhere/model' is no folder and no name") as error:
        load_embeddings("/nowhere/model").embed_query("NATO?")
    assert "\n" not in str(error.value)
