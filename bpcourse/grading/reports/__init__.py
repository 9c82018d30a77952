"""Reports: everything that is made from the results."""
