"""Steerco's analytics: files in, figures out, no user interface."""
