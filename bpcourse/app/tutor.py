"""Tutor: a file in the learner's folder that asks coding assistants to hint, and not to answer.

Many assistants read a file of this name before they begin. It is a wish and no lock: nothing makes
an assistant follow it. docs/assistants.md says more.
"""

from pathlib import Path

from ..atomic_write import write_text

NAME = "AGENTS.md"
TEXT = Path(__file__).with_name("tutor.md")
NEWS = f"{NAME} asks coding assistants to give you hints and no answers. It is a wish, and no lock."


def lay(workspace):
    """Lay it into the folder, unless a file of that name is there; what is new, or nothing."""
    target = workspace.root / NAME
    if target.exists():
        return ""
    write_text(target, TEXT.read_text(encoding="utf-8"))
    return NEWS
