"""Question file: a lesson's questions.toml, read into questions.

Which kind a question is, its keys say: `options`, `number`, `steps`, `pairs` or `places`.
CONTRIBUTING.md shows one of each.
"""

import tomllib

from .choice import Choice, Option
from .matching import Figure, Matching, Pair, WrongPair
from .number import Number, WrongNumber
from .ordering import Ordering, Step, WrongOrder

SHARED = {"name", "text", "after", "experiment", "seen"}


def read(path):
    """The questions of the lesson whose folder holds this file.

    Raises ValueError, naming the question, where one is not in order; OSError if unreadable.
    """
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_question(one, path.parent) for one in facts["question"]]


def _question(facts, folder):
    name = facts.get("name", "a question without a name")
    kinds = [key for key in MAKE if key in facts]
    if len(kinds) != 1:
        raise ValueError(f"{name} needs exactly one of the keys {', '.join(MAKE)}")
    make, keys = MAKE[kinds[0]]
    if unknown := facts.keys() - SHARED - keys - {kinds[0]}:
        raise ValueError(f"{name} has a key {sorted(unknown)[0]!r} that {kinds[0]} do not know")
    shared = {key: facts[key] for key in SHARED if key in facts} | {"lesson": folder.name[:2]}
    if file := facts.get("figure", {}).get("file"):
        if not (folder / file).exists():
            raise ValueError(f"{name} shows a figure, but {folder / file} is not there")
        facts = facts | {"figure": facts["figure"] | {"file": str(folder / file)}}
    try:
        return make(facts, shared)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{name} is not in order: {error!r}") from error


def _choice(facts, shared):
    right = [i for i, option in enumerate(facts["options"]) if option.get("right")]
    if len(right) != 1:
        raise ValueError(f"{len(right)} options are right, but it should be one")
    options = [
        Option(**{key: option[key] for key in option if key != "right"})
        for option in facts["options"]
    ]
    return Choice(options=tuple(options), answer=right[0], **shared)


def _number(facts, shared):
    slips = tuple(WrongNumber(**slip) for slip in facts.get("slips", ()))
    explanation = facts["explanation"]
    return Number(number=facts["number"], explanation=explanation, slips=slips, **shared)


def _ordering(facts, shared):
    """Steps are counted from 1 in the file, from 0 in an Ordering."""
    mark = "`" if facts.get("code") else ""
    steps = tuple(
        Step(f"{mark}{step['text']}{mark}", step.get("why", "")) for step in facts["steps"]
    )
    if len({step.text for step in steps}) != len(steps):
        raise ValueError("two steps are the same")
    numbers = range(1, len(steps) + 1)
    slips = tuple(
        WrongOrder(
            tuple(numbers.index(i) for i in slip["order"]),
            slip["explanation"],
            slip.get("misconception", ""),
        )
        for slip in facts.get("slips", ())
    )
    free = tuple(tuple(numbers.index(i) for i in group) for group in facts.get("free", ()))
    explanation = facts["explanation"]
    return Ordering(steps=steps, explanation=explanation, free=free, slips=slips, **shared)


def _matching(facts, shared):
    pairs = tuple(Pair(**pair) for pair in facts["pairs"])
    return _matched(facts, shared, pairs, facts.get("slips", ()))


def _labelling(facts, shared):
    """Matching whose left sides are places in a figure."""
    pairs = tuple(Pair(p["place"], p["label"], p["why"], tuple(p["at"])) for p in facts["places"])
    sides = {"place": "left", "label": "right"}
    slips = [
        {sides.get(key, key): fact for key, fact in slip.items()} for slip in facts.get("slips", ())
    ]
    return _matched(facts, shared, pairs, slips, figure=Figure(**facts["figure"]))


def _matched(facts, shared, pairs, slips, figure=None):
    more = tuple(facts.get("more", ()))
    lefts = [pair.left for pair in pairs]
    if len(set(lefts)) != len(lefts):
        raise ValueError("two things on the left are the same")
    rights = {*more, *(pair.right for pair in pairs)}
    slips = tuple(WrongPair(**slip) for slip in slips)
    for slip in slips:
        if slip.left not in lefts or slip.right not in rights:
            raise ValueError(
                f"a slip names {slip.left!r} with {slip.right!r}, and one is not there"
            )
    explanation = facts["explanation"]
    return Matching(
        pairs=pairs, explanation=explanation, more=more, slips=slips, figure=figure, **shared
    )


SLIPS = {"explanation", "slips"}
MAKE = {  # the key that tells the kind, what makes it, and what else it may have
    "options": (_choice, set()),
    "number": (_number, SLIPS),
    "steps": (_ordering, SLIPS | {"code", "free"}),
    "pairs": (_matching, SLIPS | {"more"}),
    "places": (_labelling, SLIPS | {"more", "figure"}),
}
