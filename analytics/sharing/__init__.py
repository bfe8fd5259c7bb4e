"""Shared links: a review frozen as it is today, and the page that shows it."""
