"""MathML: the formulas of the lessons as browsers set them by themselves, with no script.

latex2mathml converts them. Half a formula never gets into a page: what it could not read, or left
as it was, is refused.
"""

import re
from itertools import pairwise
from xml.etree import ElementTree

from ..errors import UserError

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # HTML knows it without being told
PARTS = {  # how many an element has if nothing is missing
    **dict.fromkeys(("mfrac", "msub", "msup", "munder", "mover", "mroot"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}


def mathml(latex, *, display=False):
    """The formula as a <math> element. Raises UserError if not all of it can be converted."""
    from latex2mathml.converter import convert

    try:
        made = convert(latex, display="block" if display else "inline")
    except Exception as error:  # its errors have no name in common
        reason = str(error) or type(error).__name__
        raise UserError(f"This formula cannot be converted ({reason}): {latex}") from error
    formula = ElementTree.fromstring(made.replace(NAMESPACE, ""))
    _require_whole(formula, latex)
    _mark_signs(formula)
    return ElementTree.tostring(formula, encoding="unicode")


def _require_whole(formula, latex):
    braces = re.sub(r"\\[{}]", "", latex)
    if braces.count("{") != braces.count("}"):
        raise UserError(f"A brace of this formula has no partner: {latex}")
    for node in formula.iter():
        if len(node) != PARTS.get(node.tag, len(node)):
            raise UserError(f"A part of this formula is missing, in <{node.tag}>: {latex}")
        if "\\" in (node.text or ""):
            raise UserError(f"{node.text} is not known, in this formula: {latex}")


def _mark_signs(formula):
    """A minus after another operator is the sign of a number, and is set close to it."""
    for node in formula.iter():
        for before, after in pairwise(node):
            if after.text == "−" and before.tag == "mo" and before.text not in (")", "]"):
                after.set("form", "prefix")
