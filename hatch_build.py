"""Put the data folders into the wheel; an editable install reads them from the checkout."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("corpus", "models", "prompts", "evals")


class DataFolders(BuildHookInterface):  # type: ignore[type-arg]
    """Adds corpus/, models/, prompts/ and evals/ under natoqa/_data."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build."""
        if version != "editable":
            build_data["force_include"].update({name: f"natoqa/_data/{name}" for name in FOLDERS})
