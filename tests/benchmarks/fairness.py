"""Does chance ever decide?  python tests/benchmarks/fairness.py [N] [EXERCISE ...]

Every check draws new data for every answer. With N seeds (300 without a number) this goes through
all answers that the course knows, and names each right one that some seed rejects, and each mistake
that some seed lets pass. Neither may happen. They run in this process: they are our own.
"""

import sys
import warnings

from bpcourse.checking.answer import AnswerError, load
from bpcourse.checking.exercise import exercises
from bpcourse.grading.judge import serve


def main(count, names):
    chosen = [exercise for exercise in exercises() if not names or exercise.name in names]
    lines = serve(chosen, lambda judge: [*all_unfair(judge, chosen, range(count))])
    print("\n".join([*lines, f"{len(lines)} answers are judged by chance, of {count} seeds each."]))
    return bool(lines)


def all_unfair(judge, chosen, seeds):
    """Yields a line for each answer that is not judged alike with all seeds."""
    for exercise in chosen:
        for name, source, right in known(exercise):
            try:
                things = load(source, f"{exercise.name}.py", exercise.defines)
            except (AnswerError, NotImplementedError):
                continue  # it is rejected before any number is drawn
            objects = dict(zip(exercise.defines, things, strict=True))
            unfair = [seed for seed in seeds if passes(judge, exercise, objects, seed) != right]
            if unfair:
                yield f"{exercise.name}, {name}: {len(unfair)} seeds, as {unfair[:5]}"


def known(exercise):
    """Every known answer that ends: its name, its source, and whether it is right."""
    yield "solution.py", exercise.solution, True
    for folder, right in (("right", True), ("mistakes", False)):
        for path in sorted(exercise.folder.glob(f"{folder}/*.py")):
            source = path.read_text(encoding="utf-8")
            if right or "while " not in source:
                yield f"{folder}/{path.name}", source, right


def passes(judge, exercise, objects, seed):
    judge.loop.seed, judge.loop.objects = seed, objects
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return all(check.run(objects) is None for check in judge.checks[exercise.name])


if __name__ == "__main__":
    count, *names = sys.argv[1:] or ["300"]
    sys.exit(main(int(count), names))
