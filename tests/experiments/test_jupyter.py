"""What a notebook's cell shows: one carrier for each run, and the earlier ones are closed."""

import pytest

from bpcourse.experiments import jupyter
from bpcourse.experiments.jupyter import Carrier, replace


class Fake:
    is_open = True

    def end_carrying(self):
        self.is_open = False


@pytest.fixture(autouse=True)
def nothing_shown(monkeypatch):
    monkeypatch.setattr(jupyter, "SHOWN", {})


def test_a_cell_that_runs_again_closes_what_it_showed():
    first, second = Fake(), Fake()
    replace(first, "cell", "run 1")
    replace(second, "cell", "run 2")
    assert (first.is_open, second.is_open) == (False, True)


def test_two_things_of_one_run_stay_and_other_cells_stay():
    one, other, elsewhere = Fake(), Fake(), Fake()
    replace(elsewhere, "another cell", "run 0")
    replace(one, "cell", "run 1")
    replace(other, "cell", "run 1")
    replace(Fake(), "cell", "run 2")
    assert (one.is_open, other.is_open, elsewhere.is_open) == (False, False, True)


def test_where_no_notebook_says_which_cell_it_is_nothing_is_closed():
    one = Fake()
    replace(one, None, None)
    replace(Fake(), None, None)
    assert one.is_open


def test_to_end_carrying_closes_the_widget_and_its_layout():
    carrier = Carrier(lambda send: None)
    carrier.end_carrying()
    assert carrier.comm is None
    assert carrier.layout.comm is None
