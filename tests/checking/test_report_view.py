"""How a report looks: one line for each check, and a count that counts the lines."""

import re

from bpcourse.checking.check import check
from bpcourse.checking.exercise import find
from bpcourse.checking.report import Finding, Report
from bpcourse.checking.report_view import as_html, lines

WRONG = Report(
    "gd_step",
    [
        Finding("It goes downhill.", "ok"),
        Finding("It keeps shapes. [(3,)]", "ok"),
        Finding("It keeps shapes. [(2, 2)]", "no", "Parameter 1 has shape (2,).", "line 3:  x"),
        Finding("It keeps shapes. [(5, 5)]", "no", "Parameter 4 has shape (5,).", "line 3:  x"),
        Finding("It changes nothing else.", "no", "The list was changed.", printed="<b>7</b>"),
    ],
    seed=42,
)


def test_the_count_is_that_of_the_lines_shown():
    rows = str(WRONG).splitlines()
    shown = [row for row in rows if re.match(r"  [✓✗○] ", row)]
    assert rows[0] == "✗ gd_step: not right yet. 1 of 3 checks pass."
    assert len(shown) == 3
    assert sum("✓" in row for row in shown) == 1
    assert as_html(WRONG).count("<li ") == 3


def test_it_is_the_same_count_for_a_real_answer(workspace):
    source = find("gd_step").mistake("truncates")
    workspace.save_answer("gd_step", source)
    report = check("gd_step")
    passed, count = re.search(r"(\d) of (\d) checks pass", str(report)).groups()
    shown = [row for row in str(report).splitlines() if re.match(r"  [✓✗○] ", row)]
    assert (int(passed), int(count)) == (sum("✓" in row for row in shown), len(shown))


def test_a_line_that_fails_names_its_first_case_and_tells_a_mistake_once():
    line = lines(WRONG)[1]
    assert line.check == "It keeps shapes. [(2, 2)]"
    assert [news.sentences for news in line.told] == [["Parameter 1 has shape (2,)."]]


def test_outcomes_have_a_sign_and_a_word_beside_their_colour():
    told = as_html(WRONG)
    assert '<span class="sign">✗</span> <b>gd_step: not right yet.' in told
    assert '✓</span><span class="spoken">passes: </span>It goes downhill.' in told
    assert '✗</span><span class="spoken">fails: </span><b>It keeps shapes.' in told


def test_the_seed_is_folded_away_and_says_how_to_use_it():
    told = as_html(WRONG)
    folded = told.partition("<details><summary>The same random data again</summary>")[2]
    assert "bpcourse check gd_step --seed 42" in folded
    assert "%%exercise gd_step --seed 42" in folded
    right = Report("gd_step", [Finding("It goes downhill.", "ok")], seed=42)
    assert "--seed" not in as_html(right)


def test_what_the_learners_code_printed_is_text_and_not_html():
    assert "&lt;b&gt;7&lt;/b&gt;" in as_html(WRONG)


def test_a_page_with_several_reports_brings_the_style_once():
    assert "<style>" in as_html(WRONG)
    assert "<style>" not in as_html(WRONG, style=False)
