"""Experiments on momentum (lesson 13)."""
