"""Arithmetic: the signs of Python and the functions of NumPy that only compute.

They may be computed once more, step by step. What they do with the axes of an array says how they
are drawn: "elementwise", "product", "collapse" or "other".
"""

import ast
import operator

import numpy as np

BINARY = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.Pow: ("**", operator.pow),
    ast.MatMult: ("@", operator.matmul),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.BitAnd: ("&", operator.and_),
    ast.BitOr: ("|", operator.or_),
}
UNARY = {ast.USub: ("-", operator.neg), ast.Invert: ("~", operator.invert)}
COLLAPSES = ("sum", "mean", "max", "min", "prod", "std", "var", "any", "all", "argmax", "argmin")
PRODUCTS = ("dot", "matmul", "outer")
MAKERS = ("arange", "eye", "zeros", "ones")  # these take sizes, and no array
CHOICES = ("where", "clip")  # element by element, of several arrays
MOVES = (
    "reshape",
    "transpose",
    "ravel",
    "copy",
    "zeros_like",
    "ones_like",
)  # the first is an array
METHODS = (*COLLAPSES, "dot", "reshape", "transpose", "ravel", "copy", "clip")  # those of an array
NAMES = {getattr(np, n): n for n in (*COLLAPSES, *PRODUCTS, *MAKERS, *CHOICES, *MOVES)}
BUILTINS = {abs: np.abs}  # Python's own, by what they do with an array


def function_of_numpy(thing):
    """Its name, if it is one of these; of a ufunc, as np.exp, its own. Else an empty text."""
    if isinstance(thing, np.ufunc):
        return thing.__name__ if thing.nout == 1 else ""
    try:
        return NAMES.get(thing, "")
    except TypeError:  # it cannot be a key
        return ""
