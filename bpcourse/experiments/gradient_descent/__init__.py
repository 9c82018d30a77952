"""Experiments on gradient descent and the step size (lesson 02)."""
