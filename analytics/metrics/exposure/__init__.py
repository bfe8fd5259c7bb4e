"""What the open risks may cost and delay in all, as a distribution."""
