"""What Firsthand costs, as ratios to the least that could be done instead: `make bench`.

Each figure is measured beside its reference, in turns, in the same call; only their ratios are kept.
"""
