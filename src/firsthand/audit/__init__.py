"""Owns what was done and seen: an append-only list of who, what, when and why. Decides nothing."""
