"""Where the corpus, the models, the prompts and the evals are.

In a checkout they are folders beside `src/`; in a wheel they are inside the
package, under `_data/`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from natoqa.errors import NatoqaError


@cache
def checkout_root() -> Path | None:
    """The checkout that this package runs from, or None for an installed wheel."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "corpus").is_dir() else None


@cache
def data_root() -> Path:
    """The folder that holds corpus/, models/, prompts/ and evals/.

    Raises:
        NatoqaError: The installation lacks them.
    """
    packaged = Path(__file__).resolve().parent / "_data"
    if (packaged / "corpus").is_dir():
        return packaged
    root = checkout_root()
    if root is None:
        raise NatoqaError(
            f"natoqa's data folders are missing beside {Path(__file__).parent}: install it again"
        )
    return root


def corpus_folder(slug: str) -> Path:
    """The folder of one paper."""
    return data_root() / "corpus" / slug


def papers() -> list[str]:
    """The folder names of the papers that there are."""
    return sorted(folder.name for folder in (data_root() / "corpus").glob("*/"))


def models_folder() -> Path:
    """The folder with the bundled model and vocabulary."""
    return data_root() / "models"


def prompts_folder() -> Path:
    """The folder with every prompt and fixed message."""
    return data_root() / "prompts"


def evals_folder() -> Path:
    """The folder with the evaluation questions and the last report."""
    return data_root() / "evals"


def default_index_folder() -> Path:
    """index/ in a checkout, the user's cache folder otherwise."""
    root = checkout_root()
    if root is not None:
        return root / "index"
    import platformdirs

    return Path(platformdirs.user_cache_dir("natoqa", appauthor=False)) / "index"
