"""Experiments on first weights (lesson 10)."""
