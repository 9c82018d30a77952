"""Library: what the learner has built, as a list of concepts, as one Python file and as a page."""
