"""Workshop: a room of people who learn at the same time, and counts of how far the room is.

workshop_plan      what is done in it, how long that takes, what to cut when late
"""
