"""Task plugins that every job of the testbed may use."""
