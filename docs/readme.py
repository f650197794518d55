"""Fill in the parts of README.md that the program itself gives.

python docs/readme.py          # write them
python docs/readme.py --check  # fail when they have drifted
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from natoqa import Assistant, Settings

README = Path(__file__).resolve().parents[1] / "README.md"
EXAMPLES = (
    "前方展開の戦闘群はもともとどこに配備されていましたか？",
    "When was the Comprehensive Assistance Package approved?",
    "東京タワーの高さは？",
)


def examples() -> str:
    """Real questions with their real answers."""
    assistant = Assistant(Settings())
    blocks = []
    for question in EXAMPLES:
        answer = assistant.ask(question)
        text = "\n".join(f"> {line}" for line in answer.text.splitlines())
        blocks.append(f"**{question}**\n\n{text}")
    return "\n\n".join(blocks)


def settings() -> str:
    """Every setting: its variable, default and meaning."""
    rows = ["| variable | default | what it does |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = ",".join(default) if isinstance(default, tuple) else default
        shown = "" if shown is None else f"`{shown}`"
        rows.append(f"| `NATOQA_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


def filled(text: str) -> str:
    """The README with its generated parts made anew."""
    for name, make in (("examples", examples), ("settings", settings)):
        pattern = rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)"
        body = make()
        text = re.sub(pattern, lambda m, body=body: f"{m[1]}{body}\n{m[2]}", text, flags=re.DOTALL)
    return text


def main() -> int:
    """Command line."""
    text = README.read_text(encoding="utf-8")
    new = filled(text)
    if "--check" in sys.argv:
        if new != text:
            sys.stderr.write("README.md has drifted: run python docs/readme.py\n")
            return 1
        return 0
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
