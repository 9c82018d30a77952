"""What an experiment asks first is answered in its own picture, in a state that is named."""

import re

import numpy as np
import pytest

from bpcourse import experiments
from bpcourse.checking.questions import question_bank
from bpcourse.experiments.gradient_descent.step_size import steps_needed

ASKED = {q.experiment: q for q in question_bank.questions().values() if q.experiment}


def seen(name):
    """The state in which the answer is seen, and what the experiment has computed in the end."""
    experiment = getattr(experiments, name)(ASKED[name].seen)
    return experiment.data(**vars(experiment.start))


def right(name):
    return ASKED[name].answer_lines[0]


@pytest.mark.parametrize("name", ASKED)
def test_the_state_that_shows_the_answer_is_one_of_which_the_experiment_says_so(name):
    assert ASKED[name].seen
    assert any(show.seen(*seen(name)) for show in getattr(experiments, name).shows)


def test_the_steps_fall_then_rise_and_then_the_bottom_is_never_reached():
    state, _ = seen("StepSize")
    rates = np.array(experiments.StepSize.learning_rate.values)
    with np.errstate(divide="ignore"):  # at the limit the steps are infinitely many
        steps = steps_needed(rates, state.curvature)
    fastest = int(np.argmin(steps))
    stable = np.isfinite(steps)
    assert np.all(np.diff(steps[: fastest + 1]) <= 0)
    assert np.all(np.diff(steps[stable][fastest:]) >= 0)
    assert not stable[-1]
    assert rates[fastest] < state.learning_rate < 2 / state.curvature  # it is on its way up
    assert right("StepSize").startswith("It falls, then it rises")


def test_four_numbers_do_not_fit_three_columns():
    _, data = seen("BroadcastBoard")
    assert (data.Z.shape, data.b.shape) == ((4, 3), (4,))
    assert data.result is None
    assert "(4,3) (4,)" in data.error
    assert right("BroadcastBoard") == "An error."


def test_moving_w_moves_the_dot_along_a_curve_that_stays():
    _, data = seen("FitByHand")
    _, before = experiments.FitByHand().data()
    np.testing.assert_array_equal(data.over_w, before.over_w)
    assert data.loss < before.loss / 2
    assert right("FitByHand").startswith("The dot, along a curve")


def test_one_of_twenty_points_holds_two_thirds_of_the_loss():
    state, data = seen("OneOutlier")
    assert (state.loss, state.line, len(data.x)) == ("squared", "refitted", 20)
    assert 0.64 < data.share[data.moved] < 0.7
    _, absolute = experiments.OneOutlier().data(**vars(state) | {"loss": "absolute"})
    assert 0.37 < absolute.share[data.moved] < 0.43
    assert right("OneOutlier").startswith("About two thirds")


def test_the_first_step_leads_almost_straight_across_the_valley():
    _, data = seen("LongValley")
    step = data.w[1] - data.w[0]
    curvatures, directions = np.linalg.eigh(data.H)
    assert curvatures[1] / curvatures[0] == pytest.approx(10)
    across, along = np.abs(directions.T[::-1] @ step) / np.linalg.norm(step)
    assert across > 0.95
    assert along < 0.3
    assert right("LongValley").startswith("Almost straight across")


def test_the_weight_has_eighteen_products():
    _, data = seen("FollowWeight")
    assert data.products.shape == (6, 3)
    assert data.gates.all()
    assert data.gradient == pytest.approx(data.products.sum())
    assert right("FollowWeight").startswith("Eighteen")


def test_most_errors_are_small_and_a_few_points_hold_most_of_the_loss():
    _, data = seen("ErrorFlow")
    assert data.loss[-1] < data.loss[0] / 5
    errors = np.sort(np.abs(data.samples[:, -1]))
    assert np.median(errors) < 0.2
    assert np.sum(errors[-10:] ** 2) > 0.85 * np.sum(errors**2)
    assert right("ErrorFlow").startswith("Most are small")


def test_less_than_a_ten_thousandth_arrives_at_the_first_of_ten_sigmoid_layers():
    _, data = seen("DepthMeter")
    assert len(data.norms) == 10
    assert data.norms[0, 0] < 1e-4 * data.norms[-1, 0]
    assert right("DepthMeter") == "Less than a thousandth as long."


def test_less_than_a_millionth_arrives_behind_ten_sigmoids_wherever_the_first_sum_is():
    state, data = seen("SlopeThroughLayers")
    assert (state.function, state.layers, state.weight, state.centre) == ("sigmoid", 10, 1, "off")
    places = experiments.SlopeThroughLayers.controls["z"].values
    make = experiments.SlopeThroughLayers()
    arrive = [make.data(**vars(state) | {"z": z})[1].arrives[-1] for z in places]
    assert 3.8e-7 < data.arrives[-1] <= max(arrive) < 1e-6
    assert right("SlopeThroughLayers") == "Less than a millionth."


def test_no_weight_alone_lets_a_hundredth_arrive_behind_ten_sigmoids():
    """The challenge needs the centre as well: large weights lead far out, where it is flat."""
    make = experiments.SlopeThroughLayers()
    weights = make.controls["weight"].values
    ten = {"function": "sigmoid", "layers": 10}
    best = {
        centre: max(
            make.data(**ten, weight=w, z=z, centre=centre)[1].arrives[-1]
            for w in weights
            for z in (-2, -1, 0, 1, 2)
        )
        for centre in ("off", "on")
    }
    assert best["off"] < 1e-5
    assert best["on"] > 100


def test_what_is_silent_on_all_points_stays_as_it_is():
    state, data = seen("DeadRelu")
    shut = data.shut[0]
    assert state.leak == 0
    assert shut.sum() >= 10
    assert np.all(data.W[:, :, shut] == data.W[0][:, shut])
    assert np.all(data.b[:, shut] == data.b[0][shut])
    assert not np.array_equal(data.W[-1][:, ~shut], data.W[0][:, ~shut])
    assert right("DeadRelu") == "They stay exactly as they are."


def test_with_a_leak_some_of_the_silent_units_come_back():
    _, data = experiments.DeadRelu().data(shift=-2, rate=5.0, leak=0.2)
    assert np.sum(data.shut[0] & ~data.shut[-1]) >= 5


def test_a_point_on_the_open_side_wakes_a_silent_unit():
    make = experiments.DeadRelu()
    _, before = make.data(shift=-2)
    _, after = make.data(shift=-2, own=[(-2.2, -1.5)])
    woken = before.shut[0] & ~after.shut[0]
    assert woken.sum() >= 3
    assert np.array_equal(before.W[0], after.W[0])


def test_equal_units_move_together_and_stay_one():
    state, data = seen("AllAlike")
    assert (state.value, state.noise, state.where) == (0.5, 0, "both")
    assert np.all(data.apart == 0)
    assert np.abs(data.W[50] - data.W[0]).max() > 0.1  # after 1000 steps
    assert right("AllAlike").startswith("Somewhere else, and still all the same")


def test_the_smallest_noise_lets_the_units_part_and_the_net_learn():
    _, alike = experiments.AllAlike().data()
    _, noisy = experiments.AllAlike().data(noise=1e-12)
    assert 0 < noisy.apart[0] < 1e-11
    assert noisy.apart[-1] > 1
    assert alike.right[-1] < 0.6 < 0.95 < noisy.right[-1]


def test_zeros_in_the_last_layer_alone_do_no_harm_and_in_both_they_do():
    for activation in ("tanh", "relu"):
        given = {"value": 0, "activation": activation}
        right = {
            w: experiments.AllAlike().data(**given, where=w)[1].right for w in ("last", "both")
        }
        assert right["last"][-1] > 0.95
        assert np.all(right["both"] < 0.34)


def test_twenty_layers_of_tenths_leave_a_hundred_thousandth():
    state, data = seen("ScaleThroughDepth")
    assert (state.rule, state.width, state.activation) == ("typed", 64, "relu")
    assert np.all((data.forward[:, -1] > 0.5e-5) & (data.forward[:, -1] < 2e-5))
    assert right("ScaleThroughDepth") == "About 0.00001."


def test_scale_through_depth_draws_with_the_functions_that_it_is_given():
    called = []

    def watched(name):
        def draw(n_in, n_out, rng):
            called.append(name)
            return rng.normal(size=(n_in, n_out))

        return draw

    experiment = experiments.ScaleThroughDepth()
    functions = {name: watched(name) for name in experiment.runs_on}
    for rule in ("typed", "Xavier", "He"):
        experiment.picture(experiment.state(rule=rule, layers=2), functions)
    assert called == ["init_xavier"] * 10 + ["init_he"] * 10


def test_by_value_the_gradient_turns_and_by_norm_it_does_not():
    state, by_value = seen("Cliff")
    assert state.clip == "value"
    _, by_norm = experiments.Cliff().data(**vars(state) | {"clip": "norm"})
    step = experiments.Cliff(ASKED["Cliff"].seen).opens_at
    assert by_value.turned[step] > 5
    assert by_norm.turned[step] < 0.01
    assert right("Cliff") == "By norm it stays. By value it turns."


def test_what_both_uses_of_a_value_do_is_added():
    state, data = seen("GraphStepper")
    assert (state.first, state.second, data.values[-1].value) == (2, 3, 8)
    assert data.grads[:2] == [4, 2]
    assert right("GraphStepper").startswith("4:")


def test_a_formula_of_ones_own_is_drawn_and_what_is_none_is_told():
    make = experiments.GraphStepper()
    _, data = make.data(own="tanh(a)*a")
    assert data.formula.inputs == ["a"]
    picture = make.picture(make.state(own="a b"))
    assert "cannot be read" in picture.text(0)
    assert picture.scene.frames > 1  # the formula above it is shown
    picture = make.picture(make.state(own="log(a)", first=-1))
    assert "a logarithm or a power has no value. Move an input." in picture.text(0)


def test_whatever_is_typed_is_told_in_the_words_of_a_person():
    make = experiments.GraphStepper()
    for own in ("a/b", "log(a)", "exp(exp(exp(a)))", "a**-2", "1000000*(a+b)**10", "a**0.5", "a**"):
        for first in (2, -3, 0):
            picture = make.picture(make.state(own=own, first=first, second=0, typed=0.3))
            for frame in range(picture.scene.frames):
                assert 20 <= len(picture.describe(frame)) <= 230
                assert not re.search(r"\de[+-]?\d|\*|(?<!\w)-\d", picture.text(frame))


def test_the_typed_slope_is_compared_with_the_edge_that_comes_next():
    make = experiments.GraphStepper()
    right_one, wrong_one = (make.picture(make.state(typed=typed)) for typed in (1, 5))
    seed = 3  # two values forward, and then the result has its grad
    assert "You typed 1: right" in right_one.text(seed)
    assert "You typed 5, but that is not" in wrong_one.text(seed)


def test_in_a_tree_every_walk_from_the_result_is_right_and_a_random_order_is_not():
    _, data = seen("OrderMatters")
    verdicts = {order: walk.is_right(data.wanted) for order, walk in data.walks.items()}
    assert verdicts.pop("random") is False
    assert all(verdicts.values())
    assert right("OrderMatters").startswith("Every walk in which a value comes after its user")


def test_by_levels_is_right_in_some_graphs_and_wrong_where_a_computed_value_is_reused():
    make = experiments.OrderMatters()
    verdicts = {}
    for graph in make.controls["graph"].values:
        for depth in (1, 2, 5):
            _, data = make.data(graph=graph, order="by-levels", depth=depth)
            verdicts.setdefault(graph, set()).add(data.walk.is_right(data.wanted))
    assert verdicts == {"tree": {True}, "doubling": {True}, "skips": {True}, "reused": {False}}


def test_a_walk_over_every_way_is_right_and_its_turns_double():
    make = experiments.OrderMatters()
    for depth in (3, 7):
        _, data = make.data(graph="doubling", order="every-way", depth=depth)
        assert data.walk.turns == 2 ** (depth + 1) - 1
        assert data.walk.is_right(data.wanted)
    _, data = make.data(graph="doubling", order="every-way", depth=16)
    assert data.walk.arrives is None  # it is not run, and the sentence says so
