"""Task plugins of your own."""
