"""Checks of the data itself: what is missing, late or contradicts itself."""
