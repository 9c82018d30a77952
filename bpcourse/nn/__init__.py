"""The maths: neural networks and how they are trained, in NumPy and nothing else.

In the order of reading: parameters, initializers, layers, activations, dropout, batch_norm, losses,
network; gradients, optimizers, schedules, regularization, clipping, early_stopping; batches,
training, history, range_test, saving. Beside them are layer_stats, which looks into a network, mlp,
where a network is plain data, planted_bugs, where it is wrong on purpose, and graph, where a
single number remembers its past. What enters is checked by arrays (its kind), shapes (its axes) and
settings (the numbers that are given).
"""
