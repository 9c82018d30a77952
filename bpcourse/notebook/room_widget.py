"""Room widget: what carries the room line's conversation in Jupyter. It is shown nowhere."""

from pathlib import Path

from ..design import tokens
from ..experiments.jupyter import Carrier
from .room_line import RoomLine


class RoomWidget(Carrier):
    """The line of one kernel."""

    _esm = Path(__file__).with_name("room_line.js")
    _css = tokens() + Path(__file__).with_name("room_line.css").read_text(encoding="utf-8")

    def __init__(self):
        super().__init__(RoomLine, part="room")
