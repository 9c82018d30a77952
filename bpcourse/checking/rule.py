"""Rule: what a function should give, written once, with its data and the known slips.

    RULE = Rule(
        "gd_step",
        rule,                                    # the same arguments, the right result
        result=["the result", "parameter {i}"],  # what its parts are called
        draw=draw,                               # random arguments: draw(rng, size, scale=1.0)
        sizes={"two arrays": ..., "a number": ...},
        hand={"From 2.0 it goes to 2.05.": ([np.array([2.0])], [np.array([-0.5])], 0.1)},
        edges={"A parameter without slope stays.": (...)},
        slips=slips,                             # the known mistakes, as the results they give
        tip="The rule is w - lr * dw.",
    )
    globals().update(checks_of(__file__, RULE))  # see promises

An answer is compared with the rule in kind, form, shape and value, case by case.
"""

import copy
import inspect
from collections import Counter

import numpy as np

from .asking import results
from .compare import TOLERANCE
from .known_slips import KnownSlips
from .result import Comparison
from .values import converted, fresh, sizes
from .wrong import Wrong

EXACT = 1e-300  # the size of numbers beside which nothing but 0 is 0
NUDGE = 2.0**-44  # the part of a number that rounding may change, with room to spare


class Case:
    """One call: the arguments, and what to say about them.

    `about` begins the message, as "With n = 1". `tip` replaces that of the rule, and `not_finite`
    is the next step where nan or an infinite number comes back. `quiet` keeps NumPy from warning.
    What is `long` is asked once, and not again to see whether the arguments stay. `tolerance` is
    the rule's own unless it is given. What was `drawn` may be left open where rounding decides it.
    """

    def __init__(
        self,
        *arguments,
        about="",
        tip="",
        not_finite="",
        quiet=False,
        long=False,
        given=None,
        expected=None,
        tolerance=None,
        drawn=False,
    ):
        self.arguments = arguments  # as the rule takes them
        self.given = arguments if given is None else given  # as the answer gets them
        self.about, self.tip, self.not_finite = about, tip, not_finite
        self.quiet, self.long = quiet, long
        self.expected = expected  # None until the rule was asked
        self.known = None  # and until the slips were
        self.tolerance, self.drawn = tolerance, drawn


def _nudged(array):
    """The same numbers but for some rounding, of both signs."""
    return array * (1 + NUDGE * np.cos(np.arange(array.size)).reshape(array.shape))


def cases(given):
    """A list of cases, from one tuple of arguments, or from a list of such tuples or cases."""
    given = given if isinstance(given, list) else [given]
    return [copy.copy(case) if isinstance(case, Case) else Case(*case) for case in given]


class Rule:
    """The rule of one function, and what is known about answers to it."""

    def __init__(
        self,
        name,
        rule,
        *,
        result,
        draw,
        sizes,
        hand,
        edges=(),
        slips=lambda *arguments: [],
        tip="",
        kinds=(),
        whole=None,
        single=True,
        order=None,
        tolerance=TOLERANCE,
        loss=None,
        by=(),
        may_hold=(),
    ):
        self.name, self.rule, self.names = name, rule, result
        self.draw, self.sizes = draw, sizes
        self.hand = {sentence: cases(given) for sentence, given in hand.items()}
        self.edges = {sentence: cases(given) for sentence, given in dict(edges).items()}
        self.slips, self.tip = slips, tip
        self.kinds = dict(kinds)  # argument → what it may be, beside what is drawn
        self.whole = whole  # the cases with whole numbers, where rounding would spoil what is drawn
        self.single = single  # is float32 promised?
        self.order = order  # path → which part of a wrong result is told first
        self.tolerance = tolerance
        self.may_hold = may_hold  # the arguments that the result may have in it, and not a copy
        self.loss, self.by = loss, by  # the rule is its slope by these: a test nudges them
        self.arguments = tuple(inspect.signature(rule).parameters)
        self.has_scale = "scale" in inspect.signature(draw).parameters
        self.examples = []  # pairs of the code and the case, from exercise.toml
        self.noted = None, set()  # a function, and the cases in which its arguments have stayed

    def random(self, rng, size, scale=1.0, about=""):
        """A case of that size and scale."""
        options = {"scale": scale} if self.has_scale else {}
        return Case(*self.draw(rng, *size, **options), about=about, drawn=True)

    def fixed(self):
        """All cases that are not drawn."""
        groups = [*self.hand.values(), *self.edges.values()]
        return [case for _, case in self.examples] + [case for group in groups for case in group]

    def right(self, case):
        """What should come back. The rule is asked once for each case."""
        if case.expected is None:
            with np.errstate(all="ignore"):
                case.expected = self.rule(*case.arguments)
        return case.expected

    def known(self, case):
        """The KnownSlips of a case, which are asked for once."""
        if case.known is None:
            with np.errstate(all="ignore"):
                slips = self.slips(*case.arguments)
            case.known = KnownSlips(slips, self.right(case), self.names)
        return case.known

    def call(self, function, case):
        """What the function gives. It gets arrays of its own."""
        (got,) = self.asked(function, [case])
        return got

    def asked(self, function, cases):
        """Yields what the function gives in each of these cases."""
        return results(function, [(fresh(case.given), case.quiet) for case in cases])

    def compare(self, got, case):
        """The result beside what it should be.

        Where drawn numbers happen to cancel, what is left is rounding, in which two right answers
        need not agree: it is left open.
        """
        options = {"tolerance": case.tolerance or self.tolerance, "order": self.order}
        expected = self.right(case)
        compared = Comparison(got, expected, self.names, scale=EXACT, **options)
        if compared.right or compared.form:
            return compared
        scale = max(sizes(case.arguments), default=1.0)  # it matters where zeros are expected
        compared = Comparison(got, expected, self.names, scale=scale, **options)
        if case.drawn and not compared.right:
            moved = Comparison(self.nudged(case), expected, self.names, scale=scale, **options)
            compared.leave_open([leaf.path for leaf in moved.wrong])
        return compared

    def nudged(self, case):
        """What the rule gives for numbers that are off by as much as rounding may do."""
        with np.errstate(all="ignore"):
            return self.rule(*converted(case.arguments, _nudged, float))

    def hold(self, function, *cases):
        """Raise Wrong unless the function gives the right result in all these cases."""
        self.settle(self._compared(function, cases))

    def hold_each(self, function, groups):
        """The same for group after group: the first that is wrong is told.

        A group is a list of cases, and a function that gives plain ones beside which they are seen.
        An answer is asked these only where it is wrong: a mistake that shows in both is another.
        """
        groups = list(groups)
        got = self.asked(function, [case for unusual, _ in groups for case in unusual])
        for unusual, plain in groups:
            compared = [(case, self.compare(next(got), case)) for case in unusual]
            if not all(comparison.right for _, comparison in compared):
                self.settle([*self._compared(function, plain()), *compared])

    def _compared(self, function, cases):
        asked = zip(cases, self.asked(function, cases), strict=True)
        return [(case, self.compare(got, case)) for case, got in asked]

    def note(self, function, case):
        """Remember that the function has left its arguments alone in this case."""
        if self.noted[0] is not function:
            self.noted = function, set()
        self.noted[1].add(case)

    def is_noted(self, function, case):
        return self.noted[0] is function and case in self.noted[1]

    def settle(self, compared):
        """Raise Wrong unless all these pairs of a case and its Comparison are right."""
        if not all(comparison.right for _, comparison in compared):
            raise self.finding(compared)

    def finding(self, compared):
        """The Wrong that tells the first difference, and which slips fit in all these cases.

        `compared` are pairs of a case and its Comparison. A slip that would have shown in a case
        that went right, or in another form, was not made; nor was one that leaves right what went
        wrong.
        """
        offered, told, out, explains = set(), {}, set(), Counter()
        for case, comparison in compared:
            shown, fits = comparison.explained(self.known(case))
            offered |= shown
            out |= shown - set(fits)
            told = fits | told
            explains.update(fits.keys())
        most = max((number for key, number in explains.items() if key not in out), default=0)
        best = [key for key in told if key not in out and explains[key] == most]
        fitting = {key: told[key] for key in best}
        case, first = next(pair for pair in compared if not pair[1].right)
        seen, kind = first.seen()
        tip = self._tip(case, first, kind)
        options = {"offered": offered, "fitting": fitting, "tip": tip, "about": case.about}
        return Wrong(seen, kind, part=first.part(), **options)

    def _tip(self, case, first, kind):
        """The next step, for what was seen and no other."""
        if kind == "not_finite":
            return case.not_finite
        if kind not in ("wrong_value", "wrong_shape"):
            return ""
        tip = case.tip or self.tip
        if isinstance(tip, dict):
            tip = next((tip[part] for part in first.wrong[0].group if part in tip), "")
        return tip
