"""Right: the first step is taken alone, because nothing can be compared with it."""

import math


def lr_range_test(step_fn, lrs):
    lowest = step_fn(lrs[0])
    limit = lrs[0]
    if math.isnan(lowest) or math.isinf(lowest):
        return limit
    for lr in lrs[1:]:
        loss = step_fn(lr)
        if math.isnan(loss) or math.isinf(loss) or loss > lowest * 3 / 2:
            return limit
        limit = lr
        if loss < lowest:
            lowest = loss
    return limit
