"""Experiments on one neuron and its loss (lesson 01)."""
