"""The kit of experiments, and those that stand on it."""
