"""Formula: what a learner types, read as a computational graph, and never run as code.

    a * b + a              numbers, names, + - * / and powers, and the functions of the table
    b = 2 * a; 3 * b + b   parts with names of their own first, and the result last

Python's parser takes the text apart, and of what it finds only what is in the tables here is taken:
whatever else stands there is refused with a sentence, and nothing of it is ever called.
"""

import ast
import re
from dataclasses import dataclass, field

from ..nn.graph import Value
from ..numerals import say

LONGEST, INPUTS, NODES, DEPTH = 60, 4, 14, 8
OPERATIONS = {
    ast.Add: ("+", lambda a, b: a + b),
    ast.Sub: ("−", lambda a, b: a - b),
    ast.Mult: ("·", lambda a, b: a * b),
    ast.Div: ("/", lambda a, b: a / b),
}
FUNCTIONS = {
    "tanh": lambda z: z.tanh(),
    "sigmoid": lambda z: z.sigmoid(),
    "relu": lambda z: z.relu(),
    "exp": lambda z: z.exp(),
    "log": lambda z: z.log(),
}
POWERS = {2: "²", 3: "³"}
TYPED = str.maketrans({"·": "*", "×": "*", "−": "-", "–": "-", "^": "**", "²": "**2", "³": "**3"})
HOW = "Write it as a · b + a, or tanh(w · x + b)."
ELSE = "In a formula stand numbers, names, + − · / and powers, and nothing else."
SIGNS = re.compile(r"[\w .,+*/()=;-]*")
NAME = 6  # letters of a name at most


class FormulaError(ValueError):
    """The text is no formula. The message says why, in one or two sentences."""


@dataclass(frozen=True)
class Node:
    """A value of the graph: what stands in its box, and how it is computed from its sources."""

    sign: str
    sources: tuple = ()  # their places in the list
    operation: object = None  # from values to a value; None for an input or a constant
    number: float | None = None  # a constant

    @property
    def is_input(self):
        return self.operation is None and self.number is None


@dataclass
class Formula:
    """The nodes of a formula, sources before their users; the last one is the result."""

    nodes: list = field(default_factory=list)
    names: dict = field(default_factory=dict)  # name → place, of inputs and of named parts

    @property
    def inputs(self):
        """The names of the inputs, in the order in which they come up."""
        return [node.sign for node in self.nodes if node.is_input]

    def values(self, inputs):
        """A Value for each node, with these numbers for the inputs.

        Raises ArithmeticError or ValueError, in two sentences, where there is none.
        """
        numbers, values = iter(inputs), []
        for node in self.nodes:
            if node.operation is None:
                number = next(numbers) if node.is_input else node.number
                values.append(Value(float(number), name=node.sign))
            else:
                values.append(node.operation(*(values[source] for source in node.sources)))
        return values

    def depths(self):
        """For each node, how many operations it takes to compute it."""
        depths = []
        for node in self.nodes:
            depths.append(1 + max((depths[source] for source in node.sources), default=-1))
        return depths


def read(text):
    """The Formula that the text is. FormulaError, with a sentence, where it is none."""
    text = " ".join(str(text).split())
    if not text:
        raise FormulaError(f"There is no formula. {HOW}")
    if len(text) > LONGEST:
        raise FormulaError(f"The formula has more than {LONGEST} characters.")
    typed = text.translate(TYPED).rstrip("; ")
    if not SIGNS.fullmatch(typed):
        raise FormulaError(ELSE)
    try:
        tree = ast.parse(typed, mode="exec")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise FormulaError(
            f"“{text}” cannot be read: a sign is missing or too many. {HOW}"
        ) from None
    formula = Formula()
    *parts, last = tree.body or [None]
    for part in parts:
        _take_part(formula, part)
    if not isinstance(last, ast.Expr):
        raise FormulaError("The last part is the result, and has no name: b = 2 · a; 3 · b + b.")
    root = _place(formula, last.value)
    if formula.nodes[root].operation is None:
        raise FormulaError(f"Nothing is computed here. {HOW}")
    return _behind(formula, root)


def _take_part(formula, part):
    """A part with a name: b = 2 * a."""
    match part:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            if name in formula.names or name in FUNCTIONS:
                raise FormulaError(f"The name {name} is used twice: give the part another one.")
            formula.names[name] = _place(formula, value)
        case _:
            raise FormulaError("Parts before the last one have a name: b = 2 · a; 3 · b + b.")


def _place(formula, part):
    """The place of this part of the formula among the nodes; it is added if it is new."""
    match part:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _add(formula, Node(_written(number), number=float(number)))
        case ast.Name(id=name):
            return _named(formula, name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _place(formula, operand)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return _add(formula, Node(_written(-number), number=-float(number)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            source = _place(formula, operand)
            return _add(formula, Node("−", (source,), lambda a: -a))
        case ast.BinOp(op=ast.Pow(), left=base, right=exponent):
            return _power(formula, base, _number(exponent))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            sign, operation = OPERATIONS[type(op)]
            sources = _place(formula, left), _place(formula, right)
            return _add(formula, Node(sign, sources, operation))
        case ast.Call(func=ast.Name(id=name), args=[one], keywords=[]) if name in FUNCTIONS:
            return _add(formula, Node(name, (_place(formula, one),), FUNCTIONS[name]))
        case ast.Call(func=ast.Name(id=name)):
            known = ", ".join(FUNCTIONS)
            raise FormulaError(f"{name}(…) is not known here, but {known} of one thing are.")
    raise FormulaError(ELSE)


def _named(formula, name):
    if name in FUNCTIONS:
        raise FormulaError(f"{name} needs something in brackets: {name}(a).")
    if name not in formula.names:
        if len(name) > NAME or not name.isascii():
            raise FormulaError(f"A name has at most {NAME} plain letters, as w1.")
        if len(formula.inputs) >= INPUTS:
            raise FormulaError(f"There are more than {INPUTS} different inputs.")
        formula.names[name] = _add(formula, Node(name))
    return formula.names[name]


def _power(formula, base, exponent):
    source = _place(formula, base)
    sign = POWERS.get(exponent, f"power {_written(exponent)}")
    return _add(formula, Node(sign, (source,), lambda a: a**exponent))


def _number(part):
    match part:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            found = number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            found = -number
        case _:
            raise FormulaError("An exponent is a plain number here, as in a².")
    if abs(found) > 10:
        raise FormulaError("An exponent is at most 10 here.")
    return found


def _written(number):
    if not abs(number) <= 1e6:
        raise FormulaError("A number is at most 1,000,000 here.")
    return say(number)


def _add(formula, node):
    if len(formula.nodes) >= NODES:
        raise FormulaError(f"The formula needs more than {NODES} values.")
    formula.nodes.append(node)
    if formula.depths()[-1] > DEPTH:
        raise FormulaError(f"The formula has more than {DEPTH} operations in a row.")
    return len(formula.nodes) - 1


def _behind(formula, root):
    """The same without what the result is not computed from, as a named part that is not used."""
    needed, places = {root}, {}
    for place in range(root, -1, -1):
        if place in needed:
            needed.update(formula.nodes[place].sources)
    kept = Formula()
    for place in sorted(needed):
        node = formula.nodes[place]
        sources = tuple(places[source] for source in node.sources)
        places[place] = len(kept.nodes)
        kept.nodes.append(Node(node.sign, sources, node.operation, node.number))
    kept.names = {name: places[p] for name, p in formula.names.items() if p in places}
    return kept
