"""Experiments: pictures that follow the hand, and run on the learner's own code where it passes."""

from .cliff import Cliff
from .depth_meter import DepthMeter
from .error_flow import ErrorFlow
from .follow_weight import FollowWeight
from .long_valley import LongValley
from .step_size import StepSize

__all__ = ["Cliff", "DepthMeter", "ErrorFlow", "FollowWeight", "LongValley", "StepSize"]
