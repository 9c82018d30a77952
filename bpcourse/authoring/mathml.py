"""MathML: the formulas of the lessons as browsers set them by themselves, with no script.

It knows the part of LaTeX that the lessons use, and refuses what it does not know, so that a page
never shows half a formula.
"""

import re
from html import escape

from ..trouble import Trouble

SIGNS = {
    "cdot": "⋅",
    "leftarrow": "←",
    "le": "≤",
    "approx": "≈",
    "odot": "⊙",
    "|": "‖",
    "Vert": "‖",
    "nabla": "∇",
    "sum": "∑",
    "prod": "∏",
    "{": "{",
    "}": "}",
}
LETTERS = {"lambda": "λ", "delta": "δ", "sigma": "σ", "top": "⊤"}
WORDS = {"min", "max", "tanh", "log", "exp"}
SPACES = {",": "0.17em", ";": "0.28em", "quad": "1em"}
LIMITS = {"∑", "∏"}  # what stands under and over them, in a formula of its own
TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\s+|.")


def mathml(latex, *, display=False):
    """The formula as a <math> element. Raises Trouble for what is not known."""
    tokens = [token for token in TOKEN.findall(latex) if not token.isspace()]
    inside = _row(_Reader(tokens, latex, display))
    return f'<math display="{"block" if display else "inline"}">{inside}</math>'


class _Reader:
    """The tokens that are still to be read."""

    def __init__(self, tokens, latex, display):
        self.tokens, self.latex, self.display = tokens, latex, display
        self.at = 0

    @property
    def next(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self):
        if not self.next:
            raise Trouble(f"The formula ends too early: {self.latex}")
        self.at += 1
        return self.tokens[self.at - 1]


def _row(reader, end=""):
    """All up to `end`, with their exponents and indices."""
    parts = []
    while reader.next != end:
        is_sign = reader.next == "-" and (not parts or parts[-1].endswith("</mo>"))
        base, is_limit = _atom(reader)
        if is_sign:  # of a number, and not between two of them
            base = base.replace("<mo>", '<mo form="prefix">')
        under = over = ""
        while reader.next in ("_", "^", "'"):
            match reader.take():
                case "_":
                    under = _atom(reader)[0]
                case "^":
                    over = _atom(reader)[0]
                case _:
                    over = "<mo>′</mo>"
        parts.append(_scripted(base, under, over, is_limit and reader.display))
    if end:
        reader.take()
    return f"<mrow>{''.join(parts)}</mrow>"


def _scripted(base, under, over, is_limit):
    kinds = ("munder", "mover", "munderover") if is_limit else ("msub", "msup", "msubsup")
    if under and over:
        return f"<{kinds[2]}>{base}{under}{over}</{kinds[2]}>"
    if under or over:
        kind = kinds[0] if under else kinds[1]
        return f"<{kind}>{base}{under or over}</{kind}>"
    return base


def _atom(reader):
    """One piece, and whether limits belong under and over it."""
    token = reader.take()
    if token == "{":
        return _row(reader, "}"), False
    if token.startswith("\\"):
        return _command(token[1:], reader)
    if token.isalpha():
        return f"<mi>{token}</mi>", False
    if token[0].isdigit():
        return f"<mn>{token}</mn>", False
    return f"<mo>{escape('−' if token == '-' else token)}</mo>", False


def _command(name, reader):
    if name in ("frac", "tfrac"):
        return f"<mfrac>{_argument(reader)}{_argument(reader)}</mfrac>", False
    if name == "hat":
        return f"<mover accent='true'>{_argument(reader)}<mo>^</mo></mover>", False
    if name == "text":
        return f"<mtext>{escape(_plain(reader))}</mtext>", False
    if name in ("left", "right"):
        return f"<mo>{escape(reader.take())}</mo>", False
    if name in SPACES:
        return f'<mspace width="{SPACES[name]}"></mspace>', False
    if name in WORDS:
        return f"<mi>{name}</mi>", False
    if name in LETTERS:
        return f"<mi>{LETTERS[name]}</mi>", False
    if name in SIGNS:
        return f"<mo>{SIGNS[name]}</mo>", SIGNS[name] in LIMITS
    raise Trouble(f"\\{name} is not among the signs that the pages know, in: {reader.latex}")


def _argument(reader):
    """{…}, or one token; of a number only its first digit, as in \\tfrac12."""
    token = reader.next
    if len(token) > 1 and token.isdigit():
        reader.tokens[reader.at : reader.at + 1] = [token[0], token[1:]]
    return _atom(reader)[0]


def _plain(reader):
    """The words of \\text{…}; its spaces are given back between them."""
    reader.take()
    found = []
    while reader.next != "}":
        found.append(reader.take())
    reader.take()
    return "".join(found)
