"""Desk widget: what carries the help desk's conversation in Jupyter. It is shown nowhere."""

from pathlib import Path

from ..design import tokens
from ..experiments.jupyter import Carrier
from .help_desk import HelpDesk


class DeskWidget(Carrier):
    """The desk of one kernel."""

    _esm = Path(__file__).with_name("help_desk.js")
    _css = tokens() + Path(__file__).with_name("help_desk.css").read_text(encoding="utf-8")

    def __init__(self):
        super().__init__(HelpDesk, part="help")
