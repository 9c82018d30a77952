"""Experiments on activations: sigmoid, tanh, ReLU (lesson 04)."""
