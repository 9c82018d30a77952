"""Verdicts: answers that are checks themselves, judged by what they say of planted functions.

    GROUPS = {
        "right": Group("Layers that keep the promise are accepted.", [Planted(...), ...]),
        "leaking": Group("The usual leaks are caught.", [Planted(..., is_wrong=True), ...]),
    }
    globals().update(checks_of_verdicts(__file__, GROUPS, slips=slips, ask="Where would it show?"))

An answer does not see which functions are wrong: it says True of what is wrong, and False of what
is right. A slip is what a known mistake would say of the same functions.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .asking import once
from .compare import same
from .exercise import read
from .promises import AGAIN, EXAMPLE, example_of, literally, one_check
from .rule import Case, Rule
from .wrong import Wrong, fail


class Planted:
    """What an answer is asked about: a function, or several that belong together.

    `does` is a sentence. `make` gives the functions as a tuple, each time as if they had never been
    called. `tip` says where it shows that they are wrong, or what must not be taken for wrong.
    """

    def __init__(self, does, make, *, is_wrong=False, tip=""):
        self.does, self.make, self.is_wrong, self.tip = does, make, is_wrong, tip
        self.known = make()  # of which the slips are known

    def case(self):
        """One call. The report goes on behind the sentence, so its full stop is left out."""
        told = {"about": self.does.removesuffix("."), "tip": self.tip}
        return Case(*self.known, given=self.make(), expected=self.is_wrong, **told)


@dataclass(frozen=True)
class Group:
    """Planted things that one check asks about, all right or all wrong, and its sentence."""

    sentence: str
    planted: list


def group_of(make, tips, rules, sentence, kinds):
    """A Group of these `kinds`, each of them a function whose docstring says what is done.

    `make` takes a kind and gives its functions as a tuple, as Planted asks for them. Those in
    `tips` are wrong; all others are right, and have the tip `rules`.
    """

    def planted(kind):
        wrong = kind in tips
        return Planted(kind.__doc__, lambda: make(kind), is_wrong=wrong, tip=tips.get(kind, rules))

    return Group(sentence, [planted(kind) for kind in kinds])


def checks_of_verdicts(file, groups, *, slips, ask, accused="Accused, though they are right"):
    """The checks of an exercise whose answer says True or False, for the module `file`.

    `slips` takes the functions of something planted. `ask` is the next step where several are
    misjudged for different reasons.
    """
    exercise = read(Path(file).parent)
    verdicts = _Verdicts(exercise.name, groups, slips, ask, accused)
    examples = [example_of(example, exercise.name) for example in exercise.examples]

    def add(name, sentence, body):
        made[f"test_{name}"] = one_check(f"test_{name}", sentence, exercise.name, body, {})

    made = {}
    add("example", EXAMPLE, lambda answer: _hold_examples(answer, exercise.name, examples))
    for name, group in groups.items():
        add(name, group.sentence, lambda answer, name=name: verdicts.hold(answer, name))
    add("asked_again", AGAIN, verdicts.ask_again)
    return made


def _hold_examples(answer, name, examples):
    for code, case in examples:
        got, wanted = literally(code, name, answer), case.expected
        if not isinstance(wanted, tuple):
            same(got, wanted, "the answer")
            continue
        for one, right, which in zip(got, wanted, ("first", "second"), strict=True):
            same(one, right, f"the {which} answer")


class _Verdicts:
    """What an answer says of all that is planted, beside what it should say."""

    def __init__(self, name, groups, slips, ask, accused):
        self.groups, self.ask, self.accused = groups, ask, accused
        every = [planted for group in groups.values() for planted in group.planted]
        known = {planted.known: slips(*planted.known) for planted in every}
        nothing = {"draw": lambda rng: (), "sizes": {}, "hand": {}}
        options = {"result": "the answer", "slips": lambda *functions: known[functions]}
        self.rule = Rule(name, lambda *functions: None, **options, **nothing)
        self.said = once(self._ask)

    def _ask(self, answer, name):
        """Pairs of a case of this group and what the answer says of it."""
        cases = [planted.case() for planted in self.groups[name].planted]
        return [(case, self.rule.call(answer, case)) for case in cases]

    def compared(self, answer, name):
        """Pairs of a case of this group and the Comparison of what the answer says."""
        return [(case, self.rule.compare(got, case)) for case, got in self.said(answer, name)]

    def hold(self, answer, name):
        """Raise Wrong with what is planted in this group and was misjudged."""
        here = self.compared(answer, name)
        wrong = [(case, comparison) for case, comparison in here if not comparison.right]
        if not wrong:
            return
        others = [self.compared(answer, other) for other in self.groups if other != name]
        found = self.rule.finding(sum(others, here))
        if found.kind != "wrong_value":
            raise found
        told = "These got past" if wrong[0][0].expected else self.accused
        names = " ".join(f"{case.about}." for case, _ in wrong)
        tips = {case.tip for case, _ in wrong}
        tip = tips.pop() if len(tips) == 1 else self.ask
        seen = f"{told} ({len(wrong)} of {len(here)}): {names}"
        raise Wrong(seen, "wrong_value", offered=found.offered, fitting=found.fitting, tip=tip)

    def ask_again(self, answer):
        """Raise Wrong where it says something else of the first of each group, asked again."""
        for name, group in self.groups.items():
            _, before = self.said(answer, name)[0]
            now = self.rule.call(answer, group.planted[0].case())
            if all(isinstance(one, bool | np.bool_) for one in (before, now)) and before != now:
                told = "Asked the same twice, it gives two different answers."
                fail(told, kind="keeps_state")
