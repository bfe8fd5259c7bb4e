"""Earned value: what the work done was worth, and what that says about the end."""
