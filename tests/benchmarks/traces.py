"""How long "Watch it run" takes. Run: python tests/benchmarks/traces.py [NAME ...]

All known answers of each exercise, watched in this process; the bars are 1 s and 5 MB. Beside it,
in turn, what judging the same answer takes without being watched.
"""

import json
import sys
import time
import warnings
from functools import partial

from bpcourse.authoring.trial import with_trials
from bpcourse.checking.exercise import exercises
from bpcourse.checking.judging.direct import answer_directly

BAR = 1.0  # seconds


def timed(act):
    """What it gives, and the seconds of computing that it takes."""
    start = time.process_time()
    given = act()
    return given, time.process_time() - start


def rows(trial, exercise):
    """For each known answer its name, both times in seconds, and the size of its trace."""
    answers = {"solution": exercise.solution} | exercise.right
    answers |= {mistake.id: mistake.source for mistake in exercise.mistakes}
    options = {"filename": f"{exercise.name}.py", "seed": 1, "tell": lambda finding: None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, source in answers.items():
            watch = partial(answer_directly, trial.judge, exercise, source, watch=True, **options)
            call, watched = timed(watch)
            _, judged = timed(partial(trial, exercise, source))
            yield name, judged, watched, len(json.dumps(call))


def main(names):
    longest = 0.0
    for exercise in exercises():
        if names and exercise.name not in names:
            continue
        table = with_trials([exercise], partial(table_of, exercise))
        name, judged, watched, _ = max(table, key=lambda row: row[2])
        longest = max(longest, watched)
        told = f"at most {watched:4.2f} s and {max(row[3] for row in table) / 1e6:4.2f} MB"
        above = "   above the bar" * (watched > BAR)
        print(f"{exercise.name:24} {told}; judged {judged:4.2f} s: {name}{above}", flush=True)
    print(f"{'all':24} at most {longest:4.2f} s")


def table_of(exercise, trial):
    return list(rows(trial, exercise))


if __name__ == "__main__":
    main(sys.argv[1:])
