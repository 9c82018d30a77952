"""Hostile submissions: none of them computes a sigmoid, and none may get a point for it."""
