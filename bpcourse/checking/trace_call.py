"""Trace call: a call of any function that the learner has written, watched line by line."""

import inspect
import linecache
import sysconfig
from pathlib import Path

from ..errors import UserError
from .mine import MODEL_ANSWER
from .trace import Trace
from .tracing.axis_letters import letters_in
from .tracing.recorder import Recorder, Stopped

FOREIGN = [Path(__file__).parents[1], *(Path(sysconfig.get_path(n)) for n in ("stdlib", "purelib"))]
SECONDS = 1.0  # of computing, after which the call is stopped


def trace_call(function, *arguments):
    """Call the function with these arguments, and return the Trace of it.

    An error ends the call and is shown in its line. Raises UserError where there is no code of the
    learner's own to be shown.
    """
    code = _code_of(function)
    source = "".join(linecache.getlines(code.co_filename)) if code else ""
    name = getattr(function, "__name__", type(function).__name__)
    if not source or not _is_own(function, Path(code.co_filename)):
        raise UserError(
            f"{name} is none of your own functions, so its lines are not shown.\n"
            "trace(function, arguments) watches a function that a cell or a file of yours defines."
        )
    letters = letters_in(inspect.getdoc(function))
    options = {"seconds": SECONDS, "is_endless": True, "letters": letters}
    recorder = Recorder(code.co_filename, source, **options)
    try:
        with recorder:
            function(*arguments)
    except (Exception, Stopped) as error:
        if recorder.call is None:  # it did not begin: the arguments are not those it takes
            raise UserError(f"{name} could not be called so. {error}") from None
    if recorder.call is None:
        raise UserError(f"Calling {name} runs no line of its own, so there is nothing to watch.")
    return Trace(source, recorder.as_data())


def _is_own(function, path):
    """Was it defined in a cell, an answer or a file of the learner's? A model answer was not."""
    if getattr(inspect.unwrap(function), "__module__", "") in ("__main__", "answer"):
        return not path.name.startswith(MODEL_ANSWER)
    return path.is_file() and not any(map(path.is_relative_to, FOREIGN))


def _code_of(function):
    function = inspect.unwrap(function)
    function = getattr(function, "__func__", function)
    if not hasattr(function, "__code__") and callable(function):  # an object that can be called
        function = type(function).__call__
    return getattr(function, "__code__", None)
