"""Stated: the numbers that a text states, and those that code has computed for it.

A number in digits is looked at, `2e-3` and `10,000`, too; one that is written as a word is not, and
neither are whole numbers up to 3, which mostly count something: layer 1, a factor 2. Also passed
over are minutes and the numbers of lessons and exercises.
"""

import re
import runpy
from functools import cache
from types import FunctionType

SIGNS = str.maketrans({"−": "-", "\u00a0": " "})
NUMBER = re.compile(r"(?<![\w.])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?!\w|\.\d)")
PASSED_OVER = re.compile(r"(?i:\blessons? \d\d(?:(?:,| and|, and) \d\d)*)|\b0\d\.\d\b|\d+ min\w*")
SMALL = (0, 1, 2, 3)


def numbers_in(text):
    """The numbers of a text, as they are written, each once."""
    return list(dict.fromkeys(NUMBER.findall(PASSED_OVER.sub(" ", text))))


def value(written):
    """The number that is written like this."""
    return float(written.translate(SIGNS).replace(",", ""))


def values_in(text):
    """The numbers of a text."""
    return [value(written) for written in NUMBER.findall(text)]


def missing(texts, known):
    """The numbers in these texts, as they are written, that are none of those that are known."""
    every = dict.fromkeys(written for text in texts for written in numbers_in(text))
    return [written for written in every if not is_known(written, known)]


def is_known(written, known):
    """Is it one of these numbers, rounded as it is written, or its opposite?"""
    number = abs(value(written))
    if number in SMALL:
        return True
    return any(abs(number - abs(one)) <= _half(written) * 1.001 for one in known)


def _half(written):
    """Half of the last digit: so far a number may be off. 120 is rounded to tens, 120.0 is not."""
    digits, _, power = written.translate(SIGNS).lower().replace(",", "").partition("e")
    whole, _, fraction = digits.partition(".")
    if fraction or power:
        return 0.5 * 10.0 ** (int(power or 0) - len(fraction))
    zeros = len(whole) - len(whole.rstrip("0"))
    return min(0.5 * 10**zeros, max(0.5, 0.05 * abs(int(whole))))  # 1000 may be 1040, and not 600


def computed(folder, name):
    """All numbers that the function `name` in check_numbers.py of this folder returns."""
    function = functions(folder).get(name)
    return flat(function()) if function else []


@cache
def functions(folder):
    """The functions without arguments in check_numbers.py of a lesson's folder, by name."""
    path = folder / "check_numbers.py"
    names = runpy.run_path(str(path)) if path.exists() else {}
    found = {name: thing for name, thing in names.items() if isinstance(thing, FunctionType)}
    return {name: thing for name, thing in found.items() if not thing.__code__.co_argcount}


def flat(value):
    """All numbers in numbers, arrays, lists and dictionaries, in their order."""
    if isinstance(value, dict):
        value = list(value.values())
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [number for one in value for number in flat(one)]
    return [float(value)]
