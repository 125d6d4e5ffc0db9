"""Plugins that prepare data."""
