"""Commands: `bpcourse author`, the tools with which an author looks at exercises and lessons."""

import argparse

from ..checking.exercise import exercises, find
from ..errors import UserError


def add_tools(author):
    """Add the tools to the parser of `bpcourse author`."""
    tools = author.add_subparsers(dest="tool", metavar="TOOL", required=True)

    def tool(name, run, help, example, names="exercise"):
        one = tools.add_parser(
            name,
            help=help,
            description=help[:1].upper() + help[1:] + ".",
            epilog=f"example:\n  bpcourse author {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.set_defaults(use=run)
        if names:
            one.add_argument(names, nargs="*", help="their names (default: all)")
        return one

    mistake = tool(
        "mistake",
        _mistake,
        "show a known mistake: the text of the answer, and the report on it",
        "mistake dense_backward mean_again",
        names=None,
    )
    mistake.add_argument("exercise", help="the exercise's name")
    mistake.add_argument("id", nargs="*", help="the mistakes' ids (default: a list of all)")
    mistake.add_argument("--seed", type=int, default=1, help="of the random data (default: 1)")
    tool(
        "mutants",
        _mutants,
        "find every small change of a model answer that still passes",
        "mutants gd_step",
    )
    fairness = tool(
        "fairness",
        _fairness,
        "judge all known answers with many seeds, and name those that chance decides",
        "fairness --seeds 1000 gd_step",
    )
    fairness.add_argument("--seeds", type=int, default=100, help="how many (default: 100)")
    tool(
        "slips",
        _slips,
        "find slips that no fixed data can tell apart",
        "slips clip_by_norm",
    )
    tool(
        "figures",
        _figures,
        "find every number in a lesson, its questions and its words that no code has computed",
        "figures 02",
        names="lesson",
    )


def _chosen(names):
    return [find(name) for name in names] or list(exercises())


def _told(lines, is_well):
    print("\n".join(lines))
    return 0 if is_well else 1


def _mistake(arguments):
    from ..checking.judging import runner

    exercise = find(arguments.exercise)
    known = {mistake.id: mistake for mistake in exercise.mistakes}
    if not arguments.id:
        return _told([f"{name:32} {_expected(one)}" for name, one in known.items()], True)
    for name in arguments.id:
        if name not in known:
            raise UserError(f"{exercise.name} has no mistake {name!r}, only {', '.join(known)}.")
        mistake = known[name]
        report = runner.run(exercise, mistake.source, seed=arguments.seed)
        print(f"{mistake.source.strip()}\n\n{report}\n")
        print(f"It is told as {report.mistake or 'no known mistake'}; {_expected(mistake)}.")
    return 0


def _expected(mistake):
    wanted = " or ".join(slip or "nothing" for slip in mistake.slips)
    return f"expected is {wanted}" + (f" ({mistake.why})" if mistake.why else "")


def _mutants(arguments):
    from . import mutants

    return _told(*mutants.report(_chosen(arguments.exercise)))


def _fairness(arguments):
    from . import fairness

    return _told(*fairness.report(_chosen(arguments.exercise), arguments.seeds))


def _slips(arguments):
    from . import slips_apart

    return _told(*slips_apart.report(_chosen(arguments.exercise)))


def _figures(arguments):
    from . import figures

    return _told(*figures.report(arguments.lesson))
