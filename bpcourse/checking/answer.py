"""Answer: the learner's code, run in a namespace of its own.

An answer stands alone: it sees nothing of the notebook, of other answers, or of the course.
"""

import ast
import difflib
import inspect
import linecache
import types

from .explain import explain


class AnswerError(Exception):
    """The code could not be run, or does not define what it should. The text says what to do."""

    def __init__(self, message, cause=None):
        super().__init__(message)
        self.cause = cause  # what the code raised, if it ran at all


def load(source, filename, defines):
    """Run `source` in a fresh namespace and return the objects it defines.

    `defines` maps each name to its arguments, as in {"gd_step": ("params", "grads", "lr")}.
    NotImplementedError passes through: the code is still to be written. All else that can go wrong
    is raised as AnswerError.
    """
    # tracebacks and inspect.getsource find the text here, also where there is no file
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    module = types.ModuleType("answer")
    module.__file__ = filename
    code = _compiled(source, filename)
    _refuse_the_course_itself(source)
    try:
        exec(code, module.__dict__)
    except NotImplementedError:
        raise
    except BaseException as error:  # also SystemExit, and what stops the answer from outside
        raise AnswerError(explain(error), error) from error
    return [_defined(module, name, arguments) for name, arguments in defines.items()]


def _compiled(source, filename):
    try:
        return compile(source, filename, "exec")
    except SyntaxError as error:
        where = f"line {error.lineno}: `{error.text.strip()}`" if error.text else "your answer."
        reason = f"{error.msg[:1].upper()}{error.msg[1:]}."
        raise AnswerError(f"Python cannot read {where}\n{reason}") from error
    except ValueError as error:  # a null byte, in some versions of Python
        raise AnswerError(f"Python cannot read your answer: {error}.") from error


def _refuse_the_course_itself(source):
    """What is asked for may be in the library, and to import it would be to copy it."""
    if "bpcourse" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.split(".")[0] == "bpcourse" for name in names):
            raise AnswerError(
                f"Line {node.lineno} imports bpcourse, but an answer stands alone.\n"
                "Write the rule itself, with NumPy: that is what the exercise is for."
            )


def _defined(module, name, arguments):
    """The object of that name, if it can be called in the way the checks will."""
    if not hasattr(module, name):
        near = difflib.get_close_matches(name, vars(module), n=1)
        also = f" It does define {near[0]}: is that a slip of the pen?" if near else ""
        raise AnswerError(f"Your code does not define {name}.{also}")
    thing = getattr(module, name)
    if not callable(thing):
        raise AnswerError(f"{name} should be a function, but it is of type {type(thing).__name__}.")
    try:
        signature = inspect.signature(thing)
    except ValueError:  # something from outside Python, which does not tell
        return thing
    try:
        signature.bind(*arguments)
    except TypeError:
        raise AnswerError(
            f"{name} is called as {name}({', '.join(arguments)}), but yours takes {signature}.\n"
            "Keep the first line as it was."
        ) from None
    return thing
