"""The table of what each lesson costs."""

from .costs import BAR, Costs


class Terminal:
    """Keeps what a terminal would show."""

    def __init__(self):
        self.lines = []

    def section(self, title):
        self.lines.append(title)

    def write_line(self, line):
        self.lines.append(line)


def table_of(costs):
    terminal = Terminal()
    costs.pytest_terminal_summary(terminal)
    return terminal.lines


def test_a_lesson_makes_the_run_longer_by_its_seconds_shared_by_the_workers():
    costs = Costs()
    costs.workers = {"gw0", "gw1", "gw2"}
    costs.of_lessons["02_gradient_descent", "the lesson"] = [3 * BAR - 3, 60.0]
    costs.of_lessons["18_capstone", "Playground"] = [3 * BAR + 3, 60.0]
    lines = table_of(costs)
    assert next(line for line in lines if line.startswith("02")).split()[1:] == [
        *("132.0", "60.0", "44.0"),
    ]
    assert next(line for line in lines if line.startswith("18")).endswith("46.0  more than 45")


def test_where_no_test_was_run_the_table_is_empty():
    assert not [line for line in table_of(Costs()) if line.endswith("more than 45")]
