"""How well natoqa answers: questions, measures, runner and report.

Example: ``evaluate(split="dev").main.slices["all"]["correct"].value``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from natoqa.evaluation.runner import evaluate

__all__ = ["evaluate"]


def __getattr__(name: str) -> Any:
    # Imported when asked for, so that `natoqa eval --help` does not load the assistant.
    if name == "evaluate":
        from natoqa.evaluation.runner import evaluate

        return evaluate
    raise AttributeError(name)
