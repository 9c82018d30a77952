"""Right: the columns as rows of the transposed table, and a list of 0 and 1."""


def dead_fraction(A):
    flags = [int((column == 0).all()) for column in A.T]
    return sum(flags) / len(flags)
