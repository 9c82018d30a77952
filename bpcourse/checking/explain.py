"""Explain: the errors that the learner's code raises, in plain words and with the place."""

import ast
import builtins
import difflib
import io
import keyword
import linecache
import tokenize
import traceback

import numpy as np

from .exercise import exercises
from .usual_errors import usual

CALLS = 20  # of an error that are shown
CHAIN = 3  # errors, each caused by the next, that are shown


def explain(error, notebook_names=(), filename=""):
    """An error as sentences.

    `notebook_names` are the names that exist in the notebook only; `filename` is the answer's.
    """
    if isinstance(error, SystemExit):
        return (
            "Your code leaves Python: exit() and sys.exit() end the whole program.\n"
            "Use `return` to end a function."
        )
    if isinstance(error, RecursionError):
        return "Your function calls itself without end (RecursionError)."
    if isinstance(error, NameError) and error.name:
        advice = _name_advice(error.name, notebook_names, filename)
        return f"`{error.name}` is not defined in your answer.\n{advice}"
    told = f": {error}" if str(error) else ""
    if isinstance(error, AssertionError):
        return (
            f"Your code stopped at an `assert` that does not hold: AssertionError{told}\n"
            "What the task allows has to be answered; where it may be refused, the task names the "
            "error."
        )
    if known := usual(error):
        return known[1]
    return f"Your code stopped with {type(error).__name__}{told}"


def kind_of(error):
    """The id of what such an error is, for those who count mistakes."""
    if isinstance(error, NameError):
        return "unknown_name"
    if isinstance(error, RecursionError):
        return "endless_recursion"
    if isinstance(error, SystemExit):
        return "leaves_python"
    if isinstance(error, AssertionError):
        return "own_assert"
    known = usual(error)
    return known[0] if known else "stopped"


def _name_advice(name, notebook_names, filename):
    if name in ("np", "numpy"):
        return "An answer stands alone: begin it with `import numpy as np`."
    if name in ("bp", "bpcourse"):
        return "An answer stands alone, without the course: write the rule itself, with NumPy."
    if name in notebook_names:
        return (
            "It exists in the notebook, but an answer stands alone: "
            f"define {name} inside it, or pass it as an argument."
        )
    own, arguments = _names_in(filename)
    if name not in own and any(name in exercise.defines for exercise in exercises()):
        return (
            "It belongs to another exercise, but an answer stands alone: "
            f"paste {name} into it, or write its rule here."
        )
    near = difflib.get_close_matches(name, [*own, *keyword.kwlist, *dir(builtins)], n=1, cutoff=0.7)
    if near:
        return f"Did you mean `{near[0]}`?"
    if arguments:
        return f"Your function is given {_listed(arguments)}; all else it has to define."
    return "Is it a slip of the pen, or defined somewhere else?"


def _names_in(filename):
    """The names that an answer gives to things, and the arguments of its first function."""
    try:
        nodes = list(ast.walk(ast.parse("".join(linecache.getlines(filename)))))
    except (SyntaxError, ValueError):
        return [], []
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    names = [node.arg for node in nodes if isinstance(node, ast.arg)]
    names += [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    names += [function.name for function in functions]
    return names, [argument.arg for argument in functions[0].args.args] if functions else []


def _listed(names):
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


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
    """Python's traceback with the learner's own lines alone; empty where none of it is theirs."""
    told = traceback.TracebackException.from_exception(error)
    return "".join(told.format()) if _keep_own_lines(told, error, filename) else ""


def _keep_own_lines(told, error, filename, depth=1):
    """Drop the calls of others, also in what caused the error; how many calls are left."""
    if hasattr(error, "calls_elsewhere"):
        told.stack = [call.summary for call in error.calls_elsewhere]
    own = [call for call in told.stack if call.filename == filename]
    told.stack = traceback.StackSummary.from_list(shortened(own))
    if depth == CHAIN:
        told.__cause__ = told.__context__ = None
    links = ((told.__cause__, error.__cause__), (told.__context__, error.__context__))
    return len(own) + sum(_keep_own_lines(*link, filename, depth + 1) for link in links if link[0])


def shortened(calls):
    """The first and the last of them: an endless recursion has a thousand."""
    return calls if len(calls) <= CALLS else calls[: CALLS // 2] + calls[-CALLS // 2 :]
