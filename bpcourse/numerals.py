"""Numerals: how a number is written wherever a learner reads it, the same here and in the page.

Three digits that count, a true minus sign, powers of ten as 10⁻³, and no zero that is none:

>>> from bpcourse.numerals import say
>>> print(say(0.050399), say(-2.5), say(2000), say(1e-9), say(-0.0), sep="   ")
0.0504   −2.5   2000   10⁻⁹   0

numerals.js does the same for the page, and a test compares them.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SPACE = "\N{NO-BREAK SPACE}"


def say(value, digits=3) -> str:
    """A number as text, with `digits` that count. Whole numbers below a million keep them all."""
    number = float(value)
    if math.isnan(number):
        return "not a number"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if number == int(number) and abs(number) < 1e6:
        return str(int(number)).replace("-", "−")
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(Decimal(number))
    text = _digits(abs(rounded))
    return f"−{text}" if number < 0 else text


def power_of_ten(exponent) -> str:
    return f"10{str(exponent).translate(RAISED)}"


def _digits(number):
    """A Decimal above 0: with a power of ten below a thousandth and from a million on."""
    exponent = number.adjusted()
    if -4 < exponent < 6:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa = f"{number.scaleb(-exponent):f}".rstrip("0").rstrip(".")
    power = power_of_ten(exponent)
    return power if mantissa == "1" else f"{mantissa}{SPACE}×{SPACE}{power}"
