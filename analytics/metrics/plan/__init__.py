"""The schedule: its network, its quality, its milestones."""
