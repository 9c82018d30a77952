"""Structures: what is left of a program without its names, comments and types.

Two answers with the same structure are the same but for names and comments. Names that the program
gives are numbered in the order in which they come, in each function anew. Those of Python's own
functions and of modules stay, since `np.sum` and `np.mean` are different thoughts; it does not
matter how they were imported.
"""

import ast
import hashlib
from functools import cache, lru_cache

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SCOPES = {*FUNCTIONS, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp}
LEFT_OUT = {"annotation", "returns", "decorator_list", "type_comment", "type_params", "ctx", "kind"}
GIVEN = {  # the fields in which a program gives a name, or uses one that it has given
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef), "name"),
    **dict.fromkeys((ast.ExceptHandler, ast.MatchAs, ast.MatchStar), "name"),
    ast.arg: "arg",
    ast.Name: "id",
    ast.MatchMapping: "rest",
}
IMPORTS = {ast.Import, ast.ImportFrom}


@lru_cache(maxsize=4096)
def structure(source):
    """The fingerprint of the structure and its size in words; None where it is no program."""
    try:
        words = _Walk(ast.parse(source)).words
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    text = "\n".join(words).encode("utf-8", "replace")
    return hashlib.sha256(text).hexdigest()[:16], len(words)


@cache
def _fields(kind):
    """The fields of a kind of node that count, without the name of a scope."""
    own_name = "name" if kind in SCOPES else None
    return [field for field in kind._fields if field not in LEFT_OUT and field != own_name]


def _is_text(node):
    """Is it a text that stands alone, and so a comment?"""
    return type(node) is ast.Expr and type(node.value) is ast.Constant


class _Walk:
    """One way through a program, word by word."""

    def __init__(self, tree):
        self.words = []
        self.imported = {}  # name → the words for what was imported under it
        self.own = set()  # names after a dot that the program sets, and names of arguments
        self.bound = {}  # scope → the names that are given in it, but not in one that lies in it
        self._survey(tree, self.bound.setdefault(tree, {}))
        self.scopes = [self.bound[tree]]  # of each: name → its number, or None before it has come
        self.count = 0
        self._visit(tree)

    def _survey(self, node, names):
        """Learn which names are given where."""
        kind = type(node)
        if kind is ast.Attribute and type(node.ctx) is ast.Store:
            self.own.add(node.attr)
        elif kind in IMPORTS:
            self._import(node)
        elif kind in GIVEN and not (kind is ast.Name and type(node.ctx) is ast.Load):
            names[getattr(node, GIVEN[kind])] = None
            if kind is ast.arg:
                self.own.add(node.arg)
        if kind in SCOPES:
            names = self.bound[node] = {}
        for field in _fields(kind):
            value = getattr(node, field, None)
            for one in value if type(value) is list else (value,):
                if isinstance(one, ast.AST):
                    self._survey(one, names)

    def _import(self, node):
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            if type(node) is ast.Import:
                self.imported[name] = ["Name", alias.name if alias.asname else name]
            else:
                self.imported[name] = ["Attribute", "Name", node.module or "", alias.name]

    def _visit(self, node):
        kind = type(node)
        if kind is ast.Name:
            self._write_name(node.id)
        elif kind is ast.Constant:
            self.words.append(repr(node.value))
        elif kind is ast.AnnAssign and node.value is not None:
            self._visit_all(ast.Assign(targets=[node.target], value=node.value))
        elif not (kind in IMPORTS or kind is ast.AnnAssign or _is_text(node)):
            self._visit_all(node)

    def _visit_all(self, node):
        kind = type(node)
        self.words.append(kind.__name__)
        if kind in SCOPES:
            if hasattr(node, "name"):
                self._write_given(node.name)
            self.scopes.append(self.bound[node])
        for field in _fields(kind):
            self._write(getattr(node, field, None), kind, field)
        if kind in SCOPES:
            self.scopes.pop()

    def _write(self, value, kind, field):
        if isinstance(value, ast.AST):
            self._visit(value)
        elif type(value) is list:
            self.words.append(field)
            for one in value:
                if isinstance(one, ast.AST):
                    self._visit(one)
                else:
                    self._write_given(one)  # of `global`, or a default that is not there
        elif GIVEN.get(kind) == field:
            self._write_given(value)
        elif kind is ast.Attribute or kind is ast.keyword:
            self.words.append("=" if value in self.own else str(value))
        else:
            self.words.append(repr(value))

    def _write_name(self, name):
        own = any(name in scope for scope in self.scopes)
        if name in self.imported and not own:
            self.words += self.imported[name]
        else:
            self.words.append("Name")
            self._write_given(name)

    def _write_given(self, name):
        """The number of a name that the program gives; another name as it is."""
        for scope in reversed(self.scopes):
            if name in scope:
                if scope[name] is None:
                    self.count += 1
                    scope[name] = self.count
                self.words.append(str(scope[name]))
                return
        self.words.append(str(name))
