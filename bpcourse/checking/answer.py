"""Answer: the learner's code, run in a namespace of its own.

An answer stands alone: it sees nothing of the notebook, of other answers, or of the course.
"""

import ast
import difflib
import inspect
import linecache
import re
import sys
import types

from .explain import explain

ALLOWED = {"numpy", *sys.stdlib_module_names}  # what an answer may import
PLAIN_IMPORT = re.compile(r"^[ \t]*import[ \t]+(\w+)(?:[ \t]+as[ \t]+\w+)?[ \t]*$", re.MULTILINE)
USUAL = ("numpy", "math", "functools", "itertools", "operator", "random")  # what is meant by a slip


class AnswerError(Exception):
    """The code could not be run, or does not define what it should. The text says what to do."""

    def __init__(self, message, cause=None):
        super().__init__(message)
        self.cause = cause  # what the code raised, if it ran at all


def load(source, filename, defines, *, change=None):
    """Run `source` in a fresh namespace and return the objects it defines.

    `defines` maps each name to its arguments, as in {"gd_step": ("params", "grads", "lr")}. Where
    there is a `change`, what is run is the syntax tree that it makes of that of `source`.
    NotImplementedError passes through: the code is still to be written. All else that can go wrong
    is raised as AnswerError.
    """
    # tracebacks and inspect.getsource find the text here, also where there is no file
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    module = types.ModuleType("answer")
    module.__file__ = filename
    code = _compiled(source, filename, change)
    _refuse_other_libraries(source)
    try:
        exec(code, module.__dict__)
    except NotImplementedError:
        raise
    except BaseException as error:  # also SystemExit, and what stops the answer from outside
        raise AnswerError(explain(error, (), filename), error) from error
    return [_defined(module, name, arguments) for name, arguments in defines.items()]


def _compiled(source, filename, change):
    try:
        text = change(ast.parse(source, filename)) if change else source
        return compile(text, filename, "exec")
    except SyntaxError as error:
        if re.match(r"\s*(%%?|!)[a-z]", error.text or ""):
            raise AnswerError(
                f"Line {error.lineno}, `{error.text.strip():.60}`, is for a notebook, and no "
                "Python.\nLeave it out where the answer stands in a file."
            ) from error
        where = f"line {error.lineno}: `{error.text.strip()}`" if error.text else "your answer."
        reason = f"{error.msg[:1].upper()}{error.msg[1:]}."
        raise AnswerError(f"Python cannot read {where}\n{reason}") from error
    except ValueError as error:  # a null byte, in some versions of Python
        raise AnswerError(f"Python cannot read your answer: {error}.") from error


def _refuse_other_libraries(source):
    """What is asked for may be in a library, and to import it would be to copy it."""
    for line, name in foreign_imports(source):
        near = difflib.get_close_matches(name, USUAL, n=1, cutoff=0.8)
        if name == "bpcourse":
            told = "but an answer stands alone"
        elif near:
            raise AnswerError(f"Line {line} imports {name}. Did you mean {near[0]}?")
        else:
            told = "but an answer stands on NumPy and Python's standard library"
        raise AnswerError(
            f"Line {line} imports {name}, {told}.\n"
            "Write the rule itself, with NumPy: that is what the exercise is for."
        )


def foreign_imports(source):
    """Pairs of a line and the name of a package that an answer may not use."""
    unclear = PLAIN_IMPORT.sub(lambda line: "" if line[1] in ALLOWED else line[0], source)
    if "import" not in unclear:  # as in nearly all answers, which need not be taken apart
        return
    for node in ast.walk(ast.parse(source)):
        for name in _imported(node):
            package = name.partition(".")[0]
            if package not in ALLOWED:
                yield node.lineno, package


def _imported(node):
    """The modules that one node of the syntax tree imports by name."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(name), level=0):
            return [name]
        case ast.Call(func=ast.Name("__import__"), args=[ast.Constant(str(name)), *_]):
            return [name]
        case ast.Call(func=ast.Attribute(attr="import_module"), args=[ast.Constant(str(name)), *_]):
            return [name]
    return []


def _defined(module, name, arguments):
    """The object of that name, if it can be called in the way the checks will."""
    if not hasattr(module, name):
        near = difflib.get_close_matches(name, vars(module), n=1)
        also = f" It does define {near[0]}: is that a slip of the pen?" if near else ""
        raise AnswerError(f"Your code does not define {name}.{also}")
    thing = getattr(module, name)
    if not callable(thing):
        raise AnswerError(f"{name} should be a function, but it is of type {type(thing).__name__}.")
    if _takes(thing, len(arguments)):
        return thing
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


def _takes(thing, count):
    """Is it a plain function of so many arguments? Nearly always, and the signature takes long."""
    if type(thing) is not types.FunctionType or vars(thing):
        return False
    code = thing.__code__
    return code.co_argcount == count and not code.co_kwonlyargcount
