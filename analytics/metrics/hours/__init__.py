"""Hours that people booked: how many, on what, against capacity and estimate."""
