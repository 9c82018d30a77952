"""Right: whole batches, and one for the rest."""


def steps(n, size, epochs):
    full, rest = divmod(n, size)
    return epochs * (full + 1 if rest else full)
