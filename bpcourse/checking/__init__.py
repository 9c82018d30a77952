"""Checking: find an exercise, judge the learner's code, give hints, keep what was achieved.

It runs without matplotlib and without ipywidgets: in a terminal, in a notebook, in a browser kernel
and in the grader.
"""
