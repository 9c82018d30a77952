"""Hints: one at a time, then the model answer when it is earned; and a start afresh."""

import difflib

from .check import current_exercise
from .exercise import find
from .note import Note, code_block
from .progress import Progress
from .workspace import here

RUNGS = ("where to look", "the rule", "almost the code", "the same step on other numbers")
HONEST_ATTEMPTS = 3  # different wrong answers after which, all hints read, the model answer opens


def meant(name=None):
    """The exercise of that name; a function that is given in its place has the name.

    Without one it is the exercise at hand: the one saved last, or else the next to pass.
    """
    return find(getattr(name, "__name__", name) or current_exercise(here()))


def hint(name=None) -> Note:
    """The next hint that has not been read yet; after the last, all of them again."""
    exercise, progress = meant(name), Progress(here())
    name, texts = exercise.name, (*exercise.hints, exercise.worked_step)
    seen = progress.hints_seen(name)
    if seen >= len(texts):
        rungs = zip(RUNGS, texts, strict=True)
        return Note(*(f"**{rung.capitalize()}.** {text}" for rung, text in rungs))
    notice = _kept(progress, "hint", exercise=name, rung=seen + 1)
    return Note(f"**{name}, {RUNGS[seen]}.** {texts[seen]}", *notice)


def hints_so_far(name=None) -> Note:
    """The next hint, below all that have been read before it."""
    exercise, progress = meant(name), Progress(here())
    texts = (*exercise.hints, exercise.worked_step)
    seen = min(progress.hints_seen(exercise.name) + 1, len(texts))
    notice = _kept(progress, "hint", exercise=exercise.name, rung=seen)
    rungs = list(zip(RUNGS, texts, strict=True))[:seen]
    return Note(*(f"**{rung.capitalize()}.** {text}" for rung, text in rungs), *notice)


def solution(name=None) -> Note:
    """The model answer, once it has been earned, and how the learner's differs."""
    exercise, workspace = meant(name), here()
    name, progress = exercise.name, Progress(workspace)
    missing = _still_missing(exercise, progress)
    if missing:
        return Note(f"The model answer to {name} opens when your own passes, or {missing}.")
    paragraphs = [f"**{name}, the model answer.**", code_block(exercise.solution)]
    own = workspace.answer(name)
    if own is not None and progress.passes(name, own):
        paragraphs += _difference(own, exercise.solution)
    return Note(*paragraphs, *_kept(progress, "solution", exercise=name))


def _difference(own, model):
    """How the model answer differs from the learner's, in paragraphs."""
    texts = own.strip().splitlines(), model.strip().splitlines()
    difference = "\n".join(difflib.unified_diff(*texts, "yours", "model", lineterm="", n=1))
    if not difference:
        return ["Yours is the same, line by line."]
    return ["What differs from yours, which is right too:", f"```diff\n{difference}\n```"]


def _still_missing(exercise, progress):
    """What the learner can still do before the model answer opens; empty if it may."""
    if progress.passed(exercise.name):
        return ""
    missing = []
    attempts = HONEST_ATTEMPTS - progress.honest_attempts(exercise.name)
    if attempts > 0:
        missing.append(f"after {attempts} more different attempt{'s' if attempts > 1 else ''}")
    if progress.hints_seen(exercise.name) < len(RUNGS):
        missing.append("after its hints have been read")
    return " and ".join(missing)


def reset(name=None) -> Note:
    """Put the stub back in place of the answer, which is kept as an attempt."""
    exercise, workspace = meant(name), here()
    name = exercise.name
    kept = workspace.save_answer(name, exercise.stub)
    where = f" Your answer is kept in {kept.relative_to(workspace.root)}." if kept else ""
    told = f"{name} starts afresh.{where} What you have passed stays passed."
    return Note(told, code_block(exercise.stub))


def _kept(progress, event, **facts):
    """Record the event; where that fails, a list with the sentence that says so."""
    try:
        progress.record(event, **facts)
    except OSError as error:
        return [f"(This could not be kept in {progress.path}: {error.strerror or error}.)"]
    return []
