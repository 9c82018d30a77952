"""Remote: functions and data across the wire between the judge and the child."""
