"""Grade: a folder of submissions in, results out; nothing in it ever stops the run."""

import hashlib
import os
import sys
from pathlib import Path

from ..trouble import Trouble
from . import intake, lessons, outputs
from .bar import Bar
from .catalogue import catalogue
from .pool import Pool
from .results import Results
from .settings import Settings, load


def grade(
    submissions, out, *, exercises=None, private=None, only=(), settings=None, timeout=None,
    jobs=None, dask=None, require_isolation=False, seed=None, one=False, notebooks=False, say=print,
):  # fmt: skip
    """Grade everything at `submissions` into the folder `out`; returns if all have all points.

    With `one`, the folder is itself one submission; with `notebooks`, the notebooks in it are run,
    too. Where `out` holds results already, only what is new or changed is judged.
    """
    chosen = catalogue(exercises, private, only)
    decided = load(Path(settings)) if settings else Settings()
    if timeout is not None:
        decided = Settings(**vars(decided) | {"timeout": timeout})
    out = Path(out)
    entries = intake.entries(submissions, one=one)
    if out.resolve() == Path(submissions).resolve():
        raise Trouble("Choose an output folder outside the submissions, as in --out grades.")
    entries = [entry for entry in entries if entry.path.resolve() != out.resolve()]
    with Results(out) as results:
        _same_run(results, chosen, decided, out)
        hidden = [Path(submissions).resolve(), out.resolve()]
        hidden += [Path(private).resolve()] if private else []
        jobs = jobs or _processors()
        with _pool(chosen, decided, jobs, dask, hidden) as pool:
            layers = pool.layers()
            _announce(layers, require_isolation, say)
            bar = Bar(len(entries), "judged")
            kind = "with notebooks" if notebooks else ""
            judged_ones = pool.run(_tasks(entries, chosen.exercises, results, seed, bar, kind))
            if notebooks:
                lessons.demand(layers)
                judged_ones = lessons.with_notes(judged_ones, jobs, hidden)
            try:
                for judged in judged_ones:
                    _keep(results, judged)
                    bar.step()
            except KeyboardInterrupt:
                kept = f"{len(results)} results are kept in {out}"
                say(f"\nStopped. {kept}; the same command goes on from there.")
                raise
        written = outputs.write(results, chosen, decided, out)
        say(written)
        return written.everything_passed


def _pool(chosen, decided, jobs, dask, hidden):
    if dask:
        try:
            from .cluster import Cluster
        except ImportError:
            told = 'A cluster needs one more package: python -m pip install "bpcourse[grading]"'
            raise Trouble(told) from None

        return Cluster(chosen, decided, address=dask)
    return Pool(chosen, decided, jobs=jobs, hidden=hidden)


def _processors():
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _same_run(results, chosen, decided, out):
    """Results of other checks, or under another limit, do not mix with these."""
    now = f"{chosen.fingerprint} {decided.timeout:g} {decided.memory}"
    if results.fact("checks", now) != now:
        raise Trouble(
            f"{out} holds results of other checks, or under another time-out.\n"
            "Choose another folder with --out, or remove that one."
        )


def _announce(layers, require_isolation, say):
    if layers.complete:
        return
    told = "\n".join(f"  {line}" for line in layers.told() if line.startswith("missing"))
    if require_isolation:
        raise Trouble(
            f"This machine cannot shut the answers in completely, so nothing was run:\n{told}"
        )
    say(f"Not everything is protected on this machine ({layers}):\n{told}", file=sys.stderr)


def _tasks(entries, exercises, results, seed, bar, kind):
    """Pairs of a submission that has no result of this kind yet, and the seed of its data."""
    for entry in entries:
        submission = intake.read(entry, exercises)
        submission.digest = submission.digest or _mark(submission)
        its_seed = _seed(results, submission, seed)
        submission.digest += kind
        if results.has(submission.origin, submission.digest):
            bar.step()
            continue
        yield submission, its_seed


def _mark(submission):
    """A digest for what could not even be read."""
    return hashlib.sha256(f"{submission.trouble} {submission.time}".encode()).hexdigest()


def _seed(results, submission, seed):
    """New data for each submission, the same when it is graded again here."""
    if seed is not None:
        return seed
    text = f"{results.secret()} {submission.digest}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 10**6


def _keep(results, judged):
    results.keep(
        judged.submission,
        judged.verdicts,
        seed=judged.seed,
        seconds=round(judged.seconds, 3),
        isolation=str(judged.layers) if judged.verdicts else "",
    )
