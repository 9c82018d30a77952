"""python -m bpcourse: the same as the command bpcourse, where the command is not on the path."""

import sys

from .app.cli import main

sys.exit(main())
