"""Page files: what a page needs for experiments and questions, whoever shows it."""

from pathlib import Path

from ..design import tokens

FOLDER = Path(__file__).parent / "widget"
STYLES = ("stage.css", "question.css")


def style():
    """The whole style of the page: the tokens that all pages share, and what is built on them."""
    return "\n".join([tokens(), *((FOLDER / name).read_text(encoding="utf-8") for name in STYLES)])
