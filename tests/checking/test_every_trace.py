"""Every answer that is known has a trace, which is bounded and shows what the report says.

All answers to an exercise are watched in this process, one after the other.
"""

import json
import math
import re
import warnings

import pytest

from bpcourse.authoring.trial import with_trials
from bpcourse.checking import time_limit
from bpcourse.checking.exercise import exercises
from bpcourse.checking.judging import terminations
from bpcourse.checking.judging.direct import answer_directly
from bpcourse.checking.trace import Trace

LARGEST = 5_000_000  # characters of a trace
NUMBERS = re.compile(r"^.{1,40} is (-?[\d.]+), but should be (-?[\d.]+)\.$", re.MULTILINE)


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_each_answer_has_a_trace_that_is_bounded_and_says_what_the_report_says(
    exercise, monkeypatch
):
    monkeypatch.setattr(time_limit, "PATIENCE", 1000)  # a busy machine takes no step away
    assert with_trials([exercise], lambda trial: list(troubles(trial.judge, exercise))) == []


def troubles(judge, exercise):
    """Yields what is wrong with the trace of a known answer."""
    right = {"solution": exercise.solution} | exercise.right
    wrong = {mistake.id: mistake.source for mistake in exercise.mistakes}
    for outcome, answers in (("ok", right), ("no", wrong)):
        for name, source in answers.items():
            for trouble in amiss(exercise, source, outcome, *watch(judge, exercise, source)):
                yield f"{name}: {trouble}"


def watch(judge, exercise, source):
    """The call that is shown, and the findings, of which it is the last."""
    findings = []
    options = {"filename": f"{exercise.name}.py", "seed": 1, "tell": findings.append}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        call = answer_directly(judge, exercise, source, watch=True, **options)
    return call, findings


def amiss(exercise, source, outcome, call, findings):
    (finding,) = findings
    if call is None:
        # where no function could be called, or only a generator was made, no line has run
        if finding.check != terminations.RUNS and finding.kind != "gives_generator":
            yield f"it has none; {finding}"
        return
    text, end = str(Trace(source, call, exercise.name, 1, finding)), call["result"]
    # a whole training is watched as far as its time goes
    if finding.outcome != outcome and not call["stopped"]:
        yield f"its check ends with {finding.outcome}: {finding.message}"
    if len(json.dumps(call)) > LARGEST:
        yield "it is too large"
    if exercise.solution.strip() in text and exercise.solution != source:
        yield "it shows the model answer"
    ends = (bool(call["raised"]), end is not None)
    if sum(ends) > 1 or (not any(ends) and not call["stopped"]):
        yield f"it has no end, or two: {call['raised']!r} {call['stopped']!r} {end}"
    if not all(line["text"] for line in (*call["first"], *call["last"])):
        yield "one of its lines is empty"
    yield from beside_what_was_said(call, finding)


def beside_what_was_said(call, finding):
    """What the call has given is what the check has seen, and what is in its sentence."""
    beside, end = call.get("beside"), call["result"]
    if not beside:
        return
    got, said = beside["got"], NUMBERS.search(finding.message)
    if said and got["kind"] == "number":
        told = [one["text"] for one in (got, beside["expected"])]
        if not all(map(is_near, told, said.groups())):
            yield f"it shows {told}, but the report says {said[0]}"
    if beside["place"] == [] and got.get("from", [0, 0]) == [0, 0] and shown(got) != shown(end):
        yield f"it gives {shown(end)}, but what is compared is {shown(got)}"


def is_near(text, number):
    """Are both the same number, each in as many digits as it is shown with, three at least?"""
    return math.isclose(float(text), float(number), rel_tol=1e-3)


def short(text):
    """The number in three digits, or the word as it is."""
    try:
        return f"{float(text):.3g}"
    except ValueError:
        return text


def shown(value):
    """The numbers of a snapshot, whether they are in an array or in a list."""
    if value["kind"] == "array":
        return [short(cell) for row in value["cells"] for cell in row]
    if "parts" in value:
        return [cell for _, part in value["parts"] for cell in shown(part)]
    return [short(value["text"])]
