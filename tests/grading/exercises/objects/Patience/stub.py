class Patience:
    """Says when the loss has not improved for `patience` updates, and keeps the best parameters."""

    def __init__(self, patience):
        raise NotImplementedError

    def update(self, loss, params):
        """True once it is time to stop."""
        raise NotImplementedError
