"""One cause for a report: it fits wherever it was offered, and explains most of what was seen."""

import pytest

from bpcourse.checking.exercise import find
from bpcourse.checking.judging import runner
from bpcourse.checking.report import Finding, Report


def no(message="x is 1, but should be 2.", kind="wrong_value", offered=(), tip="", **fitting):
    return Finding(
        f"It holds. [{message}]",
        "no",
        message,
        kind=kind,
        offered=sorted({*offered, *fitting}),
        fitting=fitting,
        tip=tip,
    )


def report(*findings):
    return Report("gd_step", list(findings))


def test_a_slip_that_fits_everywhere_is_the_cause():
    told = report(no(uphill="You walk uphill."), Finding("It stays.", "ok"), no(uphill="Uphill!"))
    assert told.mistake == "uphill"
    assert told.cause == "You walk uphill."


def test_a_slip_that_was_offered_and_does_not_fit_is_out():
    told = report(no(uphill="You walk uphill."), no(offered=["uphill"]))
    assert (told.mistake, told.cause) == ("", "")


def test_where_it_was_not_offered_it_need_not_fit():
    assert report(no(sum="A sum."), no(sum="A sum."), no()).mistake == "sum"


def test_what_explains_the_most_is_the_cause():
    both = no(half="Half.", gone="Gone.")
    assert report(both, no(half="Half.", offered=["gone"])).mistake == "half"
    assert report(both, no(half="Half.")).mistake == "half"


def test_two_that_cannot_be_told_apart_are_none():
    assert report(no(half="Half.", gone="Gone.")).mistake == ""


def test_what_the_exercise_knows_comes_before_what_may_happen_in_any():
    assert report(no(limit_one="The limit is 1.", fractions_cut="Cut.")).mistake == "limit_one"


def test_a_slip_of_several_forms_fits_if_one_of_them_does():
    first, other = (
        no(offered=["bias", "bias/2"], bias="B."),
        no(offered=["bias/2"], bias="B."),
    )
    assert report(first, other).mistake == "bias"
    assert report(no(**{"bias": "B.", "bias/2": "B."})).mistake == "bias"
    assert report(no(bias="B."), no(**{"bias/2": "B."}, offered=["bias"])).mistake == "bias"


def test_what_explains_less_than_half_of_it_is_not_the_cause():
    assert report(no(zero="At 0."), no(), no()).mistake == ""
    assert report(no(zero="At 0."), no()).mistake == "zero"


def test_without_a_slip_what_was_seen_most_is_the_mistake():
    assert report(no(kind="no_return"), no(kind="no_return"), no()).mistake == "no_return"
    assert report(no(kind="wrong_count"), no(), no()).mistake == ""
    assert report(no(kind="not_finite")).mistake == ""


def test_the_sentence_stands_once_and_tips_only_where_no_cause_is_known():
    known = report(no("It is 1.", half="Half.", tip="Tip."), no("More is 2.", half="Half."))
    seen = [line for line in str(known).splitlines() if line.startswith("      ")]
    assert seen == ["      It is 1.", "      Half."]
    unknown = report(no("It is 1.", tip="Tip."), no("More is 2.", tip="Tip."))
    seen = [line for line in str(unknown).splitlines() if line.startswith("      ")]
    assert seen == ["      It is 1.", "      Tip.", "      More is 2."]


def test_of_a_print_out_the_first_lines_are_shown_once():
    printed = "\n".join(map(str, range(172)))
    findings = [no("a is 1."), no("b is 2.")]
    for finding in findings:
        finding.printed = printed
    told = str(report(*findings))
    assert told.count("Your code printed:") == 1
    assert "… and 164 lines more" in told


@pytest.mark.parametrize("outcome", ["ok", "todo"])
def test_where_nothing_failed_there_is_no_mistake(outcome):
    assert report(Finding("It holds.", outcome)).mistake == ""


def told_of(name, change):
    """The report on a right answer with this change."""
    exercise = find(name)
    old, new = change
    return runner.run(exercise, exercise.solution.replace(old, new), seed=1)


@pytest.mark.parametrize(
    ("name", "change", "untrue"),
    [
        (
            "clip_by_value",
            ("norms[0] > 1000 * norms[-1]", "norms.max() > 1000 * norms[-1]"),
            "yours are somewhere else",
        ),
        (
            "clip_by_value",
            ("norms[0] > 1000 * norms[-1]", "norms[0] > 999 * norms[-1]"),
            "At exactly",
        ),
        (
            "train_step",
            (
                "new.insert(0, (W - lr * dW, b - lr * db))",
                "new.insert(0, ((W - lr * dW).tolist(), (b - lr * db).tolist()))",
            ),
            "The mean runs over",
        ),
        ("careful_descent", ("np.array(history)", "history"), "after clipping"),
        ("fit_line", ("w * x + b - y", "w * x - y"), "b stands still"),
        (
            "gd_step",
            ("[w - lr * dw for w, dw in zip(params, grads, strict=True)]", "retrun"),
            "all else it has to define",
        ),
    ],
)
def test_no_cause_is_named_that_explains_only_a_part_of_what_went_wrong(name, change, untrue):
    report = told_of(name, change)
    assert report.outcome == "no"
    assert untrue not in str(report)


def test_an_array_of_objects_is_not_told_to_differ_from_call_to_call():
    change = (
        "[w - lr * dw for w, dw in zip(params, grads, strict=True)]",
        "__import__('numpy').array([w - lr * dw for w, dw in zip(params, grads)], dtype=object)",
    )
    assert "two different results" not in str(told_of("gd_step", change))
