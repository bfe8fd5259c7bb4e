"""Charts of hours: what was booked, against capacity and estimates."""
