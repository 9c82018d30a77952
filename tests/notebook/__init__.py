"""What a lesson's cells do, in an IPython shell of this process."""
