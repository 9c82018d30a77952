"""Promises: the checks that are made from a rule, the same for every exercise.

* the example of the task comes out, literally as it is written there;
* on random data the rule is followed, with numbers around 1, 1e-9 and 1e6;
* whole numbers and single precision may be given where fractions may, and all that the task names;
* the same question again gives the same answer, with other numbers in the same arrays in between;
* the arguments stay as they were, and the result shares nothing with them.

Each is a check of its own, so that who breaks one promise sees that the others are kept.
"""

import inspect
import re
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from .asking import results
from .exercise import read
from .inputs import changed, independent, share_memory, unchanged
from .result import CUT, equal
from .rule import Case
from .values import away_from_zero, converted, fresh, overwrite, sizes, with_fractions
from .wrong import Wrong, fail

SMALL, LARGE = 2.0**-30, 2.0**20  # powers of two, so that a scale leaves all digits as they are
SCALES = {SMALL: "numbers around 1e-9", LARGE: "numbers around 1e6"}
KINDS = {
    "list": lambda value: value.tolist() if isinstance(value, np.ndarray) else list(value),
    "tuple": tuple,
    "array": np.asarray,
    "0-d array": np.asarray,
    "NumPy number": np.float64,
}

EXAMPLE = "The example of the task comes out as it is written there."
AGAIN = "Asked again, it keeps nothing from the calls before."
RANDOM = "On random data it follows the rule."
WHOLE = "Whole numbers may be given where fractions may."
SINGLE = "Numbers in single precision (float32) may be given."
NAMED = "It takes every kind of input that the task names."
LEAVES = "It leaves its arguments as they were, and returns something new."
KEPT = "Something is kept from call to call: a result depends on the arguments alone."
OVERWRITTEN = "The result of one call changes when it is called again."
NEW_EACH_TIME = "It returns the same array every time: make a new one in each call."
TRIES = 20  # to draw a case of the kind that is wanted
MARGIN = 8  # in float32 so much less exact than usual, and the rule itself so much more
HOLDS = np.ndarray | list | tuple | dict


def checks_of(file, *rules):
    """The checks of an exercise's rules, to be put into the module `file` that declares them."""
    exercise = read(Path(file).parent)
    made = {}
    for rule in rules:
        rule.examples = [
            example_of(example, rule.name)
            for example in exercise.examples
            if re.search(rf"\b{rule.name}\(", example.code)
        ]
        made |= _checks(rule, is_main=rule.name == exercise.name)
    return made


def _checks(rule, is_main):
    """All checks of this rule, by name, in the order in which they are run and told."""
    made = {}

    def add(name, sentence, body, **cases):
        name = f"test_{name}" if is_main else f"test_{rule.name}_{name}"
        sentence = sentence if is_main else f"{sentence} [{rule.name}]"
        made[name] = one_check(name, sentence, rule.name, body, cases)

    def add_groups(name, groups):
        for i, (sentence, group) in enumerate(groups.items(), start=1):
            add(f"{name}_{i}", sentence, lambda f, group=group: _hold_fixed(rule, f, group))

    def on_random_data(function, rng, size):
        rule.hold_each(function, drawn[size](rng))

    drawn = _drawn(rule)
    if rule.examples:
        add("example", EXAMPLE, lambda f: _hold_examples(rule, f))
    add_groups("hand", rule.hand)
    # before the same shapes are asked elsewhere, and might be remembered
    add("asked_again", AGAIN, lambda f, rng: _ask_again(rule, f, rng))
    add("random_data", RANDOM, on_random_data, size=list(drawn))
    add_groups("edge", rule.edges)
    add("whole_numbers", WHOLE, lambda f, rng: _hold_whole(rule, f, rng))
    if rule.single:
        add("single_precision", SINGLE, lambda f, rng: _hold_single(rule, f, rng))
    if rule.kinds:
        add("kinds_of_input", NAMED, lambda f, rng: rule.hold(f, *_named_cases(rule, rng)))
    add("leaves_its_arguments", LEAVES, lambda f: _leave_arguments(rule, f))
    return made


def one_check(name, sentence, function, body, cases):
    """A check that pytest collects. It asks for the function, its cases, and `rng` if it draws."""
    drawing = ["rng"] if "rng" in inspect.signature(body).parameters else []

    def check(**fixtures):
        body(fixtures[function], **{word: fixtures[word] for word in (*drawing, *cases)})

    check.__name__ = check.__qualname__ = name
    check.__doc__ = sentence
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    wanted = [inspect.Parameter(word, kind) for word in (function, *drawing, *cases)]
    check.__signature__ = inspect.Signature(wanted)
    for word, values in cases.items():
        check = pytest.mark.parametrize(word, values, ids=str)(check)
    return check


# ---- the task's example ----


def example_of(example, name):
    """The code, ready to be run with any function of that name, and the case that it is."""
    *lines, last = example.code.strip().splitlines()
    code = compile("\n".join(lines), "example", "exec"), compile(last, "example", "eval")
    given = []
    literally(code, name, lambda *arguments: given.append(arguments))
    return code, Case(*given[0], expected=eval(example.gives, {"np": np}))


def literally(code, name, function):
    """Run the lines of an example with this function, and return what the last line gives."""
    names = {"np": np, name: function}
    exec(code[0], names)
    return eval(code[1], names)


def _hold_examples(rule, function):
    compared = []
    for code, case in rule.examples:

        def once(*arguments, case=case):
            return next(_asked_read_only(rule, function, [(case, arguments)]))

        compared.append((case, rule.compare(literally(code, rule.name, once), case)))
    rule.settle(compared)


# ---- what is fixed ----


def _hold_fixed(rule, function, cases):
    """Hold the rule in these cases, and note where the arguments stay: one call shows both."""
    got = _asked_read_only(rule, function, [(case, fresh(case.given)) for case in cases])
    rule.settle([(case, rule.compare(each, case)) for case, each in zip(cases, got, strict=True)])


def _asked_read_only(rule, function, asked):
    """Yields what the function gives in these cases, each asked with its arguments.

    Their arrays are read-only. Who writes into them all the same breaks another promise than that
    of the result, and is asked once more.
    """
    left = list(asked)
    while left:
        contexts = [unchanged(**_named(rule, arguments)) for _, arguments in left]
        given = results(function, [(arguments, case.quiet) for case, arguments in left])
        for context in contexts:
            case, _ = left.pop(0)
            try:
                with context:
                    got = next(given)
            except Wrong:
                yield rule.call(function, case)
                break  # and the rest is asked anew
            with suppress(Wrong):
                _require_apart(rule, got, context.given)
                rule.note(function, case)
            yield got


def _named(rule, arguments):
    return dict(zip(rule.arguments, arguments, strict=True))


def _require_apart(rule, got, given):
    """Raise Wrong where the result shares memory with what was given."""
    apart = {name: value for name, value in given.items() if name not in rule.may_hold}
    independent(got, "the result", **apart)


# ---- data of all kinds ----


def _drawn(rule):
    """What to draw, by the words for it: each size, and then each scale, with all sizes."""

    def of_scale(rng, scale):
        for label, size in rule.sizes.items():
            before = rng.bit_generator.state
            case = rule.random(rng, size, scale, about=f"With {label}")
            yield [case], partial(from_state, rng, before, size)

    def from_state(rng, state, size):
        """The same numbers as they are: what goes wrong with these, too, is another mistake."""
        rng.bit_generator.state = state
        return [rule.random(rng, size)]

    drawn = {
        label: lambda rng, size=size: [([rule.random(rng, size)], list)]
        for label, size in rule.sizes.items()
    }
    if rule.has_scale:
        for scale, label in SCALES.items():
            drawn[label] = lambda rng, scale=scale: of_scale(rng, scale)
    return drawn


def _of_each_size(rule, rng):
    return [rule.random(rng, size) for size in rule.sizes.values()]


def _first(rule, rng):
    """A case of the first size."""
    return rule.random(rng, next(iter(rule.sizes.values())))


def _hold_whole(rule, function, rng):
    """As hold_each does it. What goes right with fractions has a cause, if no slip says more."""
    for unusual, plain in _whole_cases(rule, rng):
        try:
            rule.hold_each(function, [(unusual, plain)])
        except Wrong as wrong:
            in_fractions = [Case(*with_fractions(case.given)) for case in unusual]
            is_open = wrong.kind == "wrong_value" and not wrong.fitting
            if is_open and _is_right(rule, function, [*in_fractions, *plain()]):
                wrong.offered = sorted({*wrong.offered, "fractions_cut"})
                wrong.fitting = {"fractions_cut": CUT}
            raise


def _is_right(rule, function, cases):
    try:
        return all(rule.compare(rule.call(function, case), case).right for case in cases)
    except Exception:  # of the answer, or of a rule whose labels have become fractions
        return False


def _whole_cases(rule, rng):
    """For each size a case as it is, and those in which arguments hold no fractions."""
    if rule.whole is not None:
        yield [Case(*arguments) for arguments in rule.whole], lambda: [_first(rule, rng)]
        return
    for i, case in enumerate(_of_each_size(rule, rng)):
        places = [i for i, value in enumerate(case.arguments) if sizes(value)]
        alone, together = _alone_and_together(places)
        chosen = alone + together if len(rule.sizes) == 1 else (alone, together)[i % 2]
        yield [_with_whole_numbers(rule, case, one) for one in chosen], partial(list, [case])


def _alone_and_together(places):
    """Each place alone; and all but each, and all of them, or alone where it is the only one."""
    alone = [{i} for i in places]
    together = [set(places) - {i} for i in places] + [set(places)]
    return alone, [one for one in together if one and one not in alone] or alone


def _with_whole_numbers(rule, case, places):
    """The same case with whole numbers in these arguments."""
    plain, given = list(case.arguments), list(case.arguments)
    for i in places:
        plain[i] = converted(plain[i], away_from_zero, lambda v: float(away_from_zero(v)))
        given[i] = converted(plain[i], lambda array: array.astype(int), int)
    about = f"With whole numbers in {' and '.join(rule.arguments[i] for i in sorted(places))}"
    return Case(*plain, given=tuple(given), about=about, drawn=True)


def _hold_single(rule, function, rng):
    """What goes wrong in double precision, too, is told as it is there: a mistake may cancel in
    float32 what the rule does not.
    """
    both = [_for_single_precision(rule, rng, size) for size in rule.sizes.values()]
    got = rule.asked(function, [single for single, _ in both])
    for single, plain in both:
        compared = rule.compare(next(got), single)
        if not compared.right:
            rule.hold(function, plain)
            rule.settle([(single, compared)])


def _for_single_precision(rule, rng, size):
    """The same case in float32 and as it is, in which rounding decides nothing.

    Where numbers nearly cancel, float32 leaves few right digits to any answer. So the rule itself
    has to stay well within what is allowed.
    """
    for _ in range(TRIES):
        plain = rule.random(rng, size)
        given = converted(plain.arguments, np.float32, float)
        with np.errstate(all="ignore"):
            rounded = rule.rule(*fresh(given))
        exact = Case(*plain.arguments, tolerance=rule.tolerance / MARGIN)
        if rule.compare(rounded, exact).right:
            break
    allowed = {"tolerance": rule.tolerance * MARGIN, "about": "With float32 arrays"}
    return Case(*plain.arguments, given=given, drawn=True, **allowed), plain


def _named_cases(rule, rng):
    case = _first(rule, rng)
    for name, kinds in rule.kinds.items():
        i = rule.arguments.index(name)
        for kind in kinds:
            given = list(case.arguments)
            given[i] = KINDS[kind](given[i])
            about = f"With {name} as a {kind}"
            yield Case(*case.arguments, given=tuple(given), about=about, drawn=True)


# ---- what is kept, and what is left alone ----


def _ask_again(rule, function, rng):
    """Asked A, then others in the very same arrays, then A: nothing may be left over."""
    first, second = _two_that_differ(rule, rng)
    held = fresh(first.given)
    returned = function(*held)
    one = fresh(returned)
    between = [_with_other_arrays(first, second), second]  # the last: other numbers and functions
    told = [(case, fresh(function(*overwrite(held, case.given)))) for case in between]
    is_kept = equal(one, returned) or share_memory(returned, held)
    last = fresh(function(*overwrite(held, first.given)))
    if not equal(one, last):
        fail("Asked the same twice, it gives two different results.", KEPT, kind="keeps_state")
    if not is_kept:
        fail(OVERWRITTEN, NEW_EACH_TIME, kind="keeps_state")
    if not rule.compare(one, first).right:
        return  # a wrong rule is told by other checks
    for case, got in told:
        _hold_again(rule, function, case, got, one, rng)


def _two_that_differ(rule, rng):
    """Two cases of the first size with different results, or nothing could be seen."""
    first = _first(rule, rng)
    for _ in range(TRIES):
        second = _first(rule, rng)
        if not equal(rule.right(first), rule.right(second)):
            break
    return first, second


def _with_other_arrays(first, second):
    """The arrays of the second case, the numbers, words and functions of the first."""
    pairs = zip(first.given, second.given, strict=True)
    return Case(*(new if isinstance(new, HOLDS) else old for old, new in pairs), drawn=True)


def _hold_again(rule, function, case, got, one, rng):
    """Raise Wrong where an answer that was right before, `one`, is wrong in this case."""
    compared = rule.compare(got, case)
    if compared.right:
        return
    if rule.compare(rule.call(function, case), case).right:
        told = "Asked with other numbers in the same arrays, it goes by the old numbers."
        fail(told, KEPT, kind="keeps_state")
    if equal(one, got) and _is_frozen(rule, function, one, rng):
        told = "Asked with other numbers, it gives the result of the call before."
        fail(told, KEPT, kind="keeps_state")
    case.about = "Asked once more, with other numbers"
    raise rule.finding([(case, compared)])


def _is_frozen(rule, function, one, rng):
    """Does it give this result whatever it is asked in this size, and others in other sizes?

    A wrong rule may give the same result twice, where few results are possible, and so does one
    that goes by nothing that was given.
    """

    def gives_it(case):
        return equal(rule.call(function, case), one)

    def others(size, number):
        cases = (rule.random(rng, size) for _ in range(number))
        return [case for case in cases if not equal(rule.right(case), one)]

    size, *further = rule.sizes.values()
    if not all(map(gives_it, others(size, TRIES))):
        return False
    asked = [case for size in further for case in others(size, 1)]
    return not asked or not all(map(gives_it, asked))


def _leave_arguments(rule, function):
    """Whatever it gives, the arguments stay, and the result shares nothing with them.

    Where that was noted before, it is not asked again.
    """
    errors, cases = [], [case for case in rule.fixed() if not case.long]
    for case in cases:
        if rule.is_noted(function, case):
            continue
        given = _named(rule, fresh(case.given))
        try:
            with unchanged(**given), np.errstate(all="ignore"):
                got = function(*given.values())
        except Wrong as wrong:
            names = changed(function, _named(rule, fresh(case.given)))
            raise Wrong(wrong.seen.replace(", ".join(given), names), wrong.kind) from wrong
        except NotImplementedError:
            raise
        except Exception as error:  # here it cannot be seen; perhaps in another case
            errors.append(error)
            continue
        _require_apart(rule, got, given)
    if len(errors) == len(cases):
        raise errors[0]
