"""A run goes on where it was left, and one that was interrupted is begun anew."""

import pytest

from bpcourse import experiments
from bpcourse.experiments.capstone import clinic
from bpcourse.experiments.dropout_and_stopping import when_to_stop
from bpcourse.experiments.kept_run import KeptRun, kept
from bpcourse.experiments.schedules import rate_sweep
from bpcourse.experiments.watched_run import WatchedRun


class Counting(KeptRun):
    def __init__(self, last, stop_at=None):
        self.count, self.last, self.stop_at = 0, last, stop_at

    @property
    def is_over(self):
        return self.count == self.last

    def step(self):
        self.count += 1
        if self.count == self.stop_at:
            raise KeyboardInterrupt


def test_who_asks_again_gets_the_same_run_and_it_takes_no_step_too_many():
    counting = kept(Counting)
    for _ in range(5):
        counting(3).go_on()
    assert counting(3).count == 3
    assert counting(4).count == 0


def test_a_run_that_was_interrupted_is_not_gone_on_with():
    counting = kept(Counting)
    first = counting(3, 2)
    first.go_on()
    with pytest.raises(KeyboardInterrupt):
        first.go_on()
    assert counting(3, 2) is not first
    assert counting(3, 2).count == 0


def test_only_the_last_runs_are_kept():
    counting = kept(Counting, 2)
    runs = [counting(last) for last in (3, 4, 5)]
    assert counting(5) is runs[2]
    assert counting(3) is not runs[0]


# an experiment, the class of its runs, and where they are kept if that is not in itself
TRAINED = {
    "WhenToStop": (when_to_stop.Training, (when_to_stop, "training")),
    "RateSweep": (rate_sweep.Training, (rate_sweep, "training")),
    "Clinic": (clinic.Watched, (clinic, "watched")),
    "Playground": (WatchedRun, None),
}


@pytest.mark.parametrize("name", TRAINED)
def test_an_experiment_whose_run_was_interrupted_takes_all_its_steps(name, monkeypatch):
    kind, place = TRAINED[name]
    if place:
        monkeypatch.setattr(*place, kept(kind))  # in which nothing is kept of other tests
    experiment, taken, step = getattr(experiments, name)(), [], kind.step

    def interrupted(run):
        step(run)
        taken.append(run)
        if len(taken) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(kind, "step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(experiment.pictures(experiment.start))
    broken = taken[-1]
    assert shown_last(experiment).is_last
    assert broken not in taken[3:]
    steps = len(taken)
    assert shown_last(experiment).is_last
    assert len(taken) == steps  # what is over is not trained again


def shown_last(experiment):
    return [picture for picture in experiment.pictures(experiment.start) if picture][-1]
