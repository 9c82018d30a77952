"""Every known answer of every exercise, judged in a page of a site as it must be.

    python -m tests.browser.known_answers [EXERCISE …]
    python -m tests.browser.known_answers --from EXERCISE

CI holds this of a sample.
"""

import json
import sys
import tempfile

from playwright.sync_api import sync_playwright

from bpcourse.checking.exercise import exercises, find
from bpcourse.site import build_site

from .lab import CHROMIUM, FLAGS
from .site import Lesson, served

SEED = 1
IN_THE_PAGE = """\
import json
from bpcourse.checking.exercise import find
from bpcourse.checking.judging import runner

report = runner.run(find({name!r}), {source!r}, seed={seed})
print(json.dumps([report.outcome, report.mistake]))
"""


def known(exercise):
    """All known answers by their names, each with its text and what must be found: outcome, ids."""
    right = {"the model answer": exercise.solution}
    right |= {f"right: {name}": source for name, source in exercise.right.items()}
    answers = {name: (source, "ok", ("",)) for name, source in right.items()}
    wrong = {one.id: (one.source, "no", one.slips) for one in exercise.mistakes}
    return answers | wrong


def differences(lesson, exercise, answers):
    """What of these answers is judged otherwise in the page: its name → what was found.

    Each is judged in a run of its own, so that all of them have the time of one.
    """
    found = {name: _judged(lesson, exercise, source) for name, (source, *_) in answers.items()}
    return {
        name: found[name]
        for name, (_, outcome, ids) in answers.items()
        if found[name][0] != outcome or found[name][1] not in ids
    }


def _judged(lesson, exercise, source):
    """Outcome and id in the page; what the page says instead, where it says no such thing."""
    told = lesson.run(IN_THE_PAGE.format(name=exercise.name, source=source, seed=SEED))
    try:
        return json.loads(told)
    except ValueError:
        return told or "nothing: it was ended", ""


def wanted(names):
    """The exercises that the command names: all, some, or all from one on."""
    match names:
        case []:
            return exercises()
        case ["--from", first]:
            return exercises()[exercises().index(find(first)) :]
        case _:
            return [find(name) for name in names]


def main(names):
    """Print each exercise with what differs; returns 1 if anything does."""
    status = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_site.site(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(folder) as address:
            lesson = Lesson(browser.new_context(), address, "02_gradient_descent")
            for exercise in wanted(names):
                answers = known(exercise)
                differ = differences(lesson, exercise, answers)
                status |= bool(differ)
                print(f"{exercise.name}: {len(answers)} answers", differ or "", flush=True)
        browser.close()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
