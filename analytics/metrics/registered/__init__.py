"""The metrics by area, as the registry lists them."""
