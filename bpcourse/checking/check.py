"""Check: judge an answer, keep what was achieved, and say what comes next."""

from contextlib import suppress

from ..errors import UserError
from .exercise import exercises, find
from .judging import runner
from .progress import Progress
from .report import Finding, Report
from .report_view import NOT_YET
from .workspace import fingerprint, here

STUCK = 'Stuck? `hint("{name}")` shows a hint, in a terminal `bpcourse hint {name}`.'
TO_DO = {
    "write": NOT_YET,
    "repair": "still the program with the bug. Find it, repair it here, and run it again.",
}


def check(name, *, seed=None, workspace=None, notebook_names=()) -> Report:
    """The Report on the answer that is saved for the exercise `name`.

    `seed` replays the random data of an earlier report. Raises ExerciseError where there is no such
    exercise.
    """
    exercise, workspace = find(name), workspace or here()
    try:
        source = workspace.answer(name)
    except (OSError, UserError) as error:
        return Report(name, [Finding("Your answer can be read.", "no", str(error))])
    if source is None:
        source = exercise.stub
    return check_text(exercise, source, workspace, seed=seed, notebook_names=notebook_names)


def check_text(exercise, source, workspace, *, seed=None, notebook_names=()):
    """The same for a text at hand, which the workspace may hold or not."""
    if is_stub(exercise, source):
        report = Report(exercise.name, [Finding("It is written.", "todo", TO_DO[exercise.kind])])
        return _with_what_next(exercise, workspace, report)
    path = workspace.answer_path(exercise.name)
    options = {"filename": str(path), "seed": seed, "notebook_names": notebook_names}
    return keep(exercise, source, workspace, runner.run(exercise, source, **options))


def keep(exercise, source, workspace, report):
    """Keep what was found, and add what it was good for and what comes next; the Report."""
    _record(exercise, source, workspace, report)
    report.insight = exercise.insight if report.outcome == "ok" else ""
    return _with_what_next(exercise, workspace, report)


def _with_what_next(exercise, workspace, report):
    report.notices += _what_next(exercise, report.outcome, Progress(workspace))
    return report


def is_stub(exercise, source):
    """Is this what the learner was given, still untouched?"""
    return fingerprint(source) == fingerprint(exercise.stub)


def _record(exercise, source, workspace, report):
    facts = {
        "exercise": exercise.name,
        "outcome": report.outcome,
        "code": fingerprint(source),
        "seed": report.seed,
    }
    facts |= {"mistake": report.mistake} if report.mistake else {}
    try:
        Progress(workspace).record("check", **facts)
    except OSError as error:  # a full disk or a browser's memory must not hide the result
        report.notices.append(
            f"This result could not be kept in {workspace.private}: {error.strerror or error}."
        )


def _what_next(exercise, outcome, progress):
    if outcome == "ok":
        later = next_exercise(progress, exercise.lesson)
        if later is None:
            return ["That was the last exercise: the course is done."]
        return [f"Next: `{later.name}` ({later.title})."]
    if outcome == "no" and progress.honest_attempts(exercise.name) >= 2:
        name = exercise.name
        return [STUCK.format(name=name)]
    return []


def next_exercise(progress, lesson=None):
    """The first exercise that has not been passed, those of `lesson` before all others; or None."""
    left = [e for e in exercises() if not progress.passed(e.name)]
    return min(left, key=lambda e: e.lesson != lesson, default=None)


def current_exercise(workspace):
    """The name of the exercise the learner is at: the one saved last, or else the next to pass."""
    times = saved_at(workspace)
    if times:
        return max(times, key=times.get)
    return (next_exercise(Progress(workspace)) or exercises()[0]).name


def saved_at(workspace):
    """When each answer was last written: a dictionary from the exercise's name to nanoseconds."""
    times = {}
    for exercise in exercises():
        with suppress(FileNotFoundError):
            times[exercise.name] = workspace.answer_path(exercise.name).stat().st_mtime_ns
    return times
