"""What the clinic of lesson 18 shows, beside the runs themselves."""

import numpy as np
import pytest

from bpcourse import clinic
from bpcourse.experiments import Clinic
from bpcourse.experiments.capstone.clinic import (
    ASKED,
    CURES,
    FIRST_ROUND,
    LETTERS,
    MOMENTS,
    patient_of,
)


def test_the_first_round_has_each_sickness_once():
    assert sorted(FIRST_ROUND) == sorted(clinic.SICK)
    assert [patient_of(0, letter)[0] for letter in LETTERS] == list(FIRST_ROUND)


def test_further_rounds_are_drawn_and_have_healthy_patients_too():
    drawn = [patient_of(number, letter) for number in range(1, 6) for letter in LETTERS]
    assert {name for name, _ in drawn} == set(clinic.BELONGS)
    assert len(set(drawn)) == len(drawn)
    assert drawn == [patient_of(number, letter) for number in range(1, 6) for letter in LETTERS]


@pytest.mark.parametrize("letter", LETTERS)
def test_nothing_tells_the_cause_before_it_is_named(letter):
    """Neither a sentence, nor the title of a panel, nor what a mark is called."""
    told = []
    for asked in ASKED:
        picture = Clinic().picture(Clinic().state(patient=letter, asked=asked))
        told += [picture.text(0), *(panel.title for panel in picture.scene.panels)]
        told += [mark.label for panel in picture.scene.panels for mark in panel.marks]
    words = {name.split()[0] for name in clinic.BELONGS} - {"rate", "labels", "zero", "penalty"}
    assert not [word for word in words if word in " ".join(told).lower()]


def test_what_is_measured_is_asked_for_one_by_one():
    titles = {
        asked: Clinic().picture(Clinic().state(asked=asked)).scene.panels[1].title
        for asked in ASKED
    }
    assert titles["loss"] == "Not measured yet"
    assert len(set(titles.values())) == len(ASKED)


@pytest.mark.parametrize(("asked", "told"), [("loss", "the losses alone"), ("sizes", "2 of 3")])
def test_it_is_told_how_many_measurements_were_needed(asked, told):
    state = Clinic().state(patient="E", asked=asked, cause="rate-too-large")
    assert f"You have named it, with {told}" in Clinic().picture(state).text(0)


@pytest.mark.parametrize(
    ("asked", "told"), [("loss", "the norms"), ("norms", "the sizes"), ("sizes", "20 digits alone")]
)
def test_a_wrong_name_leads_to_the_next_measurement(asked, told):
    state = Clinic().state(patient="A", asked=asked, cause="healthy")
    assert f"ask for {told} next" in Clinic().picture(state).text(0)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_patient_of_the_first_round_is_cured_by_what_belongs_to_the_cause(letter):
    name, _ = patient_of(0, letter)
    belongs = set(clinic.BELONGS[name])
    cures = [cure for cure, change in CURES.items() if set(change) <= belongs]
    seen = [Clinic().data(patient=letter, cure=cure)[1] for cure in cures]
    assert all(data.is_by_cause for data in seen)
    assert any(data.is_cured for data in seen)


def test_the_first_view_is_a_flat_line_that_many_causes_have():
    """Every step of patient A has nearly the loss of a guess, so it tells nothing of its cause."""
    _, data = Clinic().data()
    assert np.abs(np.array(data.first.run.steps) - np.log(10)).max() < 0.05


def test_healed_patients_are_counted_and_stay_so_while_one_goes_on():
    clinic_ = Clinic()

    def so_far(**values):
        return clinic_.picture(clinic_.state(**values)).so_far

    assert so_far() == "0 of 6"
    assert so_far(patient="A", cause="zero-start") == "0 of 6"
    assert so_far(patient="A", cure="He-start") == "0 of 6"
    assert so_far(patient="A", cause="zero-start", cure="batch-norm") == "0 of 6"
    assert so_far(patient="A", cause="zero-start", cure="He-start") == "1 of 6: A"
    assert so_far(patient="F", cause="penalty-too-strong", cure="no-penalty") == "2 of 6: A, F"
    assert so_far(patient="B") == "2 of 6: A, F"
    assert so_far(patient="B", round=1) == "0 of 6"
    assert so_far() == "2 of 6: A, F"


def test_who_is_healthy_is_named_and_needs_no_cure():
    places = [(number, letter) for number in range(1, 4) for letter in LETTERS]
    place = next(place for place in places if patient_of(*place)[0] == "healthy")
    named = dict(zip(("round", "patient"), place, strict=True)) | {"cause": "healthy"}
    assert Clinic().data(**named)[1].healed == (place[1],)
    assert Clinic().data(**named, cure="He-start")[1].healed == ()


def test_batch_norm_cures_some_and_belongs_to_no_cause():
    seen = [Clinic().data(patient=letter, cure="batch-norm")[1] for letter in LETTERS]
    assert any(data.is_cured for data in seen)
    assert not any(data.is_by_cause for data in seen)


def test_looking_into_a_net_changes_nothing_of_its_run():
    _, data = Clinic().data(patient="F")
    record = clinic.examined(clinic.sick(data.name), 0)
    np.testing.assert_array_equal(data.first.run.train, record.train)
    np.testing.assert_array_equal(data.first.looks[-1].norms, record.end.norms)
    assert len(data.first.looks) == len(MOMENTS)


def test_a_rerun_is_that_of_the_exercise():
    _, data = Clinic().data(patient="E", cure="rate-0.1")
    assert data.again.right == pytest.approx(
        clinic.rerun("rate too large", 0, {"lr": 0.1}), abs=1e-3
    )


def test_a_run_that_has_ended_is_shown_as_far_as_it_came(monkeypatch):
    """Its last numbers are none, and nothing of them is drawn."""
    where = "bpcourse.experiments.capstone.clinic.patient_of"
    monkeypatch.setattr(where, lambda number, letter: ("exploding start", 1))
    for asked in ASKED:
        picture = Clinic().picture(Clinic().state(asked=asked))
        assert "became no number" in picture.text(0)
        assert picture.scene.warnings == []


def test_a_patient_is_trained_once_and_the_hand_may_leave_in_between():
    state = Clinic().state(round=3, patient="A")
    pictures = Clinic().pictures(state)
    next(pictures)
    pictures.close()
    _, data = Clinic().data(round=3, patient="A")
    name, seed = patient_of(3, "A")
    run = clinic.examined(clinic.sick(name), seed)
    np.testing.assert_array_equal(data.first.run.train, run.train)
