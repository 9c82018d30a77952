"""Explain: the errors that the learner's code raises, in plain words and with the place."""

import builtins
import difflib
import io
import linecache
import re
import tokenize
import traceback

import numpy as np


def explain(error, notebook_names=()):
    """An error as sentences. `notebook_names` are the names that exist in the notebook only."""
    if isinstance(error, SystemExit):
        return (
            "Your code leaves Python: exit() and sys.exit() end the whole program.\n"
            "Use `return` to end a function."
        )
    if isinstance(error, RecursionError):
        return "Your function calls itself without end (RecursionError)."
    if isinstance(error, NameError) and error.name:
        advice = _name_advice(error.name, notebook_names)
        return f"`{error.name}` is not defined in your answer.\n{advice}"
    told = f": {error}" if str(error) else ""
    return _misfit(str(error)) or f"Your code stopped with {type(error).__name__}{told}"


def _misfit(text):
    """NumPy names its inner workings when shapes do not fit; this names the rule. Else empty."""
    if match := re.search(r"matmul: .*size (\d+) is different from (\d+)", text):
        return (
            "Your code stopped at a matrix product whose shapes do not fit.\n"
            "In `A @ B` the columns of A meet the rows of B, so they must be equally many; "
            f"here {match[2]} meet {match[1]}."
        )
    if match := re.search(r"could not be broadcast together with shapes (\(.*?\)) (\(.*?\))", text):
        return (
            f"Your code stopped because {match[1]} and {match[2]} do not fit element by element.\n"
            "Read shapes from the right: each pair of axes must be equally long, or one of them 1."
        )
    if "inhomogeneous" in text:
        return (
            "Your code stopped where NumPy should make one array of arrays with different shapes.\n"
            "It cannot: go through the list, one array after the other."
        )
    return ""


def _name_advice(name, notebook_names):
    if name in ("np", "numpy"):
        return "An answer stands alone: begin it with `import numpy as np`."
    if name in notebook_names:
        return (
            "It exists in the notebook, but an answer stands alone: "
            f"define {name} inside it, or pass it as an argument."
        )
    near = difflib.get_close_matches(name, dir(builtins), n=1, cutoff=0.8)
    if near:
        return f"Did you mean `{near[0]}`?"
    return "Is it a slip of the pen, or defined somewhere else?"


def place(error, filename):
    """The learner's line that led to the error, and the shapes that met there; empty if none."""
    own = [c for link in _chain(error) for c in calls(link) if c.filename == filename]
    if not own:
        return ""
    line = linecache.getline(filename, own[-1].number).strip()
    return "\n".join([f"line {own[-1].number}:  {line}", *own[-1].shapes(line)])


class Call:
    """One call on the way to an error: a frame of this process, seen from its traceback."""

    def __init__(self, frame, number):
        self.frame, self.filename, self.number = frame, frame.f_code.co_filename, number

    def shapes(self, line):
        return _shapes(line, self.frame)


def calls(error):
    """The calls that led to one error, outermost first.

    An error that comes from another process brings them along, as `calls_elsewhere`.
    """
    elsewhere = getattr(error, "calls_elsewhere", None)
    if elsewhere is not None:
        return elsewhere
    return [Call(frame, number) for frame, number in traceback.walk_tb(error.__traceback__)]


def _chain(error):
    """An error and what caused it, the first cause first."""
    chain = []
    while error is not None:
        chain.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _shapes(line, frame):
    """The shapes of the arrays named in this line, which is where most errors are seen."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line).readline))
    except (tokenize.TokenError, IndentationError):
        return []
    names = dict.fromkeys(token.string for token in tokens if token.type == tokenize.NAME)
    values = {name: frame.f_locals.get(name) for name in names}
    shapes = [f"{name} {a.shape}" for name, a in values.items() if isinstance(a, np.ndarray)]
    return [f"there:  {', '.join(shapes)}"] if shapes else []


def raised_in(error, filename):
    """Was the error raised by a line of that file itself?"""
    return calls(error)[-1].filename == filename


def traceback_of(error, filename):
    """Python's traceback from the learner's first line on; empty where none of it is theirs."""
    told = traceback.TracebackException.from_exception(error)
    theirs = False
    parts = (
        (told, error),
        (told.__cause__, error.__cause__),
        (told.__context__, error.__context__),
    )
    for part, link in parts:
        if part is None:
            continue
        if hasattr(link, "calls_elsewhere"):
            part.stack = [call.summary for call in link.calls_elsewhere]
        names = [call.filename for call in part.stack]
        own = names.index(filename) if filename in names else len(names)
        part.stack = traceback.StackSummary.from_list(part.stack[own:])
        theirs = theirs or bool(part.stack)
    return "".join(told.format()) if theirs else ""
