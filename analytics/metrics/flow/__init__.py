"""Flow of work items through the columns of their board.

Days are calendar days of the project's zone. Every metric takes a `Flow` (which item
reached which column when) and an as-of day, and looks at nothing that happened later.
"""
