"""In words: what a value is, in words, and what usually helps where another kind was wanted."""

import numbers

import numpy as np

OTHER_ARRAYS = np.matrix | np.ma.MaskedArray  # which compute otherwise than arrays do
RETURN = "Does your function end with `return`?"
ARRAY = "Make an array of it: `np.array(...)`."
LIST = "Make a list of it: `list(...)`, or a list comprehension in square brackets."


def other_kind(got, what, wanted):
    """What to say of a value of another kind than is wanted, and the id of that."""
    if got is None:
        return f"{start(what)} is None, but should be {wanted}.\n{RETURN}", "no_return"
    told, kind, advice = kind_of(got)
    if told == "a list" and wanted == "an array":
        advice, kind = ARRAY, "list_for_array"
    return f"{start(what)} is {told}, but should be {wanted}.{advice and chr(10)}{advice}", kind


ODD = {
    "generator": ("a generator, which has computed nothing yet", LIST),
    "map": ("a `map` object, which has computed nothing yet", LIST),
    "filter": ("a `filter` object, which has computed nothing yet", LIST),
    "zip": ("a `zip` object, which has paired nothing yet", LIST),
    "reversed": ("a `reversed` object, which is no list yet", LIST),
    "list_reverseiterator": ("a `reversed` object, which is no list yet", LIST),
    "coroutine": ("a coroutine, which has computed nothing yet", "Write `def`, not `async def`."),
    "async_generator": ("an asynchronous generator", "Write `def`, not `async def`."),
    "type": ("a class, and not what it makes", ""),
    "matrix": ("a `matrix`, which multiplies otherwise than an array", ARRAY),
    "MaskedArray": ("a masked array, which leaves numbers out", ARRAY),
}


def kind_of(value):
    """What a value is, in words; the id of that; and what usually helps."""
    name = type(value).__name__
    if name in ODD:
        return ODD[name][0], f"gives_{name}", ODD[name][1]
    if isinstance(value, np.ndarray):
        return ("an array" if value.ndim else "a number"), "wrong_kind", ""
    if isinstance(value, bool | np.bool_):
        return f"{bool(value)}", "wrong_kind", ""
    if isinstance(value, numbers.Number):
        return "a number", "wrong_kind", ""
    if callable(value):
        return "a function", "gives_function", "Is there a pair of brackets missing after its name?"
    plain = {str: "a text", bytes: "bytes", list: "a list", dict: "a dictionary", set: "a set"}
    plain |= {range: "a range", frozenset: "a set"}
    if isinstance(value, tuple):
        return f"a tuple of {count(len(value), 'thing')}", "wrong_kind", ""
    return plain.get(type(value), f"an object of type {name}"), "wrong_kind", ""


def count(number, word):
    """As in "1 entry", "2 entries" and "2.5 points"."""
    if number == 1:
        return f"1 {word}"
    shown = f"{number:g}" if isinstance(number, float) else number
    return f"{shown} {word[:-1]}ies" if word.endswith("y") else f"{shown} {word}s"


SENTENCES = ("the ", "your ", "a ", "parameter ", "array ", "entry ")  # else it may be a name


def start(what):
    """`what` as the beginning of a sentence."""
    return what[:1].upper() + what[1:] if what.startswith(SENTENCES) else what
