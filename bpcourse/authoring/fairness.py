"""Fairness: does chance ever decide?

Many checks draw new data for every answer. This judges all answers that the course knows, and names
each right one that some seed rejects, and each mistake that some seed lets pass or calls by another
name. None of this may happen.

What fixed data reject is rejected whatever the seed. That takes a few judgings, which also find the
answer that rolls dice of its own. Only what fixed data let pass, all right answers among it, is
judged with every seed. It also says how many mistakes have a name.
"""

import sys
from dataclasses import dataclass

from ..progress_bar import ProgressBar
from .trial import drawn, every, fixed, with_trials

FEW = 5  # times that each answer is judged on the fixed data
ONE_IN = 50  # seeds by which a cause is looked at, where the verdict is decided
SECONDS = 60  # that one answer may take: on a busy machine an honest one may be slow


@dataclass(frozen=True)
class Known:
    """A known answer, and the ids it may be given: None where it is right."""

    exercise: object
    name: str
    source: str
    wanted: tuple | None

    @property
    def is_right(self):
        return self.wanted is None

    @property
    def keeps_state(self):
        """Does it keep something from call to call?"""
        return not self.is_right and "keeps_state" in self.wanted

    def is_judged_so(self, report):
        """Is that the report it should get?"""
        if self.is_right:
            return report.outcome == "ok"
        return report.outcome == "no" and report.mistake in self.wanted


def report(exercises, seeds):
    """The lines of a report on these exercises, and whether all answers are judged alike."""
    out = sys.stderr  # the answers print elsewhere
    return with_trials(exercises, lambda trial: _report(trial, exercises, seeds, out), SECONDS)


def _report(trial, exercises, seeds, out):
    answers = [answer for exercise in exercises for answer in known(exercise)]
    decided, lines = [], []
    with ProgressBar(len(answers), "answers looked at", out=out) as bar:
        for answer in answers:
            decided.append(is_decided(trial, answer))
            bar.step(answer.exercise.name)
    few = min(seeds, max(FEW, seeds // ONE_IN))
    total = few * sum(decided) + seeds * (len(answers) - sum(decided))
    with ProgressBar(total, "judged", out=out) as bar:
        for answer, is_fixed in zip(answers, decided, strict=True):
            # of what fixed data let pass, they have nothing new to say after a few times
            checks = every if is_fixed or answer.keeps_state else drawn
            if found := odd(trial, answer, few if is_fixed else seeds, checks, bar):
                told = f"{len(found)} seeds, as {found[:5]}"
                lines.append(f"{answer.exercise.name}, {answer.name}: {told}")
    return [
        *lines,
        f"{len(lines)} of {len(answers)} answers are judged otherwise than is declared.",
        f"{sum(decided)} are decided by fixed data, whatever the seed; the cause that they are "
        f"told was looked at with {few} seeds.",
        f"{len(answers) - sum(decided)} were judged with {seeds} seeds.",
        share(exercises),
    ], not lines


def is_decided(trial, answer):
    """Is it decided by fixed data alone, the same each time?

    An answer that keeps something from call to call may be rejected only because of what was asked
    before, so nothing is decided about it.
    """
    exercise = answer.exercise
    if not trial.has(exercise, drawn):
        return True
    if answer.is_right or answer.keeps_state or not trial.has(exercise, fixed):
        return False
    reports = [trial(exercise, answer.source, seed, fixed) for seed in range(FEW)]
    return all(report.outcome == "no" for report in reports)


def odd(trial, answer, seeds, checks, bar):
    """Those of so many seeds with which it is judged otherwise than is declared.

    After the first few, these checks alone are run.
    """
    found = []
    for seed in range(seeds):
        which = every if seed < FEW else checks
        if not answer.is_judged_so(trial(answer.exercise, answer.source, seed, which)):
            found.append(seed)
        bar.step(f"{answer.exercise.name}, {answer.name}")
    return found


def share(exercises):
    """How many known mistakes have a cause that their reports name, in words."""
    mistakes = [mistake for exercise in exercises for mistake in exercise.mistakes]
    told = sum(all(mistake.slips) for mistake in mistakes)
    part = told / max(len(mistakes), 1)
    return f"{told} of {len(mistakes)} mistakes are told their cause, {part:.0%}."


def known(exercise):
    """Every known answer that comes to an end."""
    yield Known(exercise, "solution", exercise.solution, None)
    for name, source in exercise.right.items():
        yield Known(exercise, f"right/{name}", source, None)
    for mistake in exercise.mistakes:
        if "endless" not in mistake.slips:
            yield Known(exercise, mistake.id, mistake.source, mistake.slips)
