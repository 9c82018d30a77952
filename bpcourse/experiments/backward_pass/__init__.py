"""Experiments on the backward pass (lesson 07)."""
