"""The maths: neural networks and how they are trained, in NumPy and nothing else.

In the order of reading: parameters, initializers, layers, activations, dropout, batch_norm, losses,
network; gradients, optimizers, schedules, regularization, clipping, early_stopping; batches,
training, history, range_test, saving. Beside them are layer_stats, which looks into a network, mlp,
where a network is plain data, and graph, where a single number remembers its past. planted_bugs,
planted_batches and planted_dropout are wrong on purpose, for checks to be tested on. What enters is
checked by arrays (its kind), shapes (its axes) and settings (the numbers that are given).
"""
