"""lr_range_test is judged by the limit that it finds, and by the steps that it makes on the way."""

import numpy as np

from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip, fail

EXPLODED = 1.5


def rule(step_fn, lrs):
    return lrs[first_failing(losses_of(step_fn, lrs))]


def losses_of(step_fn, lrs):
    return np.array([float(step_fn(lr)) for lr in lrs])


def first_failing(losses, times=EXPLODED, reference=None):
    """The place before the first loss that has exploded; the last where none has."""
    lowest = np.inf
    for i, loss in enumerate(losses):
        border = lowest if reference is None else reference(losses, i)
        if not np.isfinite(loss) or loss > times * border:
            return max(i - 1, 0)
        lowest = min(lowest, loss)
    return len(losses) - 1


def looked_up(lrs, losses):
    """A step_fn that makes no step: the loss of the rate that is nearest."""
    lrs, losses = np.array(lrs, dtype=float), np.array(losses, dtype=float)
    return lambda lr: float(losses[int(np.argmin(np.abs(lrs - float(lr))))])


def draw(rng, before, after, scale=1.0):
    """Losses that fall, rise a little and explode, with rates about twice as large each time."""
    n = before + after
    lrs = 0.001 * np.cumprod(1.5 + rng.random(n))
    falling = 3.0 - np.cumsum(0.5 + rng.random(before)) / before  # above 1.5 all the way
    falling[-1] = falling[-2] * (1.1 + 0.3 * rng.random())
    losses = np.append(falling, falling[-2] * (2 + np.cumsum(0.5 + rng.random(after))))
    return looked_up(lrs, scale * losses), lrs


def slips(step_fn, lrs):
    losses = losses_of(step_fn, lrs)
    place, n = first_failing(losses), len(lrs)
    finite = np.isfinite(losses)
    exploded = place + 1 if place + 1 < n and (place or not fails_at_once(losses)) else None
    known = losses[: place + 1]
    lowest = int(np.argmin(np.where(np.isfinite(known), known, np.inf)))

    def at(i):
        return lrs[i] if i is not None and 0 <= i < n else None

    def failing(*, times=EXPLODED, reference=None):
        return at(first_failing(losses, times, reference))

    slopes = np.diff(known)
    below = np.flatnonzero(
        finite & (losses <= EXPLODED * np.min(losses, where=finite, initial=np.inf))
    )
    return [
        Slip("lowest_point", "That is the rate with the lowest loss: the limit is where the loss "
             "explodes.", at(lowest)),
        Slip("lowest_point", "That is the rate with the lowest loss: the limit is where the loss "
             "explodes.", at(int(np.argmin(losses)))),
        Slip("one_late", "That is the rate at which it has exploded: take the one before.",
             at(exploded)),
        Slip("one_late", "That is the rate at which it has exploded: take the one before.",
             at(with_nan_going_on(losses, late=1))),
        Slip("one_late", "That is the rate at which it has exploded: take the one before.",
             at(with_nan_going_on(losses, asks_for_infinite=False, late=1))),
        Slip("one_early", "That is one rate too early.",
             at(place - 1) if place and exploded else None),
        Slip("place", "That is a place in the list: return the rate itself.", float(place)),
        Slip("the_loss", "That is a loss: return the rate that it belongs to.",
             float(losses[place])),
        Slip("from_the_start", "It is compared with the first loss: compare it with the lowest so "
             "far.", failing(reference=lambda losses, i: losses[0])),
        Slip("from_the_last", "It is compared with the loss before: compare it with the lowest so "
             "far.", failing(reference=lambda losses, i: losses[i - 1] if i else np.inf)),
        Slip("lowest_of_all", "It is compared with the lowest of all losses, also of those that "
             "come later.", at(max(0, first_failing(
                 losses, reference=lambda losses, i: np.min(losses, where=finite,
                                                            initial=np.inf))))),
        Slip("any_rise", "It ends as soon as the loss rises: up to 1.5 times the lowest it goes "
             "on.", failing(times=1.0)),
        Slip("any_rise", "It ends as soon as the loss rises: up to 1.5 times the lowest it goes "
             "on.", failing(times=1.0, reference=lambda losses, i: losses[i - 1] if i else np.inf)),
        Slip("twice", "It goes on up to twice the lowest loss: 1.5 times is the border.",
             failing(times=2.0)),
        Slip("reached_is_exploded", "1.5 times the lowest has not exploded yet: only what is above "
             "it.", failing(times=EXPLODED * (1 - 1e-9))),
        Slip("half", "The border is half of the lowest loss: it has to be half as much again.",
             failing(times=0.5)),
        Slip("only_infinite", "Only what is not finite ends it: a large loss has to end it as "
             "well.", at(max(0, int(np.argmin(finite)) - 1) if not finite.all() else n - 1)),
        Slip("nan_goes_on", "nan does not end it: nan is larger than nothing, so ask for it.",
             at(with_nan_going_on(losses))),
        Slip("nan_goes_on", "nan does not end it: nan is larger than nothing, so ask for it.",
             at(with_nan_going_on(losses, asks_for_infinite=False))),
        Slip("last_that_is_low", "The loss came back later: the first time that it explodes is "
             "what counts.", at(int(below[-1]) if below.size else None)),
        Slip("a_tenth", "That is a tenth of the limit: return the limit itself.", lrs[place] / 10),
        Slip("a_tenth", "That is a tenth of it: return the limit itself.", lrs[lowest] / 10),
        Slip("steepest", "That is where the loss falls fastest: the limit is where it explodes.",
             at(int(np.argmin(slopes)) if slopes.size else None)),
        Slip("steepest", "That is where the loss falls fastest: the limit is where it explodes.",
             at(int(np.argmin(slopes)) + 1 if slopes.size else None)),
        Slip("the_first", "That is the first rate, whatever the losses are.", at(0)),
        Slip("the_last", "That is the last rate, whatever the losses are.", at(n - 1)),
    ]  # fmt: skip


def fails_at_once(losses):
    return not np.isfinite(losses[0])


def with_nan_going_on(losses, *, asks_for_infinite=True, late=0):
    """The place that is found where nan compares as "not larger"; `late` places later."""
    lowest = np.inf
    for i, loss in enumerate(losses):
        if loss > EXPLODED * lowest or (asks_for_infinite and np.isinf(loss)):
            return max(i - 1 + late, 0)
        lowest = loss if loss < lowest else lowest
    return len(losses) - 1


def case(lrs, losses, **options):
    lrs = np.array(lrs)
    return Case(looked_up(lrs, losses), lrs, **options)


RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0]
COMES_BACK = case(RATES, [3.0, 2.5, 2.0, 1.75, 2.25, 9.0, 1.0])
RULE = Rule(
    "lr_range_test",
    rule,
    result="the limit",
    draw=draw,
    sizes={"8 rates": (5, 3), "5 rates": (4, 1), "20 rates": (15, 5)},
    hand={
        "Where it falls, rises a little and explodes, the limit is the last rate before that.": [
            case(RATES, [3.0, 2.5, 1.25, 1.5, 1.8, 2.5, 7.0]),
        ],
    },
    edges={
        "Beside the border of 1.5 times the lowest it is exact.": [
            case(RATES[:5], [4.0, 2.0, 2.99, 3.01, 8.0]),
            case(RATES[:5], [4.0, 2.0, 3.0, 2.5, 8.0]),
            case(RATES[:5], [4.0, 2.0, 2.5, 3.875, 4.5]),
        ],
        "Each loss is compared with the lowest so far, and with nothing else.": [
            case(RATES[:6], [2.0, 1.0, 1.375, 1.75, 1.875, 2.0]),
            case(RATES[:6], [4.0, 3.0, 3.5, 1.9, 2.5, 5.0]),
            case(RATES[:5], [1.0, 1.25, 1.4, 1.45, 2.5]),
        ],
        "The first time that it explodes is what counts, also where the loss comes back.": [
            COMES_BACK,
        ],
        "A loss that is not finite has exploded, nan as well.": [
            case(RATES[:5], [3.0, 2.0, 2.25, np.nan, 1.75], quiet=True),
            case(RATES[:6], [3.0, 2.0, 2.25, 2.5, np.inf, 1.75], quiet=True),
            case(RATES[:5], [3.0, 2.0, 2.25, np.nan, np.nan], quiet=True),
        ],
        "If it explodes at once, the limit is the first rate.": [
            case(RATES[:4], [np.nan, 2.0, 1.0, 0.5], quiet=True),
            case(RATES[:4], [np.inf, 2.0, 1.0, 0.5], quiet=True),
            case(RATES[:4], [2.0, 4.0, 1.0, 0.5]),
        ],
        "If it never explodes, the limit is the last rate.": [
            case(RATES[:5], [3.0, 2.0, 1.5, 1.25, 1.375]),
        ],
        "One rate alone is no exception.": [
            case([0.1], [2.0]),
            case([0.3], [np.nan], quiet=True),
        ],
        "A lowest loss of 0 is no exception.": [case(RATES[:4], [1.0, 0.0, 0.0, 0.5])],
    },
    whole=[
        (looked_up([1, 2, 3, 5], [3.0, 1.0, 1.25, 9.0]), np.array([1, 2, 3, 5])),
        (looked_up([1, 2, 4, 7], [3.0, 2.0, 3.5, 9.0]), np.array([1, 2, 4, 7])),
    ],
    slips=slips,
    tip="The limit is the rate before the first loss above 1.5 times the lowest so far.",
)
globals().update(checks_of(__file__, RULE))


def test_it_stops_where_the_loss_explodes(lr_range_test):
    """Each rate is tried once, in their order, and none after the loss has exploded."""
    tried, lrs = [], np.array([0.01, 0.1, 0.5, 1.0, 5.0, 10.0])
    losses = looked_up(lrs, [3.0, 2.0, 2.5, 9.0, 9.5, 10.0])

    def step_fn(lr):
        tried.append(float(lr))
        return losses(lr)

    lr_range_test(step_fn, lrs.copy())
    wanted = [0.01, 0.1, 0.5, 1.0]
    told = ", ".join(f"{lr:g}" for lr in tried[:12])
    seen = f"The rates that were tried are {told or 'none'}; they should be 0.01, 0.1, 0.5, 1."
    if tried[:4] == wanted and len(tried) > 4:
        fail(seen, "The loss has exploded at 1, and the net is ruined: stop there.", kind="goes_on")
    if sorted(tried) != tried or len(set(tried)) < len(tried):
        fail(seen, "Call `step_fn` once for each rate: every call is a step.", kind="called_twice")
    if tried != wanted:
        fail(seen)
