"""Authoring: from the texts that authors edit to the notebooks that learners open."""
