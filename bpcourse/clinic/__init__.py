"""The clinic: a run that is healthy, and runs that one change of a setting has made sick.

A net learns to read digits. `diagnoses` has what it is trained with, and which changes make it
sick; `training_run` trains it; `measurements` has what can be measured of it; `rerun` runs it again
with another setting; and in the `waiting_room` are patients who were examined beforehand.
Everything is drawn from a seed, so a patient can be seen again.

>>> from bpcourse import clinic
>>> run = clinic.Run(clinic.HEALTHY | {"epochs": 2}, seed=0)
>>> while not run.is_over:
...     run.epoch()
>>> len(run.train)
3
"""

from .diagnoses import BELONGS, HEALTHY, SICK, sick
from .measurements import EDGES, Look, Record, by_heart, examined, look
from .rerun import rerun
from .training_run import Run
from .waiting_room import waiting

__all__ = [
    "BELONGS",
    "EDGES",
    "HEALTHY",
    "SICK",
    "Look",
    "Record",
    "Run",
    "by_heart",
    "examined",
    "look",
    "rerun",
    "sick",
    "waiting",
]
