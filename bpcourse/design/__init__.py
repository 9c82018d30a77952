"""Design: the colours, spaces and sizes that all pages share, in tokens.css.

The stage, the questions, the reports, the grader's pages and the reading edition read them here.
"""

from pathlib import Path

TOKENS = Path(__file__).with_name("tokens.css")


def tokens() -> str:
    """The text of tokens.css, to stand at the head of a page's own style."""
    return TOKENS.read_text(encoding="utf-8")
