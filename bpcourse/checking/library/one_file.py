"""One file: all pieces as one Python module that needs NumPy and nothing else.

Answers stand alone, so two of them may use one name for different things: two helpers called
`shifted`, say. A function looks its helpers up by name when it is called, and would find the last.
So a piece whose names mean the same everywhere stands there as plain code, and one that shares a
name with another meaning runs in a module of its own.
"""

import ast
import builtins
import symtable
from functools import cache

HEAD = '''\
"""My library: what I have written in bpcourse, in the order of its lessons.

Each piece is as I wrote it, and has passed the visible checks of its exercise.{more}
"""
'''
MORE = """
A piece that shares a name with another piece, but means another thing by it, stands in a text that
is run as a module of its own: so each finds its own helpers."""
OWN_MODULE = '''
from types import ModuleType as _ModuleType


def _own_module(source, *names):
    """Run `source` in a module of its own, and return what it has under these names."""
    module = _ModuleType(names[0])
    exec(compile(source, f"my_library, {names[0]}", "exec"), module.__dict__)
    return [module.__dict__[name] for name in names]
'''
TAKEN = {"_ModuleType", "_own_module", *dir(builtins)}
SAME_EVERYWHERE = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)  # if written alike


def one_file(pieces):
    """The text of the file."""
    apart = {one.exercise.name for one in pieces if _stands_apart(one, pieces)}
    parts = [HEAD.format(more=MORE if apart else "")]
    parts += [OWN_MODULE] if apart else []
    for piece in pieces:
        exercise = piece.exercise
        parts.append(f"\n\n# ---- {exercise.number} {exercise.name}: {exercise.title} ----\n\n")
        parts.append(_own(piece) if exercise.name in apart else f"{piece.source.strip()}\n")
    return "".join(parts)


def _stands_apart(piece, pieces):
    """Would this piece, or another one, change its meaning if it stood there as plain code?"""
    tree = ast.parse(piece.source)
    mine = meanings(piece.source)
    if TAKEN & mine.keys() or any(map(_is_about_its_module, ast.walk(tree))):
        return True
    others = [meanings(one.source) for one in pieces if one is not piece]
    return any(theirs.get(name, text) != text or (text is None and name in theirs)
               for name, text in mine.items() for theirs in others)  # fmt: skip


def _is_about_its_module(node):
    """Does it ask for something of the module it is in, or bring names that are not told?"""
    match node:
        case ast.ImportFrom(module="__future__") | ast.ImportFrom(names=[ast.alias(name="*")]):
            return True
        case ast.Name(id=name):
            return name.startswith("__") or name in ("globals", "exec", "eval")
    return False


@cache
def meanings(source):
    """Each name that the source makes global, with the text that makes it.

    None in place of the text is for what two pieces cannot share even if it is written alike, as a
    list that both would fill.
    """
    found = {}
    for statement in ast.parse(source).body:
        text = ast.unparse(statement)
        can_be_shared = isinstance(statement, SAME_EVERYWHERE)
        for name in _global_names(symtable.symtable(text, "a piece", "exec")):
            is_new = name not in found
            found[name] = text if can_be_shared and is_new else None
    return found


def _global_names(table):
    for symbol in table.get_symbols():
        is_bound = symbol.is_assigned() or symbol.is_imported()
        if is_bound and (table.get_type() == "module" or symbol.is_declared_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _global_names(inner)


def _own(piece):
    """A piece as a text that is run in a module of its own, and the names it gives."""
    text = piece.source.strip().replace("\\", "\\\\").replace("'''", "\\'\\'\\'")
    names = list(piece.exercise.defines)
    asked = ", ".join(f'"{name}"' for name in names)
    return f"[{', '.join(names)}] = _own_module('''\\\n{text}\n''', {asked})\n"
