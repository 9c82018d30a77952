"""Experiments on batch, mini-batch and stochastic gradient descent (lesson 09)."""
