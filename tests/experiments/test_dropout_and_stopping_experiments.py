"""What lesson 17's two experiments show, beside the library and beside a plain loop."""

import numpy as np
import pytest

from bpcourse.checking.check import check
from bpcourse.checking.exercise import find
from bpcourse.experiments import Resample, WhenToStop
from bpcourse.experiments.conversation import from_text
from bpcourse.experiments.dropout_and_stopping.resample import reader
from bpcourse.experiments.dropout_and_stopping.when_to_stop import (
    EPOCHS,
    PATIENCE,
    stops_of,
    training,
)
from bpcourse.experiments.stage import Stage


@pytest.mark.parametrize("p", [0.2, 0.8])
def test_as_many_units_speak_as_p_says_and_their_mean_stays(p):
    _, data = Resample().data(p=p)
    share, off = np.mean(data.masks > 0), np.sqrt(p * (1 - p) / data.masks.size)
    assert abs(share - (1 - p)) < 5 * off
    assert data.out.mean() == pytest.approx(data.A.mean(), rel=0.1)


def test_in_use_all_units_speak_and_every_draw_says_the_same():
    _, data = Resample().data(mode="use", p=0.8)
    np.testing.assert_allclose(data.out, np.tile(data.A, (50, 1)))
    np.testing.assert_allclose(data.P, np.tile(data.whole, (50, 1)))
    assert data.agree == 50


def test_without_the_factor_the_hidden_values_are_smaller_by_the_part_that_is_kept():
    one, other = (Resample().data(p=0.8, rescale=answer)[1] for answer in ("yes", "no"))
    np.testing.assert_allclose(other.out, 0.2 * one.out)


def test_the_reader_reads_most_of_the_new_digits():
    (first, W, b), X, labels = reader()
    assert np.mean((first.predict(X) @ W + b).argmax(axis=1) == labels) > 0.9


def test_more_masks_disagree_where_more_is_dropped():
    agree = [
        sum(Resample().data(digit=k, p=p)[1].agree for k in range(1, 41)) for p in (0.2, 0.5, 0.9)
    ]
    assert agree[0] > agree[1] > agree[2]


def test_the_handle_is_where_the_learners_class_stops():
    """For every patience, with and without a minimum gain."""
    experiment = WhenToStop()
    stopping = experiment.reference_functions()["EarlyStopping"]
    losses = experiment.data()[1].validation
    for min_delta in (0.0, 0.05):
        stops = stops_of(losses, min_delta)
        for patience in (PATIENCE[0], 3, 10, PATIENCE[-1]):
            own = stopping(patience, min_delta)
            said = [own.update(loss, []) for loss in losses[1:]]
            when = said.index(True) + 1 if True in said else len(losses) - 1
            assert stops[patience - 1] == when


def test_it_corrects_its_teacher_first_and_learns_the_errors_later():
    _, data = WhenToStop().data()
    peak = data.as_true.argmax()
    assert data.as_true[peak] > 0.7
    assert data.as_told[peak] < 0.15
    assert data.as_told[-1] > 0.95
    assert data.right[data.best] > data.right[data.stop] > data.right[-1]


def test_with_right_labels_there_is_nothing_to_win():
    for dropout in (0.0, 0.5):
        assert abs(WhenToStop().data(share=0.0, dropout=dropout)[1].gain) < 0.02


def test_moving_the_patience_trains_nothing_anew():
    WhenToStop().data()
    run = training(0.4, 0.0)
    rows = list(run.rows)
    WhenToStop().data(patience=3, size=40, min_delta=0.02)
    assert training(0.4, 0.0) is run
    assert run.rows == rows


def test_a_training_that_was_left_goes_on_from_there():
    pictures = WhenToStop().pictures(WhenToStop().state(share=0.1))
    shown = [next(pictures) for _ in range(5)]
    assert shown[0].scene.frames == 1  # at once, before the first epoch
    pictures.close()
    epochs = len(training(0.1, 0.0).rows)
    assert 1 < epochs < EPOCHS + 1
    again = WhenToStop().pictures(WhenToStop().state(share=0.1, patience=3))
    assert next(again).scene.frames == epochs
    assert [picture for picture in again if picture][-1].scene.frames == EPOCHS + 1


@pytest.mark.parametrize(
    ("experiment", "name"), [(Resample, "dropout_forward"), (WhenToStop, "EarlyStopping")]
)
def test_both_really_call_what_they_are_given(experiment, name):
    called = []
    reference = experiment().reference_functions()[name]

    def own(*arguments):
        called.append(arguments)
        return reference(*arguments)

    experiment().picture(experiment().start, {name: own})
    assert called


def test_a_class_of_the_learners_own_draws_the_picture(workspace):
    workspace.save_answer("EarlyStopping", find("EarlyStopping").solution)
    assert check("EarlyStopping").outcome == "ok"
    messages = []
    stage = Stage(WhenToStop(), lambda text, _: messages.append(from_text(text)))
    values = vars(stage.experiment.state())
    stage.answer({"kind": "state", "n": 1, "frame": 0, "values": values, "functions": "mine"})
    assert list(stage.own) == ["EarlyStopping"]
    assert messages[-1]["trouble"] == ""
