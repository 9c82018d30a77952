"""The maths, against central differences and values worked by hand."""
