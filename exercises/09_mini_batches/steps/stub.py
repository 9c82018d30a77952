def steps(n, size, epochs):
    """How many steps: epochs of n samples, in batches of size. An int."""
    raise NotImplementedError
