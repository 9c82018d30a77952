"""Grade: a folder of submissions in, results out; nothing in it ever stops the run."""

import hashlib
import os
import sys
from collections import namedtuple
from pathlib import Path

from ..errors import UserError
from ..progress_bar import ProgressBar
from .assignment.by_hand import load as load_by_hand
from .assignment.catalogue import catalogue
from .assignment.grading_settings import GRACE, Settings, load
from .assignment.roster import load as load_roster
from .judges.pool import Pool
from .notebooks import run_notebooks
from .reports import outputs
from .results.people import people
from .results.store import Results
from .submissions import intake
from .submissions.reader import Reader


def grade(
    submissions, out, *, exercises=None, private=None, only=(), settings=None, timeout=None,
    roster=None, override=None, jobs=None, dask=None, allow_weak_isolation=False, seed=None,
    one=False, notebooks=False, say=print,
):  # fmt: skip
    """Grade everything at `submissions` into the folder `out`; returns if all have all points.

    With `one`, the folder is itself one submission; with `notebooks`, the notebooks in it are run,
    too. The `roster` lists who should hand something in, and `override` what the teacher gives by
    hand. Where `out` holds results already, only what is new or changed is judged.
    """
    chosen = catalogue(exercises, private, only)
    decided = load(Path(settings)) if settings else Settings()
    if timeout is not None:
        decided = Settings(**vars(decided) | {"timeout": timeout})
    out = Path(out)
    if out.resolve() == Path(submissions).resolve():
        raise UserError("Choose an output folder outside the submissions, as in --out grades.")
    on_roster = load_roster(Path(roster), decided.zone) if roster else None
    by_hand = load_by_hand(Path(override), chosen.exercises) if override else None
    entries = intake.entries(
        submissions,
        one=one,
        besides=[out, roster, override, settings],
        known=[name for exercise in chosen.exercises for name in (exercise.name, exercise.lesson)],
        zone=decided.zone,
    )
    with Results(out) as results:
        _same_run(results, chosen, decided, out)
        hidden = [Path(submissions).resolve(), out.resolve()]
        hidden += [Path(private).resolve()] if private else []
        jobs = jobs or _processors()
        with _pool(chosen, decided, jobs, dask, hidden, allow_weak_isolation) as pool:
            protections = pool.protections()
            _announce(protections, allow_weak_isolation, say)
            _rehearse(pool, chosen, decided, hidden, allow_weak_isolation)
            if not one:
                say(f"{entries.count}, from {entries.form}.")
            bar = ProgressBar(len(entries), "judged")
            if notebooks:
                run_notebooks.demand(protections)
            reader = Reader(chosen.exercises, notebooks=notebooks)
            work = Work(entries, reader, results, decided, bar)
            kind = "with notebooks" if notebooks else ""
            judged_ones = pool.run(_tasks(work, seed, kind))
            if notebooks:
                judged_ones = run_notebooks.with_notes(judged_ones, jobs, hidden)
            try:
                with reader, bar:
                    for judged in judged_ones:
                        _keep(results, judged)
                        bar.step()
            except KeyboardInterrupt:
                kept = f"{len(results)} results are kept in {out}"
                say(f"\nStopped. {kept}; the same command goes on from there.")
                raise
        everybody = people(results, chosen, decided, on_roster)
        if by_hand is not None:
            everybody.give(by_hand, results)
        written = outputs.write(results, everybody, chosen, decided, out, entries.warnings)
        say(written)
        return written.everything_passed


def _pool(chosen, decided, jobs, dask, hidden, weak):
    if dask:
        try:
            from .judges.cluster import Cluster
        except ImportError:
            told = 'A cluster needs one more package: python -m pip install "bpcourse[grading]"'
            raise UserError(told) from None

        return Cluster(chosen, decided, address=dask, weak=weak)
    return Pool(chosen, decided, jobs=jobs, hidden=hidden, weak=weak)


def _rehearse(pool, chosen, decided, hidden, weak):
    """Try the checks on the model answers; here, since those do not travel to a cluster."""
    if isinstance(pool, Pool):
        pool.rehearse(chosen.exercises)
    else:
        with Pool(chosen, decided, jobs=1, hidden=hidden, weak=weak) as here:
            here.rehearse(chosen.exercises)


def _processors():
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _same_run(results, chosen, decided, out):
    """Results of other checks, or under another limit, do not mix with these."""
    now = f"{chosen.fingerprint} {decided.timeout:g} {decided.memory}"
    if not len(results):
        results.set_fact("checks", now)
    if results.fact("checks", now) != now:
        raise UserError(
            f"{out} holds results of other checks, or under another time-out.\n"
            "Choose another folder with --out, or remove that one."
        )


def _announce(protections, allow_weak_isolation, say):
    """Say what does not protect here. UserError, unless the teacher has allowed that."""
    if protections.complete:
        return
    told = "\n".join(f"  {line}" for line in protections.told() if line.startswith("missing"))
    if not allow_weak_isolation:
        raise UserError(
            f"This machine cannot shut the answers in completely, so nothing was run:\n{told}\n"
            "Grade on Linux with user name spaces; or add --allow-weak-isolation, if you would run "
            "all of these answers yourself. docs/grading.md says what they could do then."
        )
    say(f"Not everything is protected on this machine ({protections}):\n{told}", file=sys.stderr)


Work = namedtuple("Work", ("entries", "reader", "results", "settings", "bar"))


def _tasks(work, seed, kind):
    """Pairs of a submission that has no result of this kind yet, and the seed of its data."""
    for entry in work.entries:
        for submission in _states(entry, work):
            submission.digest = submission.digest or _mark(submission)
            its_seed = _seed(work.results, submission, seed)
            submission.digest += kind
            if work.results.has(submission):
                work.bar.step()
                continue
            yield submission, its_seed


def _states(entry, work):
    """What somebody handed in: as it is, and as it was on the due date, if that was less."""
    submission = work.reader.read(entry)
    yield submission
    due = work.settings.due + GRACE
    if work.settings.counts != "last" and 0 < submission.oldest <= due < submission.time:
        work.bar.total += 1
        yield work.reader.read(entry, until=due)


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
    if judged.lost:
        judged.submission.trouble = f"It could not be judged: {judged.lost}"
    results.keep(
        judged.submission,
        judged.verdicts,
        seed=judged.seed,
        seconds=round(judged.seconds, 3),
        isolation=str(judged.protections) if judged.verdicts else "",
        judged=not (judged.lost or judged.submission.unread),
    )
