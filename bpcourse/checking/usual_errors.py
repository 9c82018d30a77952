"""Usual errors: what Python and NumPy say of a slip in their own words, said in plain ones.

Each row of the table has a pattern of their words, the id of what it is, and a sentence with the
advice that is true wherever these words come. {1} is what stands in the first bracket of the
pattern. The first row that fits is told.
"""

import re

LENGTH = 500  # of an error's text that is looked at: an answer's own may be of any length
SHAPES = "shapes_do_not_fit"
PRODUCT = "Your code stopped at a matrix product whose shapes do not fit.\n"
MEET = "the columns of A meet the rows of B, so they must be equally many; here "

TABLE = [
    (
        r"matmul: .*size (\d+) is different from (\d+)",
        SHAPES,
        PRODUCT + "In `A @ B` " + MEET + "{2} meet {1}.",
    ),
    (
        r"not aligned: (\d+) \(dim \d\) != (\d+) \(dim \d\)",
        SHAPES,
        PRODUCT + "In `np.dot(A, B)` " + MEET + "{1} meet {2}.",
    ),
    (
        r"matmul: Input operand \d does not have enough dimensions",
        SHAPES,
        "Your code stopped at a matrix product with something that has no axes.\n"
        "`@` needs arrays; with a single number the product is `*`.",
    ),
    (
        r"could not be broadcast together with shapes (\(.*?\)) (\(.*?\))",
        SHAPES,
        "Your code stopped because {1} and {2} do not fit element by element.\n"
        "Read shapes from the right: each pair of axes must be equally long, or one of them 1.",
    ),
    (
        r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
        SHAPES,
        "Your code writes an array of shape {1} into a place of shape {2}, where it does not fit.",
    ),
    (
        r"cannot reshape array of size (\d+) into shape (\(.*?\))",
        SHAPES,
        "Your code stopped at a reshape: {1} numbers do not fill the shape {2}.",
    ),
    (
        r"zero-dimensional arrays cannot be concatenated"
        r"|same number of dimensions.* has 0 dimension",
        SHAPES,
        "Your code joins arrays with a single number, which has no axis to join along.\n"
        "Put the number into square brackets: `np.concatenate([w, [b]])`.",
    ),
    (
        r"same number of dimensions.*has (\d+) dimension.*has (\d+) dimension",
        SHAPES,
        "Your code joins arrays with different numbers of axes, {1} and {2}.\n"
        "`b[np.newaxis]` has one axis more than b, in front.",
    ),
    (
        r"except for the concatenation axis.*along dimension (\d+).*size (\d+).*size (\d+)",
        SHAPES,
        "Your code joins arrays that do not fit: axis {1} is {2} long in one, {3} in another.\n"
        "Only the axis along which they are joined may differ.",
    ),
    (
        r"all input arrays must have the same shape",
        SHAPES,
        "Your code stacks arrays with different shapes: all of them must have the same.",
    ),
    (
        r"inhomogeneous",
        SHAPES,
        "Your code stopped where NumPy should make one array of arrays with different shapes.\n"
        "It cannot: go through the list, one array after the other.",
    ),
    (
        r"axis (-?\d+) is out of bounds for array",
        SHAPES,
        "Your code asks for axis {1} of an array that has no such axis.\n"
        "Axes are counted from 0: of a shape (n, k), n is axis 0 and k is axis 1.",
    ),
    (
        r"too many indices for array.*but (\d+) were indexed",
        SHAPES,
        "Your code gives {1} indices to an array that has fewer axes.",
    ),
    (
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        "no_such_index",
        "Your code asks for index {1} on an axis that is {2} long.\n"
        "Indices are counted from 0, so the last one is the length minus 1.",
    ),
    (
        r"Cannot cast ufunc.*'float64'\) to dtype\('int",
        "fractions_do_not_fit",
        "Your code puts fractions into an array of whole numbers, which cannot hold them.\n"
        "`w -= step` writes into w; `w = w - step` makes a new array that can.",
    ),
    (
        r"truth value of an array",
        "one_of_many",
        "Your code asks for one True or False, but a comparison of arrays gives one for each "
        "number.\n`np.where(condition, this, that)` decides for each number on its own.",
    ),
    (
        r"converted to Python scalars",
        "one_of_many",
        "Your code gives an array to a function that takes a single number.\n"
        "NumPy's functions take whole arrays: `np.exp` where `math.exp` takes one number.",
    ),
    (
        r"converted to a scalar index",
        "one_of_many",
        "Your code gives an array where one whole number is needed, as a length or an axis.\n"
        "What joins arrays takes them in a list: `np.concatenate([a, b])`.",
    ),
    (
        r"'numpy\.ndarray' object is not callable",
        "calls_an_array",
        "Your code calls an array as if it were a function.\n"
        "Entries are taken by square brackets, `a[0]`, and products are `*` and `@`.",
    ),
    (
        r"ufunc 'bitwise_xor' not supported|unsupported operand .*for \^=?:",
        "caret",
        "Your code stopped at `^`, which is not the power in Python: it compares bits.\n"
        "The power is `**`: the square of e is `e ** 2`.",
    ),
    (
        r"ufunc 'bitwise_(?:and|or)' not supported|unsupported operand .*for [&|]=?:",
        "logic_on_numbers",
        "Your code stopped at `&` or `|`, which do not take fractions.\n"
        "They join comparisons, and each of these needs brackets: `(z > 0) & (z < 1)`.",
    ),
    (
        r"ufunc 'invert' not supported|bad operand type for unary ~",
        "logic_on_numbers",
        "Your code stopped at `~`, which turns True and False round, and takes no fractions.",
    ),
    (
        r"numpy boolean (?:negative|subtract)",
        "computes_with_truth",
        "Your code subtracts True and False, which NumPy refuses.\n"
        "`1.0 * (...)` makes 1 of True and 0 of False.",
    ),
    (
        r"unsupported operand .*'NoneType'",
        "computes_with_none",
        "Your code computes with None, which is no number.\n"
        "A function that ends without `return` gives None.",
    ),
]


def usual(error):
    """The id and the sentence of such an error; None where it is another."""
    text = str(error)[:LENGTH]
    if told := _list_arithmetic(text):
        return "computes_with_lists", told
    for pattern, kind, sentence in TABLE:
        if match := re.search(pattern, text, re.DOTALL):
            return kind, sentence.format(match[0], *match.groups())
    return None


def _list_arithmetic(text):
    """A list is no array, and Python says so in the words of its inner workings. Else empty."""
    repeated = re.search(r"can't multiply sequence by non-int of type '([\w.]+)'", text)
    joined = re.search(r"can only concatenate (list|tuple) \(not \"([\w.]+)\"\)", text)
    operands = re.search(r"unsupported operand .*for ([^:]+): '([\w.]+)' and '([\w.]+)'", text)
    if repeated:
        doing = "multiplies a list by a number"
    elif joined:
        doing = f"adds a {joined[2].split('.')[-1]} to a {joined[1]}"
    elif operands and {operands[2], operands[3]} & {"list", "tuple"}:
        doing = f"computes {_a(operands[2])} {operands[1]} {_a(operands[3])}"
    else:
        return ""
    return (
        f"Your code {doing}, which Python cannot.\n"
        "A list is no array: go through it, one entry after the other."
    )


def _a(name):
    name = {"numpy.ndarray": "array", "int": "number", "float": "number"}.get(name, name)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
