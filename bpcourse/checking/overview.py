"""Overview: what there is, what is done, and what comes next."""

from . import lesson_plan
from .check import next_exercise
from .exercise import exercises
from .library.concepts import concepts
from .note import Note, code_block, text_block
from .progress import Progress
from .workspace import here

SIGN = {"passed": "✓", "tried": "✗", "open": "○"}


def list_exercises() -> Note:
    """Every exercise with its state, minutes and title."""
    progress = Progress(here())
    width = max(len(e.name) for e in exercises())
    rows = []
    for e in exercises():
        state = progress.state(e.name)
        sign = f"{SIGN[state]} {state:7}"
        rows.append(f"{sign} {e.number}  {e.name:{width}}  {e.minutes:2} min  {e.title}")
    return Note(text_block(rows))


def status() -> Note:
    """For every lesson its exercises and the minutes left; the concepts; the next exercise."""
    progress = Progress(here())
    rows = []
    for plan in lesson_plan.plans():
        inside = [step.name for step in plan.steps if step.kind == "exercise"]
        passed = sum(map(progress.passed, inside))
        left = plan.minutes_left(progress)
        bar = "█" * passed + "░" * (len(inside) - passed)
        rest = f"about {left} of {plan.minutes} min left" if left else "done"
        count = f"{bar} {passed} of {len(inside)}" if inside else "no"
        rows.append(f"{plan.name:28} {count} exercises, {rest}")
    later = next_exercise(progress)
    then = f"Next: `{later.name}` ({later.title})." if later else "Everything is done."
    return Note(text_block(rows), *_concepts(progress), then)


def _concepts(progress):
    """Paragraphs on the concepts: the exercise that decides each, and how that stands."""
    states = [progress.state(concept.exercise.name) for concept in concepts()]
    width = max(len(concept.name) for concept in concepts())
    rows = [f"{SIGN[state]} {state:7} {concept.name:{width}}  {concept.exercise.name}"
            for concept, state in zip(concepts(), states, strict=True)]  # fmt: skip
    told = f"Concepts you have written: {states.count('passed')} of {len(states)}."
    return f"{told} `bpcourse library` keeps their code on a page.", text_block(rows)


def next_task() -> Note:
    """The task of the next exercise that is not passed, its stub, and how to check it."""
    workspace = here()
    exercise = next_exercise(Progress(workspace))
    if exercise is None:
        return Note("Every exercise is passed. `bpcourse status` shows them all.")
    where = workspace.answer_path(exercise.name)
    then = f"Write it in lesson {exercise.lesson}, and run its cell; or in {where}, and run "
    then += "`bpcourse check`. With `bpcourse watch` the file is checked at each save."
    return Note(exercise.task.strip(), code_block(exercise.stub), then)
