"""Experiments on dropout and early stopping (lesson 17)."""
