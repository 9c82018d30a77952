"""What the tests of a workshop share: a room with a plan of two sections."""

import pytest

from bpcourse.workshop.room import Room

from .asking import plan


@pytest.fixture
def room(tmp_path):
    room = Room(tmp_path / "room.sqlite", plan())
    yield room
    room.close()
