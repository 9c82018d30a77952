"""bce_with_logits is judged against the rule, far out on both sides, and for targets in between."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

ONE_SIDE = "That is right on one side only: on the other exp overflows. Only e^−|z| is ever needed."
HALF = "Half of it is missing: both y log s and (1 − y) log(1 − s) count."
BASE = "That is another logarithm: the natural one is asked for, np.log."
HARD = "The target is taken for 0 or 1: it may lie in between."
SIZE = "The size of z is missing in one place: the exponent is minus |z|, on both sides."


def softplus(z):
    """log(1 + e^z), by the formula in which nothing overflows."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def rule(z, y):
    return float(np.mean(softplus(z * 1.0) - y * 1.0 * z))


def draw(rng, *shape):
    """Logits, and targets: 0, 1 and quarters."""
    y = rng.integers(5, size=shape) / 4
    y.flat[:3] = 1.0, 0.25, 0.0
    return numbers(rng, *shape), y


def slips(z, y):
    z, y = z * 1.0, y * 1.0
    s, loss, size = 0.5 * (1 + np.tanh(z / 2)), rule(z, y), np.abs(z)

    def by_definition(s, other):
        return -np.mean(y * np.log(s) + (1 - y) * np.log(other))

    naive = 1 / (1 + np.exp(-z))
    found = [
        Slip("sum", "That is the sum: the mean over all elements is asked for.", z.size * loss),
        Slip(
            "each_element",
            "That is the loss of each element: the mean of them is asked for.",
            softplus(z) - y * z,
        ),
        Slip("sign", "The sign is turned: minus the logarithm is asked for.", -loss),
        Slip("twice", "That is twice the loss.", 2 * loss),
        Slip("half", "That is half the loss: it is the mean over all elements.", loss / 2),
        Slip("base_two", BASE, loss / np.log(2)),
        Slip("base_ten", BASE, loss / np.log(10)),
        Slip(
            "log_of_zero",
            "Far out the sigmoid is exactly 0 or 1 for a computer, and log(0) is infinite. The "
            "loss can be found without it: log(1 + e^z) minus y z.",
            by_definition(s, 1 - s),
        ),
        Slip(
            "log_of_zero",
            "Far out the sigmoid is exactly 0 or 1 for a computer, and log(0) is infinite. The "
            "loss can be found without it: log(1 + e^z) minus y z.",
            by_definition(naive, 1 - naive),
        ),
        *(
            Slip(
                "tiny_number",
                "A tiny number in the logarithm puts a limit on the loss: a sure and wrong answer "
                "costs more than that. Use log(1 + e^z) minus y z.",
                value,
            )
            for tiny in (*(10.0**-digits for digits in range(5, 17)), 1e-20, 1e-300)
            for value in (
                by_definition(s + tiny, 1 - s + tiny),
                by_definition(np.maximum(s, tiny), np.maximum(1 - s, tiny)),
                by_definition(np.clip(s, tiny, 1 - tiny), 1 - np.clip(s, tiny, 1 - tiny)),
            )
        ),
        Slip("one_side", ONE_SIDE, np.mean(np.log(1 + np.exp(z)) - y * z)),
        Slip("one_side", ONE_SIDE, np.mean(z - y * z + np.log(1 + np.exp(-z)))),
        Slip("no_size", SIZE, np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)))),
        Slip("no_size", SIZE, np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(z)))),
        Slip(
            "sign_of_the_size",
            "The exponent is |z|, which overflows and is too large: it is minus |z|.",
            np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(size))),
        ),
        Slip(
            "no_maximum",
            "The part max(z, 0) is missing.",
            np.mean(np.log1p(np.exp(-size)) - y * z),
        ),
        Slip(
            "size_for_maximum",
            "|z| stands where max(z, 0) should be: below 0 that part is 0.",
            np.mean(size - y * z + np.log1p(np.exp(-size))),
        ),
        Slip(
            "maximum_of_one",
            "max(z, 1) stands where max(z, 0) should be.",
            np.mean(np.maximum(z, 1) - y * z + np.log1p(np.exp(-size))),
        ),
        Slip(
            "no_logarithm",
            "The logarithm is missing.",
            np.mean(np.maximum(z, 0) - y * z + np.exp(-size)),
        ),
        Slip(
            "only_the_maximum",
            "The logarithm's part is missing: it counts most around 0.",
            np.mean(np.maximum(z, 0) - y * z),
        ),
        Slip("only_class_1", HALF, np.mean(y * softplus(-z))),
        Slip("only_class_0", HALF, np.mean((1 - y) * softplus(z))),
        Slip("no_target", "The target is missing: y z is subtracted.", np.mean(softplus(z))),
        Slip("no_target", "The target is missing: y z is subtracted.", np.mean(softplus(z) - z)),
        Slip("adds_the_target", "y z is added: it is subtracted.", np.mean(softplus(z) + y * z)),
        Slip("turned", "The classes are turned: y = 1 means class 1.", rule(z, 1 - y)),
        Slip("turned", "The classes are turned: y = 1 means class 1.", rule(-z, y)),
        Slip(
            "plus_and_minus_one",
            "Targets of −1 and 1 would be treated so: here they go from 0 to 1.",
            np.mean(softplus(-y * z)),
        ),
        Slip("hard_targets", HARD, np.mean(softplus(-(2 * y - 1) * z))),
        Slip("hard_targets", HARD, np.mean(np.where(y == 1, softplus(-z), softplus(z)))),
        Slip("hard_targets", HARD, np.mean(np.where(y == 0, softplus(z), softplus(-z)))),
        Slip("hard_targets", HARD, np.mean(np.where(y > 0.5, softplus(-z), softplus(z)))),
        Slip("hard_targets", HARD, np.mean(np.where(y >= 0.5, softplus(-z), softplus(z)))),
        Slip("hard_targets", HARD, rule(z, np.trunc(y))),
        Slip(
            "sigmoid_twice",
            "The sigmoid is taken twice: z are logits, and the formula does it.",
            rule(s, y),
        ),
        Slip(
            "logits_as_probabilities",
            "The logarithm is taken of the logits: first the sigmoid.",
            by_definition(z, 1 - z),
        ),
        Slip(
            "squared", "That is a squared error: the logarithm is asked for.", np.mean((s - y) ** 2)
        ),
        Slip(
            "squared", "That is a squared error: the logarithm is asked for.", np.mean((z - y) ** 2)
        ),
        Slip("no_log", "The logarithms are missing.", -np.mean(y * s + (1 - y) * (1 - s))),
        Slip("no_log", "The logarithms are missing.", np.mean(np.abs(s - y))),
        Slip("tanh", "tanh stands where the sigmoid should be.", rule(2 * z, y)),
        Slip(
            "sign_of_small_integers",
            "Minus a uint8 is no negative number: −1 becomes 255. Make floats of y first.",
            np.mean(softplus(z) + (-y % 256) * z),
        ),
    ]
    if z.ndim == 2 and z.shape[1] > 1:
        told = "That is the mean over the rows: all elements are averaged, so n times k of them."
        found.append(Slip("mean_over_rows", told, loss * z.shape[1]))
    return found


def of_type(kind):
    """A case with targets of that type."""
    z, y = np.array([2.0, -1.0, 0.5]), np.array([1.0, 0.0, 0.0])
    return Case(z, y, given=(z, y.astype(kind)))


FAR = np.array([1000.0, -1000.0, 40.0])
RULE = Rule(
    "bce_with_logits",
    rule,
    result="the loss",
    draw=draw,
    sizes={"five": (5,), "three rows, two columns": (3, 2), "a column of four": (4, 1)},
    hand={
        "With logits on both sides and targets of both classes it follows the definition.": (
            np.array([2.0, -1.0, 0.5, -2.5, 1.5]),
            np.array([1.0, 1.0, 0.0, 0.0, 1.0]),
        ),
        "Targets may lie between 0 and 1.": (
            np.array([2.0, -1.0, -3.0, 0.75]),
            np.array([0.75, 0.25, 0.5, 0.125]),
        ),
    },
    edges={
        "One element, and a table, are no exception.": [
            (np.array([-1.5]), np.array([1.0])),
            (
                np.array([[1.0, -0.5, 2.0], [-2.0, 0.25, 3.0]]),
                np.array([[0.0, 1.0, 1.0], [0.5, 0.0, 0.25]]),
            ),
        ],
        "Where the logit is 0 it is the logarithm of 2, whatever the target.": [
            (np.array([0.0, 0.0]), np.array([1.0, 0.0])),
            (np.array([0.0]), np.array([0.5])),
        ],
        "Where the right answer is sure, it costs nothing.": [
            Case(np.array([1000.0, -1000.0]), np.array([1.0, 0.0]), quiet=True),
        ],
        "Where a wrong answer is sure, on either side, it costs as much as its logit is large.": [
            Case(np.array([1000.0]), np.array([0.0]), quiet=True),
            Case(np.array([-1000.0]), np.array([1.0]), quiet=True),
            Case(FAR, np.array([0.0, 1.0, 0.0]), quiet=True),
        ],
        "Far out and in between, it costs its part.": [
            Case(FAR, np.array([0.25, 0.25, 0.5]), quiet=True),
            Case(np.array([[30.0, -30.0], [-1.0, 700.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])),
        ],
        "Targets may be whole numbers.": [of_type(kind) for kind in (np.int8, np.int64)],
        "Targets may be uint8, as they are read from files of pictures.": of_type(np.uint8),
    },
    slips=slips,
    tip="The mean of log(1 + e^z) minus y z, written so that exp gets nothing above 0.",
)
globals().update(checks_of(__file__, RULE))
