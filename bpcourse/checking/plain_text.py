"""Plain text: Markdown with formulas and tables, as a terminal shows it.

Signs that Unicode has stand for their LaTeX: the formula for a step reads w ← w − lr · dw.
"""

import re

SIGNS = {
    "cdot": "·",
    "odot": "⊙",
    "times": "×",
    "leftarrow": "←",
    "to": "→",
    "le": "≤",
    "ge": "≥",
    "sum": "Σ",
    "prod": "Π",
    "partial": "∂",
    "nabla": "∇",
    "approx": "≈",
    "top": "ᵀ",
    "lambda": "λ",
    "sigma": "σ",
    "delta": "δ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "epsilon": "ε",
    "eta": "η",
    "mu": "μ",
    "theta": "θ",
    "|": "‖",
    "_": "_",
    "quad": " ",
    **dict.fromkeys(("left", "right", "big", "Big", "!", "displaystyle"), ""),
    **dict.fromkeys((",", ";", ":", " "), " "),
}
RAISED = str.maketrans("0123456789-ᵀ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵀ")
HAT = "\u0302"
GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"  # braces, and those inside them
ONE = rf"(?:{GROUP}|([A-Za-z0-9]))"
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
CODE = re.compile(r"(```.*?```|^(?: {4}.*\n?)+|`[^`]*`)", re.DOTALL | re.MULTILINE)


def plain(text):
    """A text in Markdown for the terminal; code stays as it is."""
    pieces = CODE.split(text)
    pieces[::2] = map(_prose, pieces[::2])
    rows = [row for row in "".join(pieces).splitlines() if not row.startswith("```")]
    return "\n".join(_aligned(rows))


def _prose(text):
    text = FORMULA.sub(lambda match: formula(match[1] or match[2]), text)
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE)
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text, flags=re.DOTALL)
    return re.sub(r"(?<![\w*])\*(\w[^*\n]*)\*(?![\w*])", r"\1", text)


def formula(latex):
    """A formula in one line."""
    text = re.sub(rf"\\(?:text|mathrm|operatorname){GROUP}", r"\1", latex)
    text = re.sub(r"\\hat ?\{?([A-Za-z])\}?", rf"\1{HAT}", text)
    text = re.sub(rf"\\t?frac ?{ONE} ?{ONE}", _fraction, text)
    text = re.sub(rf"\\sqrt{GROUP}", r"√(\1)", text)
    text = re.sub(r"\\([a-zA-Z]+|.)", lambda match: SIGNS.get(match[1], match[1]), text)
    text = re.sub(rf"\^(?:{GROUP}|(.))", lambda match: _raised(match[1] or match[2]), text)
    text = re.sub(rf"_{GROUP}", lambda match: f"_{_whole(match[1])}", text)
    text = re.sub(r"(?<=∂) (?=\w)| (?=[)])", "", text)
    text = text.replace("-", "−").replace("{", "").replace("}", "")
    return re.sub(r" +", " ", text).strip()


def _fraction(match):
    above, below = match[1] or match[2], match[3] or match[4]
    return f"{_whole(above)}/{_whole(below)} "


def _raised(power):
    as_raised = power.translate(RAISED)
    return as_raised if as_raised != power or power == "ᵀ" else f"^{_whole(power)}"


def _whole(text):
    """In brackets, unless it is one name or number, or has brackets of its own."""
    is_one = re.fullmatch(r"\w+|\\\|[^|]*\\\|", text)
    return text if is_one else f"({text})"


def _aligned(rows):
    """The same rows, in which a table of Markdown has columns and no bars."""
    made, table = [], []
    for row in [*rows, ""]:
        if row.startswith("|"):
            table.append([cell.strip() for cell in row.strip("|").split("|")])
            continue
        if table:
            made += _columns([cells for cells in table if not set("".join(cells)) <= set("-: ")])
            table = []
        made.append(row)
    return made[:-1]


def _columns(table):
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [zip(cells, widths, strict=True) for cells in table]
    return ["  " + "  ".join(f"{cell:{width}}" for cell, width in line).rstrip() for line in lines]
