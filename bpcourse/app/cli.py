"""The command `bpcourse`: each verb reads its arguments here and does its work elsewhere."""

import argparse
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path

from .._version import __version__
from ..errors import UserError, did_you_mean

EXAMPLES = """\
examples:
  bpcourse lab                     open the course in JupyterLab, in the folder bpcourse-work
  bpcourse next                    show the next task, to write it in an editor of your own
  bpcourse check gd_step           check your answer to the exercise gd_step
  bpcourse watch                   check it again each time you save it
  bpcourse hint gd_step            one hint, a little more each time
  bpcourse library                 keep all you have written, on one page
  bpcourse submit                  pack your answers into one file to hand in
  bpcourse grade handed_in         for teachers: grade a folder of submissions
  bpcourse workshop half_day       for instructors: see how far a room is
"""


WHICH = "its name (default: the one saved last)"
WITH_VALUE = ("--port", "--ip", "--browser", "--config", "--log-level", "--certfile", "--keyfile")


def main(argv=None):
    """Run one command and return the shell's status: 0 all is well, 1 it is not, 2 a wrong call."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                encoding="utf-8", errors="replace"
            )  # a Windows console may know no ✓
    words = sys.argv[1:] if argv is None else argv
    parser, verbs = _parser(words)
    if told := _unknown(words, verbs):
        print(told, file=sys.stderr)
        return 2
    arguments, rest = parser.parse_known_args(_joined(words) if words[:1] == ["lab"] else words)
    if "run" not in arguments:
        parser.print_help()
        return 0
    if rest and not getattr(arguments, "passes_on", False):
        parser.error(
            f"unknown: {' '.join(rest)}. `bpcourse {arguments.verb} --help` shows what it takes."
        )
    try:
        status = arguments.run(arguments, rest) or 0
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # who reads it has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # what a shell says of a command that was ended by it
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.strerror or error}: {error.filename}" if error.filename else error,
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _joined(words):
    """With `--port 8899` as the one word `--port=8899`: a value is not taken for the folder."""
    joined = []
    for word in words:
        before = joined[-1] if joined else ""
        if before in WITH_VALUE or re.fullmatch(r"--\w+\.\w+", before):
            joined[-1] = f"{before}={word}"
        else:
            joined.append(word)
    return joined


def _unknown(words, verbs):
    """A sentence if the first word is no command, with the nearest ones; else empty."""
    if not words or words[0].startswith("-") or words[0] in verbs:
        return ""
    advice = did_you_mean(words[0], verbs, "`bpcourse --help` shows them all.")
    return f"There is no command {words[0]!r}. {advice}"


def _parser(argv):
    """The parser, and the names of all commands."""
    parser = argparse.ArgumentParser(
        prog="bpcourse",
        description="Learn how neural networks are trained, and write every piece yourself.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"bpcourse {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND")

    def verb(name, run, help, example, passes_on=False, more=""):
        one = verbs.add_parser(
            name,
            help=help,
            description=f"{help[:1].upper()}{help[1:]}.{more}",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.set_defaults(run=run, passes_on=passes_on)
        return one

    lab = verb(
        "lab",
        _lab,
        "open the course in JupyterLab",
        "bpcourse lab --no-browser --port 8899",
        passes_on=True,
        more=" Options of JupyterLab, as --no-browser, --port and --allow-root, are passed on.",
    )
    lab.add_argument(
        "folder", nargs="?", metavar="DIR", help="your own folder (default: bpcourse-work)"
    )
    lab.add_argument(
        "--hub", action="store_true", help="for JupyterHub: as the server that it starts"
    )
    check = verb("check", _check, "check your answer to an exercise", "bpcourse check gd_step")
    check.add_argument("exercise", nargs="?", help=WHICH)
    check.add_argument("--seed", type=int, help="the random data of an earlier report")
    check.add_argument("--traceback", action="store_true", help="also show how Python got there")
    trace = verb(
        "trace",
        _trace,
        "show line by line what your answer does in the check that fails",
        "bpcourse trace gd_step",
    )
    trace.add_argument("exercise", nargs="?", help=WHICH)
    trace.add_argument("--seed", type=int, help="the random data of an earlier report")
    watch = verb(
        "watch", _watch, "check an answer each time its file is saved", "bpcourse watch gd_step"
    )
    watch.add_argument("exercise", nargs="?", help=WHICH)
    for name, told in (
        ("hint", "show the next hint to an exercise"),
        ("solution", "show the model answer, once it has been earned"),
        ("reset", "start an exercise afresh; the answer is kept as an attempt"),
    ):
        one = verb(name, _hints, told, f"bpcourse {name} gd_step")
        one.add_argument("exercise", nargs="?", help=WHICH)
    verb("next", _overview, "show the next task", "bpcourse next")
    verb("list", _overview, "list all exercises and how they stand", "bpcourse list")
    verb("status", _overview, "show what is done and what is left", "bpcourse status")
    library = verb(
        "library",
        _library,
        "keep what has passed, as one Python file and as a page to print",
        "bpcourse library",
        more=" The page can be verified later, without a network.",
    )
    library.add_argument(
        "out", nargs="?", metavar="OUT", help="a folder (default: library in the work folder)"
    )
    library.add_argument(
        "--verify",
        metavar="FILE",
        help="compute a page's numbers again and run its checks with the same seeds;"
        " this runs the code of the page",
    )
    doctor = verb(
        "doctor", _doctor, "check whether this machine is ready for the course", "bpcourse doctor"
    )
    doctor.add_argument("--explain", metavar="CODE", help="say what a readiness code means")
    doctor.add_argument(
        "--room", metavar="FILE", help="for instructors: read all codes in a text (- for a paste)"
    )
    doctor.add_argument(
        "--grading", action="store_true", help="for teachers: how safely this machine can grade"
    )
    submit = verb(
        "submit",
        _submit,
        "pack your answers into one file to hand in",
        "bpcourse submit --name Ada",
    )
    submit.add_argument("exercise", nargs="*", help="their names (default: all that are written)")
    submit.add_argument("--name", metavar="NAME", help="your name or number, as your teacher asks")
    submit.add_argument(
        "--whole",
        action="store_true",
        help="with your earlier answers and predictions, to go on elsewhere by `bpcourse load`",
    )
    submit.add_argument("--to", metavar="FILE", help="where to write it (default: the work folder)")
    load = verb(
        "load",
        _load,
        "go on with work that was packed elsewhere, or saved by a page of the course",
        "bpcourse load submission-Ada.zip",
        more=" What is in your folder is kept",
    )
    load.add_argument("file", metavar="FILE", help="the file that was packed or saved")
    _add_grade(verb)
    _add_workshop(verb)
    build = verb(
        "build",
        _build,
        "for authors: build the notebooks from notebooks/src",
        "bpcourse build --check",
    )
    build.add_argument("lesson", nargs="*", help="their numbers or names (default: all)")
    build.add_argument(
        "--check", action="store_true", help="only compare; nothing is run or written"
    )
    build.add_argument(
        "--solutions",
        action="store_true",
        help="the edition with the model answers, in build/solutions",
    )
    build.add_argument(
        "--reference", action="store_true", help="docs/reference.md instead, from the docstrings"
    )
    build.add_argument(
        "--html", action="store_true", help="the reading edition of what is built, in build/html"
    )
    site = verb(
        "site",
        _site,
        "for teachers: make the course as a folder for any web server, nothing to install",
        "bpcourse site public",
    )
    site.add_argument("out", metavar="OUT", help="the folder to make")
    site.add_argument(
        "--jupyterlite", action="store_true", help="the whole notebooks, in JupyterLab"
    )
    site.add_argument("--pyodide", metavar="DIR", help="take Python for the browser from there")
    author = verb(
        "author",
        _author,
        "for authors: look at exercises and lessons from behind",
        "bpcourse author mistake dense_backward mean_again",
    )
    if argv[:1] == ["author"]:  # nobody else has to wait until these are loaded
        from ..authoring.commands import add_tools

        add_tools(author)
    return parser, verbs.choices


def _add_grade(verb):
    one = verb(
        "grade",
        _grade,
        "for teachers: grade a folder of submissions",
        "bpcourse grade handed_in --out grades --settings course.toml",
    )
    one.add_argument("submissions", help="a folder of folders, zips, .py and .ipynb; or an export")
    one.add_argument("--out", metavar="DIR", default="grades", help="results (default: grades)")
    one.add_argument("--exercises", metavar="DIR", help="your own exercise folders")
    one.add_argument("--private", metavar="DIR", help="further checks, run when grading only")
    one.add_argument("--only", metavar="NAME", action="append", default=[], help="one exercise")
    one.add_argument("--settings", metavar="FILE", help="points, partial credit, late days: TOML")
    one.add_argument("--roster", metavar="FILE", help="who should hand something in: CSV")
    one.add_argument("--override", metavar="FILE", help="points and comments by hand: CSV or TOML")
    one.add_argument(
        "--timeout", metavar="S", type=float, help="seconds of computing per answer (default: 5)"
    )
    one.add_argument("--jobs", metavar="N", type=int, help="processes (default: one per core)")
    one.add_argument("--dask", metavar="ADDRESS", help="spread the work over a Dask cluster")
    one.add_argument("--seed", metavar="N", type=int, help="the same random data for everybody")
    one.add_argument("--one", action="store_true", help="the folder is itself one submission")
    one.add_argument("--notebooks", action="store_true", help="also run the notebooks, by nbval")
    one.add_argument(
        "--allow-weak-isolation",
        action="store_true",
        help="grade also where answers cannot be shut in completely: see docs/grading.md",
    )
    # what it asked for is now so without it
    one.add_argument("--require-isolation", action="store_true", help=argparse.SUPPRESS)
    place = verb(
        "autograder",
        _autograder,
        "for teachers: the files by which Gradescope, GitHub or GitLab run the grading",
        "bpcourse autograder gradescope --to autograder --private hidden",
    )
    place.add_argument("kind", choices=["gradescope", "github", "gitlab"])
    place.add_argument("--to", metavar="DIR", default="autograder", help="a new folder for them")
    place.add_argument("--exercises", metavar="DIR", help="your own exercise folders")
    place.add_argument("--private", metavar="DIR", help="further checks, run when grading only")
    place.add_argument("--settings", metavar="FILE", help="points, partial credit, late days: TOML")


def _add_workshop(verb):
    one = verb(
        "workshop",
        _workshop,
        "for instructors: run a workshop, and see how far the room is",
        "bpcourse workshop half_day",
        more=" Plans are half_day, one_day, six_weeks, or one of your own in TOML."
        " A workshop that was ended goes on by the same command",
    )
    one.add_argument("plan", nargs="?", help="a plan's name or file (default: half_day)")
    one.add_argument("--file", metavar="FILE", help="where it is kept (default: workshop.sqlite)")
    one.add_argument("--host", metavar="HOST", help="listen there only (default: everywhere)")
    one.add_argument("--port", metavar="PORT", type=int, help="default: 8800")
    one.add_argument("--address", metavar="URL", help="where learners reach it, behind a proxy")
    one.add_argument(
        "--site",
        metavar="URL",
        help="where you have put `bpcourse site`: the join page leads there, too",
    )
    one.add_argument(
        "--rehearse",
        action="store_true",
        help="to practise: with simulated learners, ten times as fast; nothing is kept",
    )
    one.add_argument(
        "--learners", metavar="N", type=int, default=24, help="who rehearse (default: 24)"
    )
    one.add_argument(
        "--counts", metavar="CSV", help="when it is over: write what was counted as a table"
    )
    told = "take part in a workshop: its counts include yours, without your name"
    one = verb("join", _join, told, "bpcourse join http://192.168.1.5:8800/j/K7QPXM")
    one.add_argument("link", help="the link or the code that your instructor shows")
    verb("leave", _leave, "leave the workshop; nothing is sent any more", "bpcourse leave")
    one = verb("stuck", _stuck, "in a workshop: call for help", "bpcourse stuck")
    one.add_argument("--over", action="store_true", help="take the call back")
    verb("done", _done, "in a workshop: say that you are done with the section", "bpcourse done")


def _current(arguments):
    from ..checking.check import current_exercise
    from ..checking.workspace import here

    return arguments.exercise or current_exercise(here())


def _check(arguments, rest):
    from ..checking.check import check
    from ..experiments.runs_on import news

    report = check(_current(arguments), seed=arguments.seed)
    report.notices[:0] = news(report)
    print(report)
    if arguments.traceback:
        print(*dict.fromkeys(f.traceback for f in report.findings if f.traceback), sep="\n")
    return 0 if report.outcome == "ok" else 1


def _trace(arguments, rest):
    from ..checking.trace import trace

    print(trace(_current(arguments), seed=arguments.seed))


def _watch(arguments, rest):
    from ..checking.watch import watch

    watch(arguments.exercise)


def _hints(arguments, rest):
    from ..checking import hints

    print(getattr(hints, arguments.verb)(_current(arguments)))


def _overview(arguments, rest):
    from ..checking import overview

    show = {"next": overview.next_task, "list": overview.list_exercises, "status": overview.status}
    print(show[arguments.verb]())


def _library(arguments, rest):
    if arguments.verify:
        from ..checking.library.record import verify

        verified = verify(arguments.verify)
        print(verified)
        return 0 if verified.holds else 1
    from ..checking.library.library import library

    print(library(arguments.out))
    return 0


def _lab(arguments, rest):
    if arguments.hub:
        from .hub import hub

        return hub(arguments.folder, rest)
    from .lab import lab

    return lab(arguments.folder, rest)


def _submit(arguments, rest):
    from ..grading.submissions.submit import submit

    options = {"to": arguments.to, "whole": arguments.whole}
    print(submit(*arguments.exercise, name=arguments.name, **options))


def _load(arguments, rest):
    from ..grading.submissions.take_back import take_back, told

    print(told(take_back(Path(arguments.file).read_bytes())))


def _grade(arguments, rest):
    from ..grading.run import grade

    told = vars(arguments)
    names = ("exercises", "private", "only", "settings", "roster", "override", "timeout", "jobs")
    names += ("dask", "seed", "allow_weak_isolation", "one", "notebooks")
    options = {name: told[name] for name in names}
    everything_passed = grade(arguments.submissions, arguments.out, **options)
    return 1 if arguments.one and not everything_passed else 0


def _autograder(arguments, rest):
    from .ci_templates import place

    told = vars(arguments)
    options = {name: told[name] for name in ("exercises", "private", "settings")}
    print(place(arguments.kind, arguments.to, **options))


def _workshop(arguments, rest):
    from ..authoring.slides import of_lesson
    from ..workshop.workshop import FILE, workshop, write_counts
    from .doctor import REPAIRS, code, failures

    told = vars(arguments)
    names = ("file", "host", "port", "address", "site")
    options = {name: told[name] for name in names if told[name]}
    if arguments.site and not arguments.site.startswith(("http://", "https://")):
        raise UserError("Write the whole address, as in: --site https://school.example/course")
    if arguments.counts:
        write_counts(arguments.counts, file=arguments.file or FILE)
        return
    parts = {"reads": failures, "repairs": REPAIRS, "slides": of_lesson}
    if arguments.rehearse:
        from ..workshop.rehearsal import rehearse

        if "file" in options or "address" in options:
            raise UserError("A rehearsal keeps nothing: leave out --file and --address.")
        rehearse(arguments.plan, arguments.learners, ready=code, **parts, **options)
    else:
        workshop(arguments.plan, **parts, **options)


def _join(arguments, rest):
    from ..workshop import seat
    from . import doctor

    seat.place(arguments.link)  # before anything that takes its time
    print("Looking whether this machine is ready …", flush=True)
    ready = doctor.code(doctor.examine(out=lambda line: None))
    print(seat.join(arguments.link, ready))


def _leave(arguments, rest):
    from ..workshop import seat

    print(seat.leave())


def _stuck(arguments, rest):
    from ..workshop import seat

    print(seat.stuck(over=arguments.over))


def _done(arguments, rest):
    from ..workshop import seat

    print(seat.done())


def _doctor(arguments, rest):
    from . import doctor

    if arguments.grading:
        from ..grading.sandbox.self_test import examine

        return examine()
    if arguments.room:
        return doctor.room(arguments.room)
    return doctor.explain(arguments.explain) if arguments.explain else doctor.doctor()


def _author(arguments, rest):
    return arguments.use(arguments)


def _require_authoring():
    if find_spec("jupytext") is None or find_spec("latex2mathml") is None:
        told = 'Building needs two more packages. Run: python -m pip install "bpcourse[authoring]"'
        raise UserError(told)


def _site(arguments, rest):
    _require_authoring()
    if arguments.jupyterlite:
        from ..site.jupyterlite_site import jupyterlite

        return jupyterlite(arguments.out, arguments.pyodide)
    from ..site.build_site import site

    return site(arguments.out, arguments.pyodide)


def _build(arguments, rest):
    if arguments.reference:
        from ..authoring.reference import reference

        return reference(check=arguments.check)
    _require_authoring()
    if arguments.html:
        from ..authoring.reading_edition import build_pages

        return build_pages()
    from ..authoring.build import build

    return build(arguments.lesson, check=arguments.check, solutions=arguments.solutions)
