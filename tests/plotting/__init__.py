"""What each picture draws and says."""
