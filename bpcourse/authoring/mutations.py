"""Mutations: the small changes of a program, one at a time, as new syntax trees.

What people get wrong is a sign, an operator, a border, an axis, a transpose, the order of two
things, a name, a call or a line too few, a condition that is never asked.
"""

import ast
import copy

OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.Div],
}
COMPARISONS = {
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
OTHER_NAMES = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "any": "all"}
OTHER_NAMES |= {"all": "any", "maximum": "minimum", "minimum": "maximum", "sqrt": "square"}
OTHER_NAMES |= {"zeros": "ones", "ones": "zeros", "floor": "ceil", "ceil": "floor"}


def mutated(tree):
    """Yields a changed copy of the tree for each mutation of each of its nodes."""
    for place, node in enumerate(_nodes(tree)):
        for change in _changes(node, _names_in_scope(tree, node)):
            changed = copy.deepcopy(tree)
            target = _nodes(changed)[place]
            change(target)
            yield _Replacer().visit(changed)


def _nodes(tree):
    """All nodes in a fixed order, without docstrings and imports."""
    return [node for node in ast.walk(tree) if not isinstance(node, ast.Import | ast.ImportFrom)]


class _Replacer(ast.NodeTransformer):
    """Puts in the place of a node what it is marked to become."""

    def visit(self, node):
        if hasattr(node, "becomes"):
            return node.becomes
        return self.generic_visit(node)


def _become(new):
    """A change that puts `new(node)` in the place of the node."""

    def change(node):
        node.becomes = new(copy.copy(node))

    return change


def _set(**values):
    """A change that gives the node other fields."""

    def change(node):
        for name, value in values.items():
            setattr(node, name, value() if isinstance(value, type) else value)

    return change


def _changes(node, names):
    """All changes of this one node."""
    handler = globals().get(f"_of_{type(node).__name__}")
    yield from handler(node) if handler else ()
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for name in sorted(names - {node.id}):
            yield _set(id=name)
    is_line = isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef)
    if is_line and not _is_docstring(node):
        yield _become(lambda node: ast.Pass())


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _names_in_scope(tree, node):
    """The arguments of all functions, and what is assigned anywhere."""
    names = {argument.arg for argument in ast.walk(tree) if isinstance(argument, ast.arg)}
    stored = (n for n in ast.walk(tree) if isinstance(n, ast.Name))
    return names | {n.id for n in stored if isinstance(n.ctx, ast.Store) and n.id != "_"}


def _of_BinOp(node):
    for other in OPERATORS.get(type(node.op), ()):
        yield _set(op=other)
    yield _become(lambda node: node.left)
    yield _become(lambda node: node.right)
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield _become(lambda node: ast.BinOp(node.right, node.op, node.left))


def _of_AugAssign(node):
    for other in OPERATORS.get(type(node.op), ()):
        yield _set(op=other)
    yield _become(lambda node: ast.Assign([node.target], node.value, lineno=0))


def _of_UnaryOp(node):
    yield _become(lambda node: node.operand)


def _of_Compare(node):
    for other in COMPARISONS.get(type(node.ops[0]), ()):
        yield _set(ops=[other(), *node.ops[1:]])
    yield _become(lambda node: ast.Compare(node.comparators[0], node.ops, [node.left]))
    yield from _forced(node)


def _of_BoolOp(node):
    yield _set(op=ast.Or if isinstance(node.op, ast.And) else ast.And)
    for i in range(len(node.values)):
        rest = node.values[:i] + node.values[i + 1 :]
        yield _become(
            lambda node, rest=rest: rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        )


def _forced(node):
    for value in (True, False):
        yield _become(lambda node, value=value: ast.Constant(value))


def _of_Constant(node):
    value = node.value
    if isinstance(value, bool):
        yield _set(value=not value)
    elif isinstance(value, int | float):
        for other in dict.fromkeys([value + 1, value - 1, 2 * value, value / 2, 0, -value]):
            if type(other) is type(value) or other != int(other) or isinstance(value, float):
                yield _set(value=other)
    elif isinstance(value, str) and value.isidentifier():
        yield _set(value=value.upper())


def _of_Attribute(node):
    if node.attr == "T":
        yield _become(lambda node: node.value)
    if node.attr in OTHER_NAMES:
        yield _set(attr=OTHER_NAMES[node.attr])


def _of_Call(node):
    yield from _arguments_changed(node)
    if isinstance(node.func, ast.Name) and node.func.id in OTHER_NAMES:
        yield _set(func=ast.Name(OTHER_NAMES[node.func.id], ast.Load()))
    if node.args:
        for i in range(len(node.args)):
            yield _become(lambda node, i=i: node.args[i])
    if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
        yield _become(lambda node: node.func.value)  # a method of a value that was computed
    elif isinstance(node.func, ast.Attribute) and node.func.value.id != "np":
        yield _become(lambda node: node.func.value)


def _arguments_changed(node):
    for i, keyword in enumerate(node.keywords):
        rest = node.keywords[:i] + node.keywords[i + 1 :]
        yield _set(keywords=rest)
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            other = ast.keyword("axis", ast.Constant(1 - keyword.value.value))
            yield _set(keywords=[*rest, other])
    for i in range(len(node.args) - 1):
        swapped = list(node.args)
        swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
        yield _set(args=swapped)
    if len(node.args) > 1:
        yield _set(args=node.args[:-1])


def _of_Subscript(node):
    yield _become(lambda node: node.value)


def _of_Slice(node):
    for end in ("lower", "upper", "step"):
        if getattr(node, end):
            yield _set(**{end: None})


def _of_Tuple(node):
    yield from _order_changed(node)


def _of_List(node):
    yield from _order_changed(node)


def _order_changed(node):
    for i in range(len(node.elts) - 1):
        swapped = list(node.elts)
        swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
        yield _set(elts=swapped)
    if isinstance(node.ctx, ast.Load):
        for i in range(len(node.elts)):
            yield _set(elts=node.elts[:i] + node.elts[i + 1 :])


def _of_Dict(node):
    for i in range(len(node.keys) - 1):
        swapped = list(node.values)
        swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
        yield _set(values=swapped)


def _of_IfExp(node):
    yield _become(lambda node: node.body)
    yield _become(lambda node: node.orelse)


def _of_If(node):
    yield _set(test=ast.Constant(True))
    yield _set(test=ast.Constant(False))
    if node.orelse:
        yield _set(orelse=[])


def _of_While(node):
    yield _set(test=ast.Constant(False))


def _of_For(node):
    yield _become(lambda node: [ast.If(ast.Constant(True), node.body, [])])
    yield _set(body=[*node.body, ast.Break()])


def _of_comprehension(node):
    for i in range(len(node.ifs)):
        yield _set(ifs=node.ifs[:i] + node.ifs[i + 1 :])


def _of_Starred(node):
    yield _become(lambda node: node.value)


def _of_Return(node):
    if node.value:
        yield _become(lambda node: ast.Expr(node.value))
