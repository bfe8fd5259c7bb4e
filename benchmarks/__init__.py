"""What the claims about speed and size rest on: ratios, both sides in one run.

`python -m benchmarks` runs all, `python -m benchmarks import pages` some. Absolute
times differ from machine to machine; the ratios and the processor time hold.
"""
