"""Metrics: frames in, frozen results out, with the ids of rows used and left out."""
