"""Experiments on the chain rule and the computational graph (lesson 06)."""
