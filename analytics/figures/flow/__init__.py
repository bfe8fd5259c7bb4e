"""Charts of the flow of work, one per module."""
