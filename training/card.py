"""Fill in the model card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

_TEMPLATE = Path(__file__).with_name("card.md")


def write_card(folder: Path, values: Mapping[str, object]) -> None:
    """Write README.md into a model folder; the figures are added by benchmarks.retrieval.

    Args:
        folder: The model folder.
        values: What the template's placeholders stand for.
    """
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    (folder / "README.md").write_text(template.substitute(values), encoding="utf-8")
