"""Places: the files by which other services run the grading where submissions are made.

gradescope    a folder to zip and upload as the autograder
github        a workflow for GitHub Classroom or Actions
gitlab        a job for GitLab
"""

import shutil
from pathlib import Path

from ..checking.exercise import ANSWERS
from ..errors import UserError

# The service's container holds one submission and is thrown away; mostly it forbids name spaces.
WEAK = " --allow-weak-isolation"
INSTALL = "python3 -m pip install *.whl 2>/dev/null || python3 -m pip install bpcourse"

SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, when the autograder's image is built.
set -eu
apt-get update
apt-get install -y python3 python3-venv
python3 -m venv /autograder/venv
cd /autograder/source
. /autograder/venv/bin/activate
{install}
bpcourse doctor --grading || true
"""

RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for every submission.
set -u
AUTOGRADER="${{AUTOGRADER:-/autograder}}"
if [ -f "$AUTOGRADER/venv/bin/activate" ]; then . "$AUTOGRADER/venv/bin/activate"; fi
cd "$AUTOGRADER/source"
OUT="$(mktemp -d)"
bpcourse grade "$AUTOGRADER/submission" --one --out "$OUT"{options}
mkdir -p "$AUTOGRADER/results"
if [ -f "$OUT/exports/results.json" ]; then
  cp "$OUT/exports/results.json" "$AUTOGRADER/results/results.json"
else
  echo '{{"score": 0, "output": "The grader itself failed. Please tell your teacher."}}' \\
    > "$AUTOGRADER/results/results.json"
fi
"""

GITHUB = """\
# Checks the answers at every push, and shows the result on the page of the run.
name: answers
on: [push, workflow_dispatch]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: {install}
      - run: bpcourse grade . --one --out "$RUNNER_TEMP/grades"{options}
      - if: always()
        run: cat "$RUNNER_TEMP/grades/exports/summary.md" >> "$GITHUB_STEP_SUMMARY"
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: feedback
          path: ${{{{ runner.temp }}}}/grades/pages
"""

GITLAB = """\
# Checks the answers at every push; the merge request and the pipeline's page show the result.
answers:
  image: python:3.12
  timeout: 15 minutes
  script:
    - {install}
    - bpcourse grade . --one --out grades{options}
  artifacts:
    when: always
    paths: [grades/pages]
    reports:
      junit: grades/exports/junit.xml
"""


def place(kind, to, *, exercises=None, private=None, settings=None):
    """Write the files for one service into the folder `to`; what to do with them."""
    to = Path(to)
    if to.exists() and any(to.iterdir()):
        raise UserError(f"{to} is not empty. Choose a new folder.")
    to.mkdir(parents=True, exist_ok=True)
    options = WEAK
    for name, source in (("exercises", exercises), ("private", private), ("settings", settings)):
        if source:
            source = Path(source)
            copy = to / (name if source.is_dir() else f"{name}.toml")
            if source.is_dir():
                shutil.copytree(source, copy, ignore=LEFT_OUT)
            else:
                shutil.copyfile(source, copy)
            options += f" --{name} {copy.name}"
    for path, text in FILES[kind].items():
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        (to / path).write_text(text.format(install=INSTALL, options=options), encoding="utf-8")
        if text.startswith("#!"):
            (to / path).chmod(0o755)
    return WHAT_NEXT[kind].format(to=to)


LEFT_OUT = shutil.ignore_patterns(*ANSWERS, "__pycache__")
FILES = {
    "gradescope": {"setup.sh": SETUP, "run_autograder": RUN},
    "github": {".github/workflows/answers.yml": GITHUB},
    "gitlab": {".gitlab-ci.yml": GITLAB},
}
WHAT_NEXT = {
    "gradescope": "Zip what is in {to} (not the folder itself) and upload it as the autograder.\n"
    "If bpcourse is not to be had where the image is built, put its wheel beside setup.sh.\n"
    "A hostile answer could read the checks there and change its own result: docs/grading.md.",
    "github": "Copy what is in {to} into the template repository of the assignment.\n"
    "Whatever lies there is seen by the students: keep private checks for your own grading.",
    "gitlab": "Copy what is in {to} into the project that students fork.\n"
    "Whatever lies there is seen by the students: keep private checks for your own grading.",
}
