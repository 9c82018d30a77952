"""Plain errors: what a notebook says in place of a traceback, where a sentence says more.

A UserError is such a sentence. A NameError often only means that a cell above was not run.
"""

import os
from pathlib import PurePath

from .. import experiments
from ..checking import exercise, lesson_plan
from ..errors import UserError
from . import session

RUN_FIRST = "the first cell of the lesson makes it known. Run the first cell, then this one."
RUN_ABOVE = "Run that cell, then this one; “Run All Above Selected Cell” in the menu Run does both."


def install(shell):
    """Let this kernel tell these errors in words."""
    shell.set_custom_exc((NameError, UserError), _tell)


def _tell(shell, kind, error, trace, tb_offset=None):
    told = str(error) if isinstance(error, UserError) else missing(error)
    if told:
        shell._showtraceback(kind, error, [told])  # as an error, so that the next cells wait
    else:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def missing(error):
    """A NameError in words, if a cell of the lesson makes the name that is missing; else empty."""
    name = error.name if type(error) is NameError else None
    begin = f"{name} is not known here yet: "
    if name in {one.name for one in exercise.exercises()}:
        return (
            f"{begin}its cell, which begins with %%exercise {name}, has not been run. To name it "
            f'in a hint, write it in quotation marks: hint("{name}")'
        )
    if name in {"plotting", *experiments.modules()}:
        return begin + RUN_FIRST
    for plan in _plans():
        if name in plan.names:
            section = plan.names[name]
            if section == plan.title:
                return begin + RUN_FIRST
            return f"{begin}a cell above makes it, in the part “{section}”. {RUN_ABOVE}"
    return ""


def _plans():
    """The lesson that was started here; else that of the notebook's name; else all."""
    if session.plan:
        return [session.plan]
    notebook = PurePath(os.environ.get("JPY_SESSION_NAME", "")).stem
    plans = lesson_plan.plans()
    return [plan for plan in plans if notebook.startswith(plan.name)] or plans
