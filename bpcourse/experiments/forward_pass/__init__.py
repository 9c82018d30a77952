"""Experiments on feedforward nets and the forward pass (lesson 03)."""
