"""What every test shares: examples that are the same on every machine."""

from __future__ import annotations

from hypothesis import settings

# No deadline: a busy machine is no bug. Derandomised: a red run can be repeated.
settings.register_profile("steerco", deadline=None, derandomize=True)
settings.load_profile("steerco")
