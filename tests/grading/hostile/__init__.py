"""Hostile submissions: none of them does what squash should, and none may get a point for it."""
