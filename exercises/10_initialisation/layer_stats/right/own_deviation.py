"""Right: the standard deviation written out, and a net whose last layer stands apart."""


def layer_stats(params, X, act):
    def stats(A):
        mean = A.sum() / A.size
        return mean, (((A - mean) ** 2).sum() / A.size) ** 0.5

    *hidden, (W_last, b_last) = params
    result = []
    for W, b in hidden:
        X = act(X @ W + b)
        result.append(stats(X))
    result.append(stats(X @ W_last + b_last))
    return result
