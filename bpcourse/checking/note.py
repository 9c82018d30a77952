"""Note: a short text in Markdown, which a notebook sets and a terminal shows as plain text."""

from .plain_text import plain


class Note:
    """Paragraphs for the learner."""

    def __init__(self, *paragraphs):
        self.text = "\n\n".join(paragraphs)

    def __str__(self):
        return plain(self.text)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/markdown": self.text}


def code_block(text):
    """Source text as a Markdown block."""
    return f"```python\n{text.rstrip()}\n```"


def text_block(lines):
    """Lines that keep their columns."""
    return "\n".join(["```text", *lines, "```"])
