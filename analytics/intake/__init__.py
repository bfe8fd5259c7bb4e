"""Intake: the road of a file, from upload to staged tables."""
