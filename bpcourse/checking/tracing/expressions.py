"""Expressions: which arrays meet in a line, before it is run.

The line is taken apart as Python does it. What only computes with numbers and arrays is computed
here once more, step by step; whatever else a line does (call a function of its own, draw a random
number) is left alone, so that nothing happens twice.
"""

import ast
from contextlib import suppress
from functools import lru_cache

import numpy as np

from . import arithmetic
from .arithmetic import COLLAPSES, PRODUCTS
from .operation import LARGEST, Operation, Unknown, computed, plain

AT_MOST = 24  # operations of a line


def operations(node, names, letters):
    """What happens in the statement `node`: a list of roots, one for each part of what it makes.

    `names` gives the value of a name, or raises KeyError; `letters(name, shape)` those of its axes.
    A root is an Operation, or None where it is not known.
    """
    expression = _made_by(node)
    if expression is None:
        return []
    parts = expression.elts if isinstance(expression, ast.Tuple) else [expression]
    reader = _Reader(names, letters)
    with np.errstate(all="ignore"):
        return [reader.root(part) for part in parts]


@lru_cache
def _made_by(node):
    """The expression whose value the statement makes, returns or asks for; None where it has none.

    Of `w -= g` it is w - g.
    """
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            read = ast.parse(ast.unparse(target), mode="eval").body
            return ast.BinOp(read, op, value)
        case ast.Assign(value=value) | ast.Return(value=value) | ast.Expr(value=value):
            return value
        case ast.AnnAssign(value=value) if value is not None:
            return value
        case ast.If(test=value) | ast.While(test=value):
            return value
    return None


class _Reader:
    """Reads the expressions of one line, and counts their parts."""

    def __init__(self, names, letters):
        self.names, self.letters, self.count = names, letters, 0

    def root(self, node):
        """The Operation of a whole expression, or None."""
        try:
            return self.read(node)
        except (Unknown, RecursionError):
            return None

    def read(self, node):
        """The Operation of a part of a line. Raises Unknown."""
        self.count += 1
        if self.count > AT_MOST:
            raise Unknown
        text = _text(node)
        with suppress(Unknown):
            value = plain(self._reach(node))
            return Operation(text, "name", value=value, letters=self._letters(text, value))
        with suppress(Unknown):
            return Operation(text, "number", value=self._number(node))
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                return self._two(text, op, left, right)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._two(text, op, left, right)
            case ast.UnaryOp(op=op, operand=inner) if type(op) in arithmetic.UNARY:
                sign, act = arithmetic.UNARY[type(op)]
                return computed(Operation(text, "elementwise", sign, [self.read(inner)]), act)
            case ast.Attribute(value=inner, attr="T"):
                of = self.read(inner)
                told = Operation(text, "other", "T", [of], letters=of.letters[::-1])
                return computed(told, np.transpose)
            case ast.Subscript(value=inner, slice=place):
                told, index = Operation(text, "other", "[]", [self.read(inner)]), self._index(place)
                return computed(told, lambda value: value[index])
            case ast.IfExp(test=test, body=yes, orelse=no):
                return self.read(yes if self._option(test) else no)
            case ast.Call():
                return self._called(text, node)
        raise Unknown

    def _number(self, node):
        """One that is written there, or that says how large an array is."""
        match node:
            case ast.Constant(value=value) if isinstance(value, int | float):
                return value
            case ast.Attribute(value=inner, attr="size" | "ndim" as name):
                return getattr(np, name)(self.read(inner).value)
            case ast.Subscript(value=ast.Attribute(value=inner, attr="shape"), slice=place):
                return _within(np.shape(self.read(inner).value), self._index(place))
            case ast.Call(func=ast.Name(id="len"), args=[inner]):
                return self._length(inner)
        raise Unknown

    def _two(self, text, op, left, right):
        if type(op) not in arithmetic.BINARY:
            raise Unknown
        sign, act = arithmetic.BINARY[type(op)]
        kind = "product" if sign == "@" else "elementwise"
        return computed(Operation(text, kind, sign, [self.read(left), self.read(right)]), act)

    def _called(self, text, node):
        """A function of NumPy, or a method of an array."""
        name, act, given = self._function(node)
        options = {one.arg: self._option(one.value) for one in node.keywords}
        if name in COLLAPSES:
            return self._collapse(text, name, act, given, options)
        if options or not given:
            raise Unknown
        if name in arithmetic.MAKERS:
            return self._new(text, name, act, given)
        if name in PRODUCTS or name in arithmetic.CHOICES or isinstance(act, np.ufunc):
            kind = "product" if name in PRODUCTS else "elementwise"
            return computed(Operation(text, kind, name, list(map(self._part, given))), act)
        of, rest = [self._part(given[0])], [self._option(one) for one in given[1:]]
        if name == "reshape" and len(rest) > 1:
            rest = [tuple(rest)]
        return computed(Operation(text, "other", name, of), lambda value: act(value, *rest))

    def _function(self, node):
        """What is called: its name, the function of NumPy that does the same, and what it gets.

        Of a method the first of these is its array, which has been read.
        """
        match node.func:
            case ast.Attribute(value=inner, attr=name) if not self._is_numpy(inner):
                array = self.read(inner) if name in arithmetic.METHODS else _unknown()
                is_array = isinstance(array.value, np.ndarray)
                return (name, getattr(np, name), [array, *node.args]) if is_array else _unknown()
            case ast.Attribute(attr=name):
                act = getattr(np, name, None)
            case ast.Name(id=name):
                held = self._held(name)
                act = arithmetic.BUILTINS.get(held, held) if isinstance(held, type(abs)) else held
            case _:
                raise Unknown
        name = arithmetic.function_of_numpy(act)
        return (name, act, node.args) if name else _unknown()

    def _part(self, given):
        return given if isinstance(given, Operation) else self.read(given)

    def _collapse(self, text, name, act, given, options):
        """A sum, a mean, ...: an axis becomes one number, or all axes do."""
        if len(given) not in (1, 2) or options.keys() - {"axis", "keepdims"}:
            raise Unknown
        if len(given) == 2:
            options["axis"] = self._option(given[1])
        told = Operation(text, "collapse", name, [self._part(given[0])])
        if type(options.get("axis")) is int:
            told.axis = options["axis"] % max(1, np.ndim(told.of[0].value))
        return computed(told, lambda value: act(value, **options))

    def _new(self, text, name, act, given):
        """A new array, as np.zeros((3, 2)), if that is no large one."""
        sizes = [self._option(one) for one in given]
        if np.size(sizes) > 2 or np.prod(sizes) ** (2 if name == "eye" else 1) > LARGEST:
            raise Unknown
        return computed(Operation(text, "other", name), lambda: act(*sizes))

    def _reach(self, node):
        """What a name holds, or what is in a list, a dictionary or an object that it holds."""
        match node:
            case ast.Name(id=name):
                return self._held(name)
            case ast.Attribute(value=inner, attr=name):
                attributes = getattr(self._reach(inner), "__dict__", None)
                return _within(attributes, name) if type(attributes) is dict else _unknown()
            case ast.Subscript(value=inner, slice=place):
                holder = self._reach(inner)
                is_holder = type(holder) in (list, tuple, dict)
                return _within(holder, self._index(place)) if is_holder else _unknown()
        raise Unknown

    def _length(self, node):
        with suppress(Unknown):
            holder = self._reach(node)
            if type(holder) in (list, tuple, dict):
                return len(holder)
        value = self.read(node).value
        return len(value) if np.ndim(value) else _unknown()

    def _held(self, name):
        try:
            return self.names(name)
        except KeyError:
            raise Unknown from None

    def _letters(self, name, value):
        return self.letters(name, value.shape) if isinstance(value, np.ndarray) else ()

    def _index(self, node):
        match node:
            case ast.Tuple(elts=parts):
                return tuple(self._index(part) for part in parts)
            case ast.Slice(lower=low, upper=high, step=step):
                ends = (low, high, step)
                return slice(*(None if one is None else self._option(one) for one in ends))
            case ast.Constant(value=value) if value is None or value is Ellipsis:
                return value
            case ast.Constant(value=str(value)):
                return value
            case ast.Attribute() if self._is_numpy(node.value) and node.attr == "newaxis":
                return None
        return self.read(node).value

    def _option(self, node):
        """A plain value, as that of `axis`, or a tuple of them."""
        match node:
            case ast.Constant(value=value) if isinstance(value, bool | int | float | None):
                return value
            case ast.Tuple(elts=parts):
                return tuple(self._option(part) for part in parts)
        value = self.read(node).value
        if isinstance(value, np.ndarray):
            raise Unknown
        return value

    def _is_numpy(self, node):
        return isinstance(node, ast.Name) and self._held(node.id) is np


@lru_cache(maxsize=4096)
def _text(node):
    return ast.unparse(node)


def _within(holder, place):
    try:
        return holder[place]
    except (LookupError, TypeError):
        raise Unknown from None


def _unknown():
    raise Unknown
